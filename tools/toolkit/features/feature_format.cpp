// SPDX-License-Identifier: MIT
#include "toolkit/features/feature_format.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include <cpl_port.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gdal_priv.h>

#include "toolkit/system/paths.hpp"

namespace toolkit {

namespace {

struct Ending {
    std::string_view ending;
    FeatureFormat format;
};

/// The first of a format is the one that is shown.
constexpr std::array endings{
    Ending{".gpkg", FeatureFormat::geopackage}, Ending{".shp", FeatureFormat::shapefile},
    Ending{".fgb", FeatureFormat::flatgeobuf},  Ending{".geojson", FeatureFormat::geojson},
    Ending{".json", FeatureFormat::geojson},    Ending{".gdb", FeatureFormat::geodatabase},
    Ending{".csv", FeatureFormat::csv}};

} // namespace

std::optional<FeatureFormat> format_of(std::string_view path,
                                       std::initializer_list<FeatureFormat> allowed) {
    const std::string ending = ending_of(path);
    for (const Ending& known : endings) {
        if (EQUAL(ending.c_str(), known.ending.data()) &&
            std::find(allowed.begin(), allowed.end(), known.format) != allowed.end()) {
            return known.format;
        }
    }
    return std::nullopt;
}

std::string endings_of(std::initializer_list<FeatureFormat> formats) {
    std::vector<std::string_view> shown;
    shown.reserve(formats.size());
    for (const FeatureFormat format : formats) {
        shown.push_back(std::find_if(endings.begin(), endings.end(), [format](const Ending& known) {
                            return known.format == format;
                        })->ending);
    }
    const std::string_view last = shown.back();
    shown.pop_back();
    return shown.empty() ? std::string(last)
                         : fmt::format("{} or {}", fmt::join(shown, ", "), last);
}

const char* driver_name(FeatureFormat format) {
    switch (format) {
    case FeatureFormat::geopackage:
        return "GPKG";
    case FeatureFormat::shapefile:
        return "ESRI Shapefile";
    case FeatureFormat::geojson:
        return "GeoJSON";
    case FeatureFormat::flatgeobuf:
        return "FlatGeobuf";
    case FeatureFormat::geodatabase:
        return "OpenFileGDB";
    case FeatureFormat::csv:
        return "CSV";
    }
    return "";
}

bool can_be_written(FeatureFormat format) {
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName(driver_name(format));
    return driver != nullptr && driver->GetMetadataItem(GDAL_DCAP_CREATE) != nullptr;
}

std::string limits_of(FeatureFormat format) {
    switch (format) {
    case FeatureFormat::shapefile:
        return "a Shapefile cuts the names of fields to 10 characters and texts to 254 bytes";
    case FeatureFormat::geojson:
        return "GeoJSON has longitude and latitude in WGS 84, and dates as text";
    case FeatureFormat::flatgeobuf:
        return "FlatGeobuf has no row without an area, dates with a time, and no style for QGIS";
    case FeatureFormat::geodatabase:
        return "a file geodatabase has dates with a time, counts as decimal numbers, and no style for QGIS";
    case FeatureFormat::csv:
        return "a CSV has the fields only, without the areas";
    case FeatureFormat::geopackage:
        break;
    }
    return "";
}

} // namespace toolkit
