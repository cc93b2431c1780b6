// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crims_tool/people/people_table.hpp"

namespace crims_tool {

/// Names that tables give the column with codes of areas.
std::vector<std::string> area_columns();

/// Reads a table with a column for each sex and age, such as Males_0-15, as ONS's estimates have
/// it. No value if it has none. Throws toolkit::DataError.
std::optional<PeopleTable> read_wide_people(const std::string& path, const std::string& option);

} // namespace crims_tool
