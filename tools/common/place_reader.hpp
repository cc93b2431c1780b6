// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <utility>

#include "common/incident_reader.hpp"
#include "common/layer.hpp"

namespace toolkit {

/// Where a feature is, from its geometry or from two of its fields. The layer must outlive it.
class PlaceReader {
  public:
    /// Throws DataError if there are no such fields.
    PlaceReader(const Layer& layer, const std::optional<CoordinateFields>& fields);

    bool from_fields() const { return m_x >= 0; }

    /// x and y in the layer's CRS; NaN for both if the feature has no place. Throws DataError for a
    /// geometry that is not a point and for a coordinate that is no number.
    std::pair<double, double> read(const OGRFeature& feature) const;

    /// Indices of the fields; -1: the geometry is read.
    int x_index() const { return m_x; }

    int y_index() const { return m_y; }

  private:
    std::optional<double> coordinate(const OGRFeature& feature, int index) const;

    const Layer& m_layer;
    int m_x = -1;
    int m_y = -1;
};

} // namespace toolkit
