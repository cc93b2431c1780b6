// SPDX-License-Identifier: MIT
#include "toolkit/geopackage/locked_copy.hpp"

#include <optional>

#include "toolkit/geopackage/sqlite_statement.hpp"

namespace toolkit {

namespace {

bool is_in_wal_mode(sqlite3* connection) {
    Statement mode(connection, "PRAGMA journal_mode");
    return mode.step() && mode.text(0) == "wal";
}

} // namespace

LockedCopy::Connection LockedCopy::opened(const std::string& path, int flags) {
    sqlite3* made = nullptr;
    const int status = sqlite3_open_v2(path.c_str(), &made, flags, nullptr);
    Connection connection(made);
    if (status != SQLITE_OK) {
        throw SqliteError(sqlite3_errstr(status));
    }
    return connection;
}

bool LockedCopy::is_possible(const std::string& path) {
    constexpr std::uint64_t quickly_copied = 256 << 20;
    const std::optional<FileState> file = state_of_file(path);
    if (!file || file->size > quickly_copied || !is_replaced_without_loss(path)) {
        return false;
    }
    try {
        return !is_in_wal_mode(opened(path, SQLITE_OPEN_READWRITE).get());
    } catch (const SqliteError&) {
        return false; // whoever writes to it tells why it cannot
    }
}

LockedCopy::LockedCopy(std::string path, const std::string& copy, int patience_ms)
    : m_path(std::move(path)) {
    lock(patience_ms);
    copy_to(copy);
}

/// The lock counts if the file still has its name: another run may have replaced it while this one
/// waited.
void LockedCopy::lock(int patience_ms) {
    int has_moved = 1;
    while (has_moved != 0) {
        m_original = opened(m_path, SQLITE_OPEN_READWRITE);
        sqlite3_busy_timeout(m_original.get(), patience_ms);
        Statement(m_original.get(), "BEGIN IMMEDIATE").execute();
        if (sqlite3_file_control(m_original.get(), "main", SQLITE_FCNTL_HAS_MOVED, &has_moved) !=
            SQLITE_OK) {
            has_moved = 0;
        }
    }
    const std::optional<FileState> seen = state_of_file(m_path);
    if (!seen) {
        throw SqliteError("the file has gone");
    }
    m_seen = *seen;
}

/// By SQLite: to open and close the file in any other way would give up the lock.
void LockedCopy::copy_to(const std::string& copy) const {
    const Connection from = opened(m_path, SQLITE_OPEN_READONLY);
    const Connection to = opened(copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    for (const char* faster : {"PRAGMA synchronous = OFF", "PRAGMA journal_mode = OFF"}) {
        Statement(to.get(), faster).step(); // it is synced before it takes the original's place
    }
    sqlite3_backup* backup = sqlite3_backup_init(to.get(), "main", from.get(), "main");
    if (backup == nullptr) {
        throw SqliteError(sqlite3_errmsg(to.get()));
    }
    constexpr int all_pages = -1;
    const int status = sqlite3_backup_step(backup, all_pages);
    sqlite3_backup_finish(backup);
    if (status != SQLITE_DONE) {
        throw SqliteError(sqlite3_errstr(status));
    }
}

bool LockedCopy::is_current() const {
    return state_of_file(m_path) == m_seen;
}

} // namespace toolkit
