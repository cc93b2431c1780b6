// SPDX-License-Identifier: MIT
#include "toolkit/system/stop_signals.hpp"

#include <csignal>
#include <ctime>

namespace toolkit {

namespace {

/// Those that ask. Who started the program with nohup does not want it to end with the terminal.
sigset_t asking_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGINT, SIGTERM}) {
        sigaddset(&signals, signal);
    }

    struct sigaction now {};

    if (sigaction(SIGHUP, nullptr, &now) == 0 && now.sa_handler != SIG_IGN) {
        sigaddset(&signals, SIGHUP);
    }
    return signals;
}

} // namespace

void take_stop_signals() {
    const sigset_t signals = asking_signals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

void wait_for_stop_signal() {
    const sigset_t signals = asking_signals();
    int signal = 0;
    sigwait(&signals, &signal);
}

void wait_for_stop_signal(std::chrono::nanoseconds longest) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(longest);
    const timespec moment{.tv_sec = seconds.count(), .tv_nsec = (longest - seconds).count()};
    const sigset_t signals = asking_signals();
    sigtimedwait(&signals, nullptr, &moment);
}

void wake(std::jthread& waiting) {
    // The signal ends nothing: all threads block it, and this one waits for it, and for no other.
    // NOLINTNEXTLINE(bugprone-bad-signal-to-kill-thread)
    pthread_kill(waiting.native_handle(), SIGTERM);
}

} // namespace toolkit
