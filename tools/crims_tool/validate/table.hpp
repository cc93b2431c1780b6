// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "crims_tool/validate/run.hpp"

namespace crims_tool {

/// A validation to read in a terminal: findings first, then tables.
std::string validation_table(const ModelValidation& validation);

} // namespace crims_tool
