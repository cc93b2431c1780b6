// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>

#include "crims/model.hpp"
#include "wdd/area.hpp"

namespace crims_tool {

/// The area that triangles cover, which do not overlap; no value: none, or nothing that has a size.
std::optional<wdd::Area> area_of(std::span<const crims::Triangle> triangles);

} // namespace crims_tool
