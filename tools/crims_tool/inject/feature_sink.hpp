// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "toolkit/geopackage/feature_class_target.hpp"
#include "toolkit/geopackage/geopackage_layer.hpp"
#include "toolkit/geopackage/layer_style.hpp"
#include "toolkit/layers/crs.hpp"
#include "toolkit/layers/gdal_types.hpp"

namespace crims_tool {

/// Where features go: GeoPackage, or a file of another format with one layer, by the ending.
struct FeatureTarget {
    std::string path;                                           ///< of the file
    std::string driver;                                         ///< GDAL's name
    std::optional<toolkit::FeatureClassTarget> geopackage = {}; ///< for a GeoPackage
    bool overwrite = false;
};

/// From `PATH[|layername=NAME]` by its ending: .gpkg, .fgb, .geojson, .json, .csv. Throws
/// toolkit::UsageError that names the option for another ending, and for a layer name where the
/// format has none.
FeatureTarget feature_target(const std::string& reference, bool overwrite,
                             const std::string& option);

/// Refuses, before any work, a target that could not be written. Throws toolkit::DataError.
void require_writable(const FeatureTarget& target);

/// Writes features in the order in which they come. Nothing is seen under the target's name before
/// `publish`, and `finish` opens what was written again and counts. All throw toolkit::DataError.
class FeatureSink {
  public:
    FeatureSink() = default;
    virtual ~FeatureSink() = default;
    FeatureSink(const FeatureSink&) = delete;
    FeatureSink(FeatureSink&&) = delete;
    FeatureSink& operator=(const FeatureSink&) = delete;
    FeatureSink& operator=(FeatureSink&&) = delete;

    virtual OGRFeatureDefn& definition() = 0;

    /// True if a feature keeps the id that it has.
    virtual bool keeps_ids() const = 0;

    /// How QGIS draws it; formats that cannot say so go without.
    virtual void set_style(const toolkit::LayerStyle& /*style*/) {}

    virtual void write(OGRFeature& feature) = 0;
    virtual void finish() = 0;
    virtual void publish() = 0;
};

std::unique_ptr<FeatureSink> open_feature_sink(const FeatureTarget& target,
                                               const toolkit::LayerDefinition& definition);

} // namespace crims_tool
