// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>

namespace crims_tool {

/// How QGIS draws the zones of a model: coloured by crimes per km² and year, in the classes and
/// colours of `crims map`. `densities` of the zones, finite and 0 or above; they are what the field
/// `crimes_per_km2` holds. Returns a QML file.
std::string zone_style(std::span<const double> densities);

} // namespace crims_tool
