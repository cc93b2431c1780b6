// SPDX-License-Identifier: MIT
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "toolkit/features/feature_format.hpp"
#include "toolkit/geopackage/feature_class_target.hpp"

namespace toolkit {

/// Where features go: a layer of a GeoPackage, or a file of another format with one layer.
struct FeatureTarget {
    FeatureTarget() = default;

    /// A layer of a GeoPackage is one kind of target.
    // NOLINTNEXTLINE(google-explicit-constructor,hicpp-explicit-conversions)
    FeatureTarget(const FeatureClassTarget& target)
        : path(target.path), layer(target.layer), geopackage(target), overwrite(target.overwrite) {}

    std::string path; ///< of the file
    std::string layer;
    FeatureFormat format = FeatureFormat::geopackage;
    std::optional<FeatureClassTarget> geopackage; ///< for a GeoPackage
    bool overwrite = false;
    bool json_in_wgs84 = true; ///< GeoJSON as RFC 7946 has it
};

/// From `PATH[|layername=NAME]` by its ending, of the formats that are allowed. Throws UsageError
/// that names the option for another ending, for a layer name where the format has none, and for a
/// format that this GDAL cannot write.
FeatureTarget feature_target(const std::string& reference, bool overwrite,
                             const std::string& option,
                             std::initializer_list<FeatureFormat> allowed);

/// Refuses, before any work, a target that could not be written. Throws DataError.
void require_writable(const FeatureTarget& target);

/// True if writing the target would replace an input: that layer, or the file's only one.
bool would_replace(const FeatureTarget& target, const LayerReference& input);

/// What the format does not keep, in a line that names the file; empty: it keeps all.
std::string limits_of(const FeatureTarget& target);

/// The files that a Shapefile may consist of, the one with the ending .shp last.
std::vector<std::string> shapefile_parts(const std::string& path);

} // namespace toolkit
