// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <thread>

namespace toolkit {

/// Ends the program when its user asks (Ctrl-C, a termination request, a closed terminal), within a
/// second, whatever it is doing, once and without a trace.
///
/// The work is asked to stop: it looks when it reports progress, SQLite and GEOS look while they
/// compute. What has not stopped after a moment, or when the user asks again, is ended from here:
/// its part files go, one line says that it was stopped, and the exit status is 1.
class CancelWatch {
  public:
    /// Make it before any other thread: what is started later leaves the signals to it. `tool`
    /// begins the line.
    explicit CancelWatch(std::string tool);

    ~CancelWatch();
    CancelWatch(const CancelWatch&) = delete;
    CancelWatch(CancelWatch&&) = delete;
    CancelWatch& operator=(const CancelWatch&) = delete;
    CancelWatch& operator=(CancelWatch&&) = delete;

  private:
    void watch(const std::stop_token& work_has_ended) const;
    void end_program() const;

    std::string m_tool;
    std::jthread m_thread;
};

} // namespace toolkit
