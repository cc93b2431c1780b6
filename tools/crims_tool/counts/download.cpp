// SPDX-License-Identifier: MIT
#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "crims_tool/counts/crimes.hpp"
#include "crims_tool/zones/assignment.hpp"
#include "crims_tool/zones/lookup.hpp"
#include "toolkit/files/sha256.hpp"
#include "toolkit/police/download.hpp"
#include "toolkit/text/errors.hpp"

namespace crims_tool {

namespace {

/// From the first month that a force has in a download to the last.
MonthRange months_of(const std::string& path, const std::string& force) {
    const toolkit::Download download = toolkit::open_download(path);
    std::set<std::string> forces;
    for (const toolkit::StreetFile& file : download.files) {
        forces.insert(file.force);
    }
    const std::string slug = toolkit::find_force(force, {forces.begin(), forces.end()});
    std::vector<crims::Month> months;
    for (const toolkit::StreetFile& file : download.files) {
        if (file.force == slug) {
            months.push_back(file.month);
        }
    }
    const auto [first, last] = std::minmax_element(months.begin(), months.end());
    return {*first, *last};
}

/// Zones of the layer if there is one: those without a crime are counted too.
void take_zones(const ZoneAssignment& assignment, const std::optional<ZoneLayer>& zones,
                CountedCrimes& counted) {
    counted.zones = zones ? zones->codes : assignment.zones;
    counted.zone = assignment.zone;
    if (zones) {
        for (std::uint32_t& zone : counted.zone) {
            zone = zone == none ? none : assignment.layer_zone[zone];
        }
    }
}

} // namespace

ZoneLayer read_zone_layer(const toolkit::LayerReference& zones, const std::string& field,
                          const std::optional<toolkit::Crs>& assumed) {
    const toolkit::Layer layer = toolkit::Layer::open(zones, "");
    const toolkit::Crs crs = layer.crs(assumed);
    return dissolved_zones(layer, toolkit::read_named_polygons(layer, field, "--zone-field"), crs,
                           crs);
}

CountedCrimes read_download(const std::string& path, const std::string& force,
                            const std::optional<MonthRange>& months,
                            const std::optional<ZoneLayer>& zones, const std::string& lookup,
                            toolkit::Console& console) {
    RecordedCrimes recorded =
        read_police_crimes(path, force, months ? *months : months_of(path, force), console);
    CountedCrimes counted;
    std::vector<double> x = recorded.x;
    std::vector<double> y = recorded.y;
    if (zones) {
        toolkit::Transformation(*recorded.crs, zones->crs).transform(x, y);
    }
    std::optional<ZoneLookup> table;
    if (!lookup.empty()) {
        table = read_zone_lookup(lookup);
        recorded.sources.push_back({lookup, toolkit::sha256_of_file(lookup)});
    }
    const ZoneAssignment assignment = assign_zones(recorded, x, y, zones, table);
    take_zones(assignment, zones, counted);
    counted.source = fmt::format("{}, {}", path, force);
    counted.crime_types = std::move(recorded.crime_types);
    counted.crime_type = std::move(recorded.crime_type);
    counted.months_only = true;
    for (const std::uint16_t month : recorded.month) {
        counted.day.emplace_back((recorded.months.from + std::chrono::months(month)) /
                                 std::chrono::day(1));
    }
    for (std::size_t month = 0; month < recorded.present.size(); ++month) {
        if (recorded.present[month] == 0) {
            counted.absent.push_back(recorded.months.from +
                                     std::chrono::months(static_cast<int>(month)));
        }
    }
    counted.sources = std::move(recorded.sources);
    counted.warnings = std::move(recorded.warnings);
    counted.warnings.insert(counted.warnings.end(), assignment.warnings.begin(),
                            assignment.warnings.end());
    return counted;
}

} // namespace crims_tool
