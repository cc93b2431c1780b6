// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "toolkit/layers/layer.hpp"

namespace toolkit {

/// Names of the columns that hold coordinates where a layer has no geometry. One name for both is
/// a column of pairs, "(41.88, -87.63)", latitude first, or of points as WKT.
struct CoordinateFields {
    std::string x;
    std::string y;
};

/// Where a feature is, from its geometry or from two of its fields.
class PlaceReader {
  public:
    /// Throws DataError if there are no such fields.
    PlaceReader(const Layer& layer, const std::optional<CoordinateFields>& fields);

    bool from_fields() const { return m_x >= 0; }

    /// NaN for a feature that has no place. Throws DataError for one that is not a point, or for
    /// coordinates that are not numbers.
    std::pair<double, double> read(const OGRFeature& feature) const;

    int x_index() const { return m_x; } ///< below 0: there is no such field

    int y_index() const { return m_y; }

  private:
    std::optional<double> coordinate(const OGRFeature& feature, int index) const;
    std::pair<double, double> read_pair(const OGRFeature& feature) const;

    const Layer& m_layer;
    int m_x = -1;
    int m_y = -1;
};

} // namespace toolkit
