// SPDX-License-Identifier: MIT
#include "toolkit/system/stop_signals.hpp"

#include <limits>

#include <windows.h>

namespace toolkit {

namespace {

/// One for each wish that nobody has waited for yet.
HANDLE wishes() {
    static const HANDLE all =
        ::CreateSemaphoreW(nullptr, 0, std::numeric_limits<LONG>::max(), nullptr);
    return all;
}

/// Windows calls it in a thread of its own, and ends the program when it comes back from a closed
/// window or the end of a session.
BOOL WINAPI take_wish(DWORD event) {
    ::ReleaseSemaphore(wishes(), 1, nullptr);
    if (event != CTRL_C_EVENT && event != CTRL_BREAK_EVENT) {
        ::Sleep(INFINITE);
    }
    return TRUE;
}

} // namespace

void take_stop_signals() {
    wishes();
    ::SetConsoleCtrlHandler(take_wish, TRUE);
}

void wait_for_stop_signal() {
    ::WaitForSingleObject(wishes(), INFINITE);
}

void wait_for_stop_signal(std::chrono::nanoseconds longest) {
    const auto moment = std::chrono::ceil<std::chrono::milliseconds>(longest);
    ::WaitForSingleObject(wishes(), static_cast<DWORD>(moment.count()));
}

void wake(std::jthread& /*waiting*/) {
    ::ReleaseSemaphore(wishes(), 1, nullptr);
}

} // namespace toolkit
