// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <thread>

namespace toolkit {

/// A user's wish that the program stops: Ctrl-C, a termination request, a closed terminal. From the
/// start of its life none of them ends the program; a thread waits for them.
class StopSignals {
  public:
    /// Make it before any other thread: what is started later leaves the signals to it.
    StopSignals();

    /// Until the next wish, or `wake`.
    void wait() const;

    /// For so long at most.
    void wait_for(std::chrono::nanoseconds longest) const;

    /// Ends the waiting of that thread, which waits for nothing else.
    void wake(std::jthread& waiting) const;
};

} // namespace toolkit
