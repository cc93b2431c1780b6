// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "toolkit/features/feature_target.hpp"
#include "toolkit/geopackage/geopackage_layer.hpp"
#include "toolkit/geopackage/layer_style.hpp"
#include "toolkit/layers/gdal_types.hpp"

namespace toolkit {

/// Writes features in the order in which they come. Nothing is seen under the target's name before
/// `publish`, and `finish` opens what was written again and counts. All throw DataError.
class FeatureSink {
  public:
    FeatureSink() = default;
    virtual ~FeatureSink() = default;
    FeatureSink(const FeatureSink&) = delete;
    FeatureSink(FeatureSink&&) = delete;
    FeatureSink& operator=(const FeatureSink&) = delete;
    FeatureSink& operator=(FeatureSink&&) = delete;

    /// The fields by the names that they were given, whatever the format makes of them.
    virtual OGRFeatureDefn& definition() = 0;

    FeaturePointer new_feature();

    /// True if a feature keeps the id that it has.
    virtual bool keeps_ids() const = 0;

    /// True if a feature without one cannot be written.
    virtual bool needs_geometry() const { return false; }

    /// How QGIS draws it; formats that cannot say so go without.
    virtual void set_style(const LayerStyle& /*style*/) {}

    /// What it is and how it was made; formats that cannot say so go without.
    virtual void describe(const LayerDescription& /*description*/) {}

    virtual void write(OGRFeature& feature) = 0;
    virtual void finish() = 0;
    virtual void publish() = 0;
};

std::unique_ptr<FeatureSink> open_feature_sink(const FeatureTarget& target,
                                               const LayerDefinition& definition);

} // namespace toolkit
