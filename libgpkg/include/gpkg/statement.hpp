// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

#include <sqlite3.h>

namespace gpkg {

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
    template<std::same_as<std::string> Temporary>
    void bind(int parameter, Temporary&& text) = delete; ///< it would not live
    void bind(int parameter, std::span<const std::byte> bytes);

    /// True if there is a row.
    bool step();

    /// Runs a statement that gives no rows and makes it ready again; what is bound stays bound.
    void execute();

    /// Ready to give its rows again; what is bound stays bound until it is bound anew.
    void reset() { sqlite3_reset(m_handle.get()); }

    /// SQLITE_NULL, SQLITE_INTEGER, SQLITE_FLOAT, SQLITE_TEXT or SQLITE_BLOB.
    int type(int column) const { return sqlite3_column_type(m_handle.get(), column); }

    double real(int column) const { return sqlite3_column_double(m_handle.get(), column); }

    std::int64_t integer(int column) const { return sqlite3_column_int64(m_handle.get(), column); }

    /// Empty for null.
    std::string text(int column) const;

    /// Text or bytes where SQLite has them: valid until the next step. Empty for null.
    std::string_view text_view(int column) const;
    std::span<const std::byte> bytes(int column) const;

  private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    };

    void require(int status) const;

    sqlite3* m_connection;
    std::unique_ptr<sqlite3_stmt, Finalize> m_handle;
};

} // namespace gpkg
