// SPDX-License-Identifier: MIT
#pragma once

#include <sqlite3.h>

namespace toolkit {

/// Lets nothing be committed but on demand. When the disk is full SQLite rolls the transaction back
/// by itself, and whoever goes on writing does so with a commit a statement: half of a layer would
/// be replaced. While the guard lives, every such commit is turned into a rollback.
class TransactionGuard {
  public:
    /// Must live as long as the connection, unless it is lifted.
    explicit TransactionGuard(sqlite3* connection);
    ~TransactionGuard() = default;
    TransactionGuard(const TransactionGuard&) = delete;
    TransactionGuard(TransactionGuard&&) = delete;
    TransactionGuard& operator=(const TransactionGuard&) = delete;
    TransactionGuard& operator=(TransactionGuard&&) = delete;

    /// After the commit: from here on all is as if there had been no guard.
    void lift();

    /// True if SQLite has undone what was written since.
    bool rolled_back() const { return m_rolled_back; }

    /// Lets the next commit happen, unless something has been undone.
    void allow_commit() { m_commit_allowed = true; }

  private:
    sqlite3* m_connection;
    bool m_commit_allowed = false;
    bool m_rolled_back = false;
};

} // namespace toolkit
