// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "wdd/area.hpp"

namespace wdd {

/// What two areas share; no value: nothing that has a size.
std::optional<Area> common_area(const Area& a, const Area& b);

/// What of the first the second does not cover; no value: nothing that has a size.
std::optional<Area> remaining_area(const Area& a, const Area& b);

} // namespace wdd
