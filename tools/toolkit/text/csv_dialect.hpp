// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace toolkit {

/// How a table in a text file is written.
struct CsvDialect {
    char separator = ',';
    std::size_t records_before = 0; ///< title lines, empty lines and `sep=` before the header
    bool is_common = true;          ///< GDAL finds all of this by itself

    bool operator==(const CsvDialect&) const = default;
};

/// From the first records of a table in UTF-8; `is_whole`: nothing follows them. Commas,
/// semicolons, tabs and vertical bars separate cells; what has none of them is a table of one
/// column. Throws std::invalid_argument, with a text for the user and no file in it, for a table
/// that can be read in two ways, and for a header that does not name all columns.
CsvDialect find_csv_dialect(std::string_view head, bool is_whole);

} // namespace toolkit
