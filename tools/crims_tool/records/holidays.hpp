// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace crims_tool {

/// The dates of a table's column date (or holiday), in order, each once. Throws toolkit::DataError
/// for a table without such a column or without dates, and for a text that is none.
std::vector<std::chrono::sys_days> read_holidays(const std::string& path);

} // namespace crims_tool
