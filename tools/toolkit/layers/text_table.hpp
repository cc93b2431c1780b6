// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

namespace toolkit {

/// Where a table is that GDAL would not read right as it is (another separator, decimal commas, a
/// title above the header, UTF-16), rewritten in memory so that it does. No value for a path that
/// names no text file (.csv, .tsv, .psv, .txt) and for a table that GDAL reads by itself. `shown`
/// names it in messages. Throws DataError for a table that can be read in two ways, or is too large
/// to be rewritten, and for one with a quotation mark that hides rows (csv_quotation.hpp). Whoever
/// opens it calls forget_rewritten_table() at the end.
std::optional<std::string> rewritten_table(const std::string& path, const std::string& shown);

/// The same for a file that is known to be a CSV, whatever its name.
std::optional<std::string> rewritten_csv_file(const std::string& path, const std::string& shown);

/// Frees a table in memory; does nothing for any other path.
void forget_rewritten_table(const std::string& path);

} // namespace toolkit
