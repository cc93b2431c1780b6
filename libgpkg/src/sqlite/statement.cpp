// SPDX-License-Identifier: MIT
#include "gpkg/statement.hpp"

namespace gpkg {

Statement::Statement(sqlite3* connection, const std::string& sql) : m_connection(connection) {
    sqlite3_stmt* statement = nullptr;
    require(sqlite3_prepare_v2(connection, sql.c_str(), -1, &statement, nullptr));
    m_handle.reset(statement);
}

void Statement::require(int status) const {
    if (status != SQLITE_OK) {
        throw SqliteError(sqlite3_errmsg(m_connection));
    }
}

void Statement::bind(int parameter, std::int64_t value) {
    require(sqlite3_bind_int64(m_handle.get(), parameter, value));
}

void Statement::bind(int parameter, double value) {
    require(sqlite3_bind_double(m_handle.get(), parameter, value));
}

void Statement::bind_null(int parameter) {
    require(sqlite3_bind_null(m_handle.get(), parameter));
}

void Statement::bind(int parameter, std::string_view text) {
    const char* first = text.data() == nullptr ? "" : text.data(); // null would mean NULL
    require(sqlite3_bind_text64(m_handle.get(), parameter, first, text.size(), SQLITE_STATIC,
                                SQLITE_UTF8));
}

void Statement::bind(int parameter, std::span<const std::byte> bytes) {
    require(
        sqlite3_bind_blob64(m_handle.get(), parameter, bytes.data(), bytes.size(), SQLITE_STATIC));
}

bool Statement::step() {
    const int status = sqlite3_step(m_handle.get());
    if (status != SQLITE_ROW && status != SQLITE_DONE) {
        throw SqliteError(sqlite3_errmsg(m_connection));
    }
    return status == SQLITE_ROW;
}

void Statement::execute() {
    step();
    require(sqlite3_reset(m_handle.get()));
}

std::string Statement::text(int column) const {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(m_handle.get(), column));
    return text == nullptr ? std::string() : std::string(text);
}

std::string_view Statement::text_view(int column) const {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(m_handle.get(), column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(m_handle.get(), column));
    return text == nullptr ? std::string_view() : std::string_view(text, size);
}

std::span<const std::byte> Statement::bytes(int column) const {
    const auto* bytes = static_cast<const std::byte*>(sqlite3_column_blob(m_handle.get(), column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(m_handle.get(), column));
    return bytes == nullptr ? std::span<const std::byte>() : std::span(bytes, size);
}

} // namespace gpkg
