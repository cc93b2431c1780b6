// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "toolkit/geopackage/geopackage_layer.hpp"
#include "toolkit/geopackage/packed_rtree.hpp"
#include "toolkit/geopackage/sqlite_statement.hpp"

namespace toolkit {

/// Writes points, or rows without geometry, in bulk: prepared statements on GDAL's connection and a
/// spatial index that is packed, in place of a feature and a change of the index a point. The layer
/// is as GDAL would have made it. What becomes visible when: as GeoPackageLayer. The features are
/// numbered 1, 2, ...
class PointLayerWriter {
  public:
    /// `definition.type` is wkbPoint or wkbNone. Throws DataError, as all here do.
    PointLayerWriter(const FeatureClassTarget& target, const LayerDefinition& definition);

    /// Sets a field (from 0, in the order of the definition) of the next feature and all after it,
    /// until it is set anew. NaN is null. A text is not copied: it must live as long as it is set.
    template<class Value>
    void set(std::size_t field, Value value) {
        m_insert->bind(static_cast<int>(field) + first_field, value);
    }

    /// Writes a feature. A coordinate that is not finite: it has no geometry.
    void write(double x, double y);

    /// As GeoPackageLayer::set_style.
    void set_style(const LayerStyle& style) { m_layer.set_style(style); }

    /// As GeoPackageLayer::describe.
    void describe(const LayerDescription& description) { m_layer.describe(description); }

    /// Completes index, extent and count and commits.
    void finish();

    void publish() { m_layer.publish(); }

  private:
    static constexpr int first_field = 3; ///< parameters before: id, geometry
    static constexpr std::size_t point_bytes = 8 + 1 + 4 + 2 * sizeof(double);

    struct Trigger {
        std::string name;
        std::string sql;
    };

    void prepare(const LayerDefinition& definition);
    void remove_triggers();
    void restore_triggers();
    void write_extent();
    void write_row(double x, double y);
    void put_point(double x, double y);

    GeoPackageLayer m_layer;
    bool m_has_geometry;
    std::optional<Statement> m_insert;
    std::optional<PackedRtree> m_index;
    std::vector<Trigger> m_triggers;
    std::array<std::byte, point_bytes> m_point = {};
    std::int64_t m_count = 0;
    double m_min_x, m_max_x, m_min_y, m_max_y; ///< of all points; min > max: none
};

} // namespace toolkit
