// SPDX-License-Identifier: MIT
#include "model/table_reader.hpp"

#include <cmath>
#include <limits>
#include <set>
#include <utility>

#include "gpkg/geometry.hpp"
#include "model/text.hpp"

namespace crims {

namespace {

/// SQLite takes a name in quotes that is not a column for a text, so columns are looked up first.
std::set<std::string> columns_of(sqlite3* connection, std::string_view table) {
    std::set<std::string> names;
    gpkg::Statement rows(connection, "SELECT name FROM pragma_table_info(?1)");
    rows.bind(1, table);
    while (rows.step()) {
        names.insert(rows.text(0));
    }
    return names;
}

std::string selection(sqlite3* connection, const std::string& path, const ModelTable& table,
                      bool with_geometry) {
    const std::set<std::string> there = columns_of(connection, table.name);
    std::string columns = "rowid";
    const auto add = [&](std::string_view name, std::string_view absent) {
        if (!absent.empty() && !there.contains(std::string(name))) {
            columns.append(", ").append(absent);
            return;
        }
        if (!there.contains(std::string(name))) {
            throw ModelFileError(path + ": the table " + std::string(table.name) +
                                 " has no column " + std::string(name) +
                                 "; it has: " + listed_names({there.begin(), there.end()}));
        }
        columns += ", " + sql_name(name);
    };
    for (const ModelColumn& column : table.columns) {
        add(column.name, column.absent);
    }
    if (with_geometry) {
        add(geometry_column, {});
    }
    return "SELECT " + columns + " FROM " + sql_name(table.name) + " ORDER BY rowid";
}

int at(std::size_t column) {
    return static_cast<int>(column) + 1; // after the row's number
}

} // namespace

ModelTableReader::ModelTableReader(sqlite3* connection, std::string path, const ModelTable& table,
                                   bool with_geometry)
    : m_path(std::move(path)), m_table(table),
      m_rows(connection, selection(connection, m_path, table, with_geometry)) {}

bool ModelTableReader::next() {
    try {
        return m_rows.step();
    } catch (const gpkg::SqliteError& error) {
        throw ModelFileError(m_path + ": the table " + std::string(m_table.name) +
                             " cannot be read: " + error.what());
    }
}

ModelFileError ModelTableReader::error(const std::string& what) const {
    return ModelFileError(m_path + ": table " + std::string(m_table.name) + ", row " +
                          std::to_string(m_rows.integer(0)) + ": " + what);
}

std::string ModelTableReader::shown(std::size_t column) const {
    switch (m_rows.type(at(column))) {
    case SQLITE_NULL:
        return "nothing";
    case SQLITE_BLOB:
        return "binary data";
    case SQLITE_TEXT:
        return "'" + std::string(m_rows.text_view(at(column))) + "'";
    default:
        return std::string(m_rows.text_view(at(column)));
    }
}

void ModelTableReader::fail(std::size_t column, const std::string& expected) const {
    throw error("the column " + std::string(described(column).name) + " holds " + shown(column) +
                "; it must be " + expected);
}

std::string_view ModelTableReader::text(std::size_t column) const {
    const int type = m_rows.type(at(column));
    if (type == SQLITE_BLOB) {
        fail(column, "a text");
    }
    const std::string_view value = m_rows.text_view(at(column));
    if (value.empty() && described(column).kind != ColumnKind::optional_text) {
        fail(column, "a text that is not empty");
    }
    return value;
}

double ModelTableReader::number(std::size_t column, double low, double high) const {
    const int type = m_rows.type(at(column));
    if (type == SQLITE_NULL && described(column).kind == ColumnKind::optional_number) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    if (type != SQLITE_INTEGER && type != SQLITE_FLOAT) {
        fail(column, "a number");
    }
    const double value = m_rows.real(at(column));
    if (!(value >= low && value <= high)) {
        constexpr double infinite = std::numeric_limits<double>::max();
        fail(column, low <= -infinite   ? "a finite number"
                     : high >= infinite ? exact_text(low) + " or above"
                                        : "from " + exact_text(low) + " to " + exact_text(high));
    }
    return value;
}

double ModelTableReader::rate(std::size_t column) const {
    return number(column, 0, std::numeric_limits<double>::max());
}

std::int64_t ModelTableReader::integer(std::size_t column, std::int64_t low,
                                       std::int64_t high) const {
    if (m_rows.type(at(column)) != SQLITE_INTEGER || m_rows.integer(at(column)) < low ||
        m_rows.integer(at(column)) > high) {
        fail(column, "a whole number from " + std::to_string(low) + " to " + std::to_string(high));
    }
    return m_rows.integer(at(column));
}

std::span<const std::byte> ModelTableReader::wkb() const {
    return gpkg::geopackage_wkb(m_rows.bytes(at(m_table.columns.size())));
}

NameIndex::NameIndex(const std::vector<std::string>& names, std::string_view path,
                     std::string_view table)
    : m_table(table) {
    m_numbers.reserve(names.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (!m_numbers.emplace(names[i], i).second) {
            throw ModelFileError(std::string(path) + ": table " + std::string(table) + ": '" +
                                 names[i] + "' is listed twice");
        }
    }
}

std::size_t NameIndex::find(const ModelTableReader& row, std::size_t column) const {
    const std::string_view name = row.text(column);
    if (name == m_last_name) {
        return m_last;
    }
    const auto found = m_numbers.find(name);
    if (found == m_numbers.end()) {
        throw row.error("'" + std::string(name) + "' is not in the table " + std::string(m_table));
    }
    m_last_name = found->first;
    m_last = found->second;
    return m_last;
}

} // namespace crims
