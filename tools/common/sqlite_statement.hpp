// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

#include <sqlite3.h>

namespace toolkit {

/// What SQLite refuses, in its words.
class SqliteError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// A prepared statement. Parameters count from 1, columns from 0. Throws SqliteError.
class Statement {
  public:
    Statement(sqlite3* connection, const std::string& sql);

    void bind(int parameter, std::int64_t value);
    void bind(int parameter, double value); ///< NaN becomes null
    void bind_null(int parameter);

    /// Text and bytes are not copied: they must live until something else is bound in their place.
    void bind(int parameter, std::string_view text);
    void bind(int parameter, std::span<const std::byte> bytes);

    /// True if there is a row.
    bool step();

    /// Runs a statement that gives no rows and makes it ready again; what is bound stays bound.
    void execute();

    std::int64_t integer(int column) const { return sqlite3_column_int64(m_handle.get(), column); }

    /// Empty for null.
    std::string text(int column) const;

  private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    };

    void require(int status) const;

    sqlite3* m_connection;
    std::unique_ptr<sqlite3_stmt, Finalize> m_handle;
};

} // namespace toolkit
