// SPDX-License-Identifier: MIT
#include "toolkit/command/cancel_watch.hpp"

#include <csignal>
#include <ctime>
#include <utility>

#include <fmt/format.h>
#include <geos_c.h>
#include <sqlite3.h>
#include <unistd.h>

#include "toolkit/command/stop_request.hpp"
#include "toolkit/files/output_file.hpp"
#include "toolkit/files/part_files.hpp"
#include "toolkit/text/cancel.hpp"
#include "toolkit/text/errors.hpp"

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

void interrupt_geos() {
    if (cancel_requested()) {
        GEOS_interruptRequest();
    }
}

int interrupt_sqlite(void* /*nothing*/) {
    return cancel_requested() ? 1 : 0;
}

/// SQLite calls it for each connection that is opened, GDAL's too.
int watch_connection(sqlite3* connection, char** /*error*/,
                     const sqlite3_api_routines* /*routines*/) {
    constexpr int steps = 10'000; // about a millisecond
    sqlite3_progress_handler(connection, steps, interrupt_sqlite, nullptr);
    return SQLITE_OK;
}

void let_libraries_look() {
    GEOS_interruptRegisterCallback(interrupt_geos);
    // SQLite takes entry points of all kinds as the plainest of functions.
    sqlite3_auto_extension(reinterpret_cast<void (*)()>(watch_connection)); // NOLINT
}

} // namespace

CancelWatch::CancelWatch(std::string tool) : m_tool(std::move(tool)) {
    let_libraries_look();
    const sigset_t signals = asking_signals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    m_thread = std::jthread([this](const std::stop_token& ended) { watch(ended); });
}

CancelWatch::~CancelWatch() {
    m_thread.request_stop();
    // The signal ends nothing: all threads block it, and this one waits for it, and for no other.
    // NOLINTNEXTLINE(bugprone-bad-signal-to-kill-thread)
    pthread_kill(m_thread.native_handle(), SIGTERM);
}

void CancelWatch::watch(const std::stop_token& work_has_ended) const {
    const sigset_t signals = asking_signals();
    int signal = 0;
    sigwait(&signals, &signal);
    if (work_has_ended.stop_requested()) {
        return;
    }
    if (StopRequest::tell()) { // the command ends by itself, unless it is asked again
        sigwait(&signals, &signal);
        if (work_has_ended.stop_requested()) {
            return;
        }
    }
    request_cancel();
    constexpr timespec moment{.tv_sec = 0, .tv_nsec = 600'000'000};
    sigtimedwait(&signals, nullptr, &moment);
    while (!work_has_ended.stop_requested()) {
        end_program();
        sigtimedwait(&signals, nullptr, &moment); // a result is being put in place
    }
}

void CancelWatch::end_program() const {
    if (!remove_noted_parts()) {
        return;
    }
    if (isatty(STDERR_FILENO) == 1) { // over the bar
        [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, "\r\033[K", 4);
    }
    write_standard_error(fmt::format("{}: error: {}\n", m_tool, Cancelled().what()));
    _exit(1); // the other threads still work: nothing of theirs may be destroyed
}

} // namespace toolkit
