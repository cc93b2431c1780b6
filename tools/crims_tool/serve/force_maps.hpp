// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "crims_tool/options/input_options.hpp"
#include "crims_tool/serve/models.hpp"
#include "crims_tool/zones/map_zones.hpp"

namespace crims_tool {

/// A force's zones, ready to be drawn.
struct ForceMap {
    std::size_t zone_count = 0;                            ///< of the layer
    std::vector<std::optional<std::size_t>> layer_zone_of; ///< of each zone of the model
    std::vector<double> people; ///< of each zone of the layer, NaN: not known; empty: of none
    MapPlane plane;
    std::string outlines; ///< of the zones that are drawn: GeoJSON in EPSG:4326, simplified
};

using ForceMapPointer = std::shared_ptr<const ForceMap>;

/// The maps of all forces, each made when it is first asked for. A model that has its zones'
/// polygons is drawn with them, another with those of a layer.
class ForceMaps {
  public:
    ForceMaps(ZoneOptions zones, std::optional<toolkit::LayerReference> boundary)
        : m_zones(std::move(zones)), m_boundary(std::move(boundary)) {}

    /// Whether there are polygons for it.
    bool has(const ServedModel& model) const {
        return model.has_polygons() || m_zones.layer.has_value();
    }

    /// Throws HttpError: 404 without polygons, 500 for a layer that cannot be used.
    ForceMapPointer get(const ServedModel& model);

  private:
    /// A force's map. Who makes it keeps those waiting who want the same, and nobody else.
    struct Slot {
        std::mutex mutex;
        std::string hash; ///< of its model
        ForceMapPointer map;
    };

    std::shared_ptr<Slot> slot_of(const ServedModel& model);
    ForceMap make(const ServedModel& model) const;
    std::optional<Boundary> boundary_of(const ServedModel& model) const;

    ZoneOptions m_zones;
    std::optional<toolkit::LayerReference> m_boundary;
    std::mutex m_mutex;
    std::map<std::string, std::shared_ptr<Slot>> m_slots; ///< by the model's path
};

} // namespace crims_tool
