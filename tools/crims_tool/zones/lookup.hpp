// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <unordered_map>

namespace crims_tool {

/// Reads which MSOA (or other zone) each LSOA lies in, from a table with columns LSOA and MSOA;
/// others are ignored, and so are rows without either. CSV, plain or gzipped, or `PATH` and
/// `PATH|layername=NAME` of anything GDAL opens. Rows that say the same may repeat, as in tables of
/// output areas. Throws toolkit::DataError if it cannot be read, a column is missing (those there
/// are listed), two rows put an LSOA in different MSOAs (both are named), or no row says anything.
std::unordered_map<std::string, std::string> read_zone_lookup(const std::string& path);

} // namespace crims_tool
