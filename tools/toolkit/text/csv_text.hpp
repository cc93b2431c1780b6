// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace toolkit {

/// A text as a cell of a CSV: in quotes where it has a comma, a quote or a line break.
std::string csv_cell(const std::string& text);

/// A line of CSV, with its end.
std::string csv_line(const std::vector<std::string>& cells);

/// A number of which reading gives the same double again.
std::string round_trip(double value);

} // namespace toolkit
