// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "wdd/area.hpp"
#include "zones/geos.hpp"

namespace wdd {

using OverlayOperation = GEOSGeometry* (*)(GEOSContextHandle_t, const GEOSGeometry*,
                                           const GEOSGeometry*);

/// The polygons of a geometry; no value: there are none, or they have no size.
std::optional<Area> polygons_of(GeosGeometry geometry);

/// What an operation of GEOS makes of two areas. `what` is being done, for an error.
std::optional<Area> overlay_of(OverlayOperation operation, const Area& a, const Area& b,
                               const char* what);

} // namespace wdd
