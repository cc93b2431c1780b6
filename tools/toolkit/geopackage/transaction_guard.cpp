// SPDX-License-Identifier: MIT
#include "toolkit/geopackage/transaction_guard.hpp"

namespace toolkit {

TransactionGuard::TransactionGuard(sqlite3* connection) : m_connection(connection) {
    sqlite3_commit_hook(
        m_connection,
        [](void* data) {
            const auto* guard = static_cast<const TransactionGuard*>(data);
            return guard->m_commit_allowed && !guard->m_rolled_back ? 0 : 1;
        },
        this);
    sqlite3_rollback_hook(
        m_connection,
        [](void* data) { static_cast<TransactionGuard*>(data)->m_rolled_back = true; }, this);
}

void TransactionGuard::lift() {
    sqlite3_commit_hook(m_connection, nullptr, nullptr);
    sqlite3_rollback_hook(m_connection, nullptr, nullptr);
}

} // namespace toolkit
