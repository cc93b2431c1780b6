// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "toolkit/geopackage/geopackage_layer.hpp"

namespace toolkit {

/// Writes a layer feature by feature. What becomes visible when: as GeoPackageLayer.
class FeatureClassWriter {
  public:
    FeatureClassWriter(const FeatureClassTarget& target, const Crs& crs, OGRwkbGeometryType type,
                       const std::vector<OGRFieldDefn*>& fields)
        : m_layer(target, {.crs = crs, .type = type, .fields = fields}) {}

    FeaturePointer new_feature() const;
    void write(OGRFeature& feature);

    /// As GeoPackageLayer::set_style.
    void set_style(const LayerStyle& style) { m_layer.set_style(style); }

    /// As GeoPackageLayer::describe.
    void describe(const LayerDescription& description) { m_layer.describe(description); }

    /// Commits, opens the file again and counts the features. A layer of an existing file is
    /// visible now.
    void finish() { m_layer.finish(m_count); }

    /// Gives a new file its name.
    void publish() { m_layer.publish(); }

  private:
    GeoPackageLayer m_layer;
    std::int64_t m_count = 0;
};

} // namespace toolkit
