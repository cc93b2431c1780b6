// SPDX-License-Identifier: MIT
#pragma once

#include "gpkg/geometry.hpp"

namespace toolkit {

using gpkg::geopackage_point;
using gpkg::geopackage_wkb;
using gpkg::GeopackagePoint;
using gpkg::wkb_point;

} // namespace toolkit
