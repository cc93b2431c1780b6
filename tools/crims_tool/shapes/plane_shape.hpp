// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "crims/model.hpp"
#include "crims_tool/shapes/geos.hpp"
#include "wdd/area.hpp"

namespace crims_tool {

/// An area's polygons in a context of GEOS; empty for none.
GeosGeometry plane_shape(const GeosContext& context, const std::optional<wdd::Area>& area);

/// The area that triangles cover, which do not overlap.
GeosGeometry plane_shape(const GeosContext& context, std::span<const crims::Triangle> triangles);

/// The area that triangles cover; no value: none, or nothing that has a size.
std::optional<wdd::Area> area_of(std::span<const crims::Triangle> triangles);

GeosGeometry common_part(const GeosContext& context, const GEOSGeometry& a, const GEOSGeometry& b);

double size_of(const GeosContext& context, const GEOSGeometry& shape);

/// What two areas share; no value: nothing that has a size.
std::optional<wdd::Area> common_area(const wdd::Area& a, const wdd::Area& b);

/// What of the first the second does not cover; no value: nothing that has a size.
std::optional<wdd::Area> remaining_area(const wdd::Area& a, const wdd::Area& b);

} // namespace crims_tool
