// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace toolkit {

/// What features are written as.
enum class FeatureFormat : std::uint8_t {
    geopackage,
    shapefile,
    geojson,
    flatgeobuf,
    geodatabase,
    csv
};

/// By the ending of the file's name, of those that are allowed; none for another.
std::optional<FeatureFormat> format_of(std::string_view path,
                                       std::initializer_list<FeatureFormat> allowed);

/// ".gpkg, .fgb or .csv".
std::string endings_of(std::initializer_list<FeatureFormat> formats);

/// GDAL's name of the driver.
const char* driver_name(FeatureFormat format);

/// True if this GDAL can write it.
bool can_be_written(FeatureFormat format);

/// What of a GeoPackage's layer the format cannot keep, in a sentence; empty: it keeps all.
std::string limits_of(FeatureFormat format);

} // namespace toolkit
