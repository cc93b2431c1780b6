// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crims/validation.hpp"
#include "crims_tool/validate/findings.hpp"

namespace crims_tool {

/// "busiest 10", "21 to 100", "from 101".
std::string level_class_text(const crims::LevelClass& zones);

/// Whether zones change as much as in life, at each level. None: too few zones or months.
std::optional<Finding> changes_finding(const ModelValidation& validation);

/// True if a class has so few crimes that its changes tell nothing.
bool is_too_sparse(const crims::LevelChange& change);

/// A row for all crime, if there are several crime types, and one for each: its name and a cell for
/// each class, "2.9 / 3.2", with a star where life is outside the interval of the replicates.
std::vector<std::vector<std::string>> change_rows(const ModelValidation& validation);

/// What the cells mean.
std::string changes_caption(const ModelValidation& validation);

} // namespace crims_tool
