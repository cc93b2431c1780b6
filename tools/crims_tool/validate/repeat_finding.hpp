// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crims_tool/validate/findings.hpp"

namespace crims_tool {

/// Whether crimes follow each other at and near their place as in life. None: the data have no
/// days and places.
std::optional<Finding> repeat_finding(const ModelValidation& validation);

/// The ratios as rows, of all crime and of each type: type, distance, and a cell "1.42 / 1.03" for
/// each number of days, with a star where life is outside the interval of the replicates.
std::vector<std::vector<std::string>> repeat_rows(const RepeatComparison& repeats);

/// What stands above the cells.
std::vector<std::string> repeat_header(const RepeatComparison& repeats);

/// What the cells mean.
std::string repeat_caption(const RepeatComparison& repeats);

} // namespace crims_tool
