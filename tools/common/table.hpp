// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace toolkit {

/// A small table of texts: a CSV, a sheet, or any other layer that GDAL opens, read whole.
struct Table {
    std::string text;                 ///< for messages: "rhythm.csv"
    std::vector<std::string> columns; ///< as written
    std::vector<std::vector<std::string>> rows;

    /// The column of that name, without regard to case.
    std::optional<std::size_t> column(std::string_view name) const;

    /// The same. Throws DataError that lists the columns there are; `option` is named in it.
    std::size_t required_column(std::string_view name, std::string_view option) const;

    /// A cell as a number. Throws DataError that names the row, counted from 1 without the header.
    double number(std::size_t row, std::size_t column) const;
};

/// Reads `PATH` or `PATH|layername=NAME`. Numbers in CSV stay as they are written. Throws
/// DataError.
Table read_table(const std::string& reference);

} // namespace toolkit
