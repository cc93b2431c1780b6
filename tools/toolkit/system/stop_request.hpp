// SPDX-License-Identifier: MIT
#pragma once

#include "toolkit/system/descriptor.hpp"

namespace toolkit {

/// For a command that ends when its user asks, and not before: as long as it lives, the first
/// request to stop (SIGTERM, Ctrl-C) only makes the descriptor readable. The second ends the
/// program as usual.
class StopRequest {
  public:
    StopRequest();
    ~StopRequest();
    StopRequest(const StopRequest&) = delete;
    StopRequest(StopRequest&&) = delete;
    StopRequest& operator=(const StopRequest&) = delete;
    StopRequest& operator=(StopRequest&&) = delete;

    int descriptor() const { return m_event.number(); }

    /// Tells the command that lives, if there is one: false if there is none.
    static bool tell();

  private:
    Descriptor m_event;
};

} // namespace toolkit
