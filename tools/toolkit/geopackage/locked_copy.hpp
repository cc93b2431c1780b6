// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include <sqlite3.h>

#include "toolkit/system/publishing.hpp"

namespace toolkit {

/// A GeoPackage copied to another name, to be changed there and then to take the original's place
/// by a rename. As long as this lives the original can be read by all and written by nobody, and no
/// journal stands beside it: a kill at any moment leaves the original as it was, for readers who
/// may not write too. (A journal that a killed writer leaves locks these out.) SQLite refuses to
/// write through a connection to a file that has been replaced, so nothing of another program's is
/// lost.
class LockedCopy {
  public:
    /// False where the file cannot be replaced without a loss: it is in WAL mode, as while QGIS
    /// shows it; another user owns it; it has a second name or attributes of its own. Or where a
    /// copy takes too long, above 256 MiB.
    static bool is_possible(const std::string& path);

    /// Waits for another program to finish, so long at most. Throws SqliteError.
    LockedCopy(std::string path, const std::string& copy, int patience_ms);

    /// False if somebody has changed or replaced the original in spite of the lock.
    bool is_current() const;

  private:
    struct Close {
        void operator()(sqlite3* connection) const { sqlite3_close(connection); }
    };

    using Connection = std::unique_ptr<sqlite3, Close>;

    static Connection opened(const std::string& path, int flags);
    void lock(int patience_ms);
    void copy_to(const std::string& copy) const;

    std::string m_path;
    Connection m_original;
    FileState m_seen;
};

} // namespace toolkit
