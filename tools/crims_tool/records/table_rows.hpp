// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <vector>

namespace crims_tool {

/// A column that is looked for in a table, by any of its names, letter case aside.
struct WantedColumn {
    std::vector<std::string> names;
    bool required = true;
};

/// The wanted columns of one table as texts without blanks at their ends.
struct TableRows {
    std::string source;                          ///< file, and sheet if there are several
    std::vector<bool> present;                   ///< which of the wanted columns there are
    std::vector<std::string> others;             ///< columns that nobody wants
    std::vector<std::vector<std::string>> cells; ///< a row each; empty for an absent column
};

/// Reads tables: CSV, plain or gzipped, or anything GDAL opens (ODS, XLSX, GeoPackage), `PATH` or
/// `PATH|layername=NAME`. Of several sheets those with all required columns are read, of a
/// spreadsheet the first row is the header. Throws toolkit::DataError if it cannot be read, no
/// sheet has the columns (those there are listed), a column has nearly the name of a wanted one
/// that is not there (it would be ignored in silence), or there are no rows; `option` is named in
/// it.
std::vector<TableRows> read_tables(const std::string& path, std::span<const WantedColumn> wanted,
                                   const std::string& option);

/// The columns of the first table there. Throws toolkit::DataError if it cannot be read.
std::vector<std::string> column_names(const std::string& path, const std::string& option);

} // namespace crims_tool
