// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace crims_tool {

/// Reads in which area each zone lies, from a table with columns of both (LSOA11CD and LAD11CD,
/// say): of several columns with codes those are taken that have most of the zones and of the
/// areas. Throws toolkit::DataError for a table without such columns, or a zone in two areas.
std::unordered_map<std::string, std::string>
read_area_lookup(const std::string& path, const std::vector<std::string>& zones,
                 const std::unordered_set<std::string>& areas);

} // namespace crims_tool
