// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>
#include <ogr_feature.h>

#include "toolkit/layers/polygon_reader.hpp"
#include "wdd/comparable.hpp"
#include "wdd/ring_geometry.hpp"
#include "wdd_tool/study/comparison_places.hpp"
#include "wdd_tool/study/near_study.hpp"

namespace wdd_tool {

namespace {

/// A zone of the layer that may be compared, alone or with neighbours.
struct ComparisonZone {
    wdd::Area area;
    wdd::AreaCounts counts;
    bool taken = false;
};

struct ZoneGroup {
    wdd::Area area;
    wdd::AreaCounts counts;
    std::size_t zones = 1;
};

/// How far two counts are from each other, as a ratio's logarithm.
double unlikeness(double count, double other) {
    return std::abs(std::log(count + 0.5) - std::log(other + 0.5));
}

std::vector<ComparisonZone> read_zones(const ComparisonDesign& design,
                                       const ComparisonLayer& options,
                                       const std::optional<toolkit::Crs>& assumed,
                                       const NearStudy& near_study,
                                       const wdd::PlaceCounter& counter) {
    const toolkit::Layer layer = toolkit::Layer::open(*options.layer, options.where);
    const toolkit::Crs crs = layer.crs(assumed);
    std::vector<std::string> repairs; // a comparison area's border matters little
    std::vector<ComparisonZone> zones;
    for (toolkit::FeaturePointer& feature : toolkit::read_polygons(layer).features) {
        toolkit::PolygonFeatures polygons;
        polygons.features.push_back(std::move(feature));
        const wdd::Area area =
            toolkit::dissolved_area(layer, polygons, crs, design.areas.crs, repairs);
        if (near_study.is_far(area.box()) || !near_study.holds(area)) {
            zones.push_back({area, design.scale.counts(counter.in_area(area))});
        }
    }
    return zones;
}

bool are_neighbours(const wdd::Area& a, const wdd::Area& b, double slack) {
    const wdd::Box box = a.box().grown(slack);
    const wdd::Box other = b.box();
    return box.min_x <= other.max_x && other.min_x <= box.max_x && box.min_y <= other.max_y &&
           other.min_y <= box.max_y && wdd::shared_area(wdd::surrounded(a, slack), b) > 0;
}

double between_centres(const wdd::Box& a, const wdd::Box& b) {
    return std::hypot(a.min_x + a.max_x - b.min_x - b.max_x, a.min_y + a.max_y - b.min_y - b.max_y);
}

wdd::AreaCounts sum(const wdd::AreaCounts& a, const wdd::AreaCounts& b) {
    wdd::AreaCounts both{.pre = a.pre + b.pre, .post = a.post + b.post, .history = {}};
    if (a.history && b.history) {
        both.history = *a.history + *b.history;
    }
    return both;
}

/// Joins zones that hold much less than the response area with their nearest neighbours.
class Merger {
  public:
    Merger(std::vector<ComparisonZone>& zones, const wdd::AreaCounts& response, double metre)
        : m_zones(zones), m_target(wdd::usual_count(response)), m_slack(metre) {}

    /// True if the zones are typically so much smaller that single ones are another kind of place.
    bool is_needed() const {
        constexpr double much_smaller = 2;
        std::vector<double> counts;
        for (const ComparisonZone& zone : m_zones) {
            counts.push_back(wdd::usual_count(zone.counts));
        }
        if (counts.empty()) {
            return false;
        }
        const auto middle = counts.begin() + static_cast<std::ptrdiff_t>(counts.size() / 2);
        std::nth_element(counts.begin(), middle, counts.end());
        return m_target > much_smaller * *middle;
    }

    std::vector<ZoneGroup> merged() {
        std::vector<ZoneGroup> groups;
        for (ComparisonZone& zone : m_zones) {
            if (!zone.taken) {
                zone.taken = true;
                groups.push_back(grown_from(zone));
            }
        }
        return groups;
    }

  private:
    ZoneGroup grown_from(const ComparisonZone& seed) {
        ZoneGroup group{seed.area, seed.counts};
        while (ComparisonZone* next = next_for(group, seed)) {
            next->taken = true;
            const std::vector<wdd::Wkb> parts{group.area.wkb(), next->area.wkb()};
            group = {wdd::Area::dissolve(parts), sum(group.counts, next->counts), group.zones + 1};
        }
        return group;
    }

    /// The neighbour nearest to the seed, if the group is nearer to its aim with it.
    ComparisonZone* next_for(const ZoneGroup& group, const ComparisonZone& seed) {
        ComparisonZone* nearest = nullptr;
        double distance = std::numeric_limits<double>::infinity();
        const double now = wdd::usual_count(group.counts);
        for (ComparisonZone& zone : m_zones) {
            const double away = between_centres(zone.area.box(), seed.area.box());
            const double with_it = now + wdd::usual_count(zone.counts);
            if (!zone.taken && away < distance && now < m_target &&
                unlikeness(with_it, m_target) < unlikeness(now, m_target) &&
                are_neighbours(group.area, zone.area, m_slack)) {
                nearest = &zone;
                distance = away;
            }
        }
        return nearest;
    }

    std::vector<ComparisonZone>& m_zones;
    double m_target;
    double m_slack;
};

std::vector<ZoneGroup> single(const std::vector<ComparisonZone>& zones) {
    std::vector<ZoneGroup> groups;
    groups.reserve(zones.size());
    for (const ComparisonZone& zone : zones) {
        groups.push_back({zone.area, zone.counts});
    }
    return groups;
}

} // namespace

ComparisonPlaces comparable_zones(const ComparisonDesign& design, const ComparisonLayer& layer,
                                  const std::optional<toolkit::Crs>& assumed,
                                  const wdd::PlaceCounter& counter) {
    const NearStudy near_study(design.areas);
    std::vector<ComparisonZone> zones = read_zones(design, layer, assumed, near_study, counter);
    Merger merger(zones, design.response.area, 1 / design.areas.crs.unit().metres);
    const bool merge = merger.is_needed();
    ComparisonPlaces found;
    for (const ZoneGroup& group : merge ? merger.merged() : single(zones)) {
        if (!wdd::is_comparable(group.counts, design.response.area)) {
            continue;
        }
        wdd::PlaceCounts place{.area = group.counts, .ring = {}};
        if (design.response.ring) {
            place.ring = design.scale.counts(counter.around_area(group.area));
        }
        found.places.push_back(place);
    }
    found.what = fmt::format("{} comparable areas ({} of the --comparison-areas, more than {} from "
                             "the response area, with a similar number of incidents)",
                             found.places.size(), merge ? "neighbouring zones" : "zones",
                             near_study.distance_text());
    found.too_few = "Name a layer that covers the whole town or force with --comparison-areas, or "
                    "leave it out to compare with copies of the response area.";
    return found;
}

} // namespace wdd_tool
