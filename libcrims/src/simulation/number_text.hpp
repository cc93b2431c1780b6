// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "crims/limits.hpp"

namespace crims {

/// A number for a message: 1.5, 1,000,000, 1e+300.
std::string number_text(double value);

/// "from 0 to 1,000,000".
std::string range_text(const Range& range);

} // namespace crims
