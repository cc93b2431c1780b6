// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "crims_gpkg/model_file.hpp"
#include "crims_gpkg/model_tables.hpp"
#include "gpkg/statement.hpp"

namespace crims {

/// The rows of one of a model's tables in the order of their numbers. Whatever a row holds that it
/// must not becomes an error that names file, table, row and column.
class ModelTableReader {
  public:
    /// Columns are counted as in the table's description; with_geometry: `geom` comes after them.
    /// Throws ModelFileError if a column is missing that models of format 2 have too.
    ModelTableReader(sqlite3* connection, std::string path, const ModelTable& table,
                     bool with_geometry = false);

    bool next();

    std::string_view text(std::size_t column) const; ///< not empty, unless the column may be

    /// Finite, from `low` to `high`. NaN for an empty one, if the column may be empty.
    double number(std::size_t column, double low, double high) const;
    double rate(std::size_t column) const; ///< 0 or above

    std::int64_t integer(std::size_t column, std::int64_t low, std::int64_t high) const;

    /// The WKB of the row's geometry; empty for none.
    std::span<const std::byte> wkb() const;

    /// The error for this row.
    ModelFileError error(const std::string& what) const;

  private:
    const ModelColumn& described(std::size_t column) const { return m_table.columns[column]; }

    std::string shown(std::size_t column) const;
    [[noreturn]] void fail(std::size_t column, const std::string& expected) const;

    std::string m_path;
    const ModelTable& m_table;
    gpkg::Statement m_rows;
};

/// The names in one of a model's tables and their numbers.
class NameIndex {
  public:
    /// Throws ModelFileError for a name that stands twice. The names must outlive this.
    NameIndex(const std::vector<std::string>& names, std::string_view path, std::string_view table);

    /// The number of a row's name. Throws if there is none.
    std::size_t find(const ModelTableReader& row, std::size_t column) const;

  private:
    std::unordered_map<std::string_view, std::size_t> m_numbers;
    std::string_view m_table;
    mutable std::string_view m_last_name; ///< rows of one zone stand together
    mutable std::size_t m_last = 0;
};

} // namespace crims
