// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "toolkit/layers/crs.hpp"
#include "toolkit/layers/layer_reference.hpp"
#include "wdd/located_points.hpp"

namespace wdd_tool {

/// Zones of a layer where nothing was done; without a layer copies of the response area are taken.
struct ComparisonLayerChoice {
    std::optional<toolkit::LayerReference> layer;
    std::string where;
};

/// The zones of a layer, read once, and the incidents in them and around them.
class ZoneLayer {
  public:
    struct Zone {
        std::string name;
        wdd::Area area;
    };

    /// What the zones are moved to, and how wide their rings are.
    struct Plane {
        const toolkit::Crs& crs;
        double ring = 0; ///< in its unit
    };

    /// Throws DataError as the readers do. The points must outlive this.
    ZoneLayer(const ComparisonLayerChoice& choice, const std::optional<toolkit::Crs>& assumed,
              const Plane& plane, const wdd::KeyedPoints& points);

    const std::vector<Zone>& zones() const { return m_zones; }

    /// In the order of the zones.
    std::vector<wdd::AreaSpanCounts> counts(const wdd::SpanOfKey& spans) const;

    /// For each zone those that touch it, but for a metre. Found when it is first asked for.
    const std::vector<std::vector<std::size_t>>& neighbours();

  private:
    std::vector<wdd::Area> areas() const;

    std::vector<Zone> m_zones;
    double m_metre;
    std::optional<wdd::LocatedPoints> m_located; ///< none without a zone
    std::optional<std::vector<std::vector<std::size_t>>> m_neighbours;
};

} // namespace wdd_tool
