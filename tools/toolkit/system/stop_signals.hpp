// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <thread>

namespace toolkit {

// A user's wish that the program stops: Ctrl-C, a termination request, a closed terminal.

/// From here on none of them ends the program; a thread waits for them. Call it before any other
/// thread is made: what is started later leaves the signals to it.
void take_stop_signals();

/// Until the next wish, or `wake`.
void wait_for_stop_signal();

/// For so long at most.
void wait_for_stop_signal(std::chrono::nanoseconds longest);

/// Ends the waiting of that thread, which waits for nothing else.
void wake(std::jthread& waiting);

} // namespace toolkit
