// SPDX-License-Identifier: MIT
#include "toolkit/command/cancel_watch.hpp"

#include <chrono>
#include <utility>

#include <fmt/format.h>
#include <geos_c.h>
#include <sqlite3.h>

#include "toolkit/files/output_file.hpp"
#include "toolkit/files/part_files.hpp"
#include "toolkit/system/descriptor.hpp"
#include "toolkit/system/process.hpp"
#include "toolkit/system/stop_request.hpp"
#include "toolkit/system/stop_signals.hpp"
#include "toolkit/text/cancel.hpp"
#include "toolkit/text/errors.hpp"

namespace toolkit {

namespace {

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
    take_stop_signals();
    m_thread = std::jthread([this](const std::stop_token& ended) { watch(ended); });
}

CancelWatch::~CancelWatch() {
    m_thread.request_stop();
    wake(m_thread);
}

void CancelWatch::watch(const std::stop_token& work_has_ended) const {
    wait_for_stop_signal();
    if (work_has_ended.stop_requested()) {
        return;
    }
    if (StopRequest::tell()) { // the command ends by itself, unless it is asked again
        wait_for_stop_signal();
        if (work_has_ended.stop_requested()) {
            return;
        }
    }
    request_cancel();
    constexpr std::chrono::milliseconds moment(600);
    wait_for_stop_signal(moment);
    while (!work_has_ended.stop_requested()) {
        end_program();
        wait_for_stop_signal(moment); // a result is being put in place
    }
}

void CancelWatch::end_program() const {
    if (!remove_noted_parts()) {
        return;
    }
    if (is_terminal(standard_error)) { // over the bar
        write_some(standard_error, "\r\033[K");
    }
    write_standard_error(fmt::format("{}: error: {}\n", m_tool, Cancelled().what()));
    end_at_once(1);
}

} // namespace toolkit
