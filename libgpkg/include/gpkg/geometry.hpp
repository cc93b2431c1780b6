// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>

namespace gpkg {

// Geometries as a GeoPackage keeps them (GeoPackage 1.3, clause 2.1.3): a header, then WKB.

/// The WKB inside a GeoPackage geometry; empty if it is not one.
std::span<const std::byte> geopackage_wkb(std::span<const std::byte> blob);

/// The coordinates of WKB that is a plain point, with or without Z and M; NaN for an empty point.
std::optional<std::pair<double, double>> wkb_point(std::span<const std::byte> wkb);

/// A header of 8 bytes, byte order, type, two coordinates.
using GeopackagePoint = std::array<std::byte, 8 + 1 + 4 + 2 * 8>;

/// A point without an envelope, little-endian. `srs_id` is the GeoPackage's own number.
GeopackagePoint geopackage_point(double x, double y, std::int32_t srs_id);

} // namespace gpkg
