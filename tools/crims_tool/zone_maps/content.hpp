// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crims_tool/pictures/choropleth.hpp"
#include "crims_tool/zone_maps/crime_counts.hpp"
#include "crims_tool/zones/map_zones.hpp"

namespace crims_tool {

enum class MapValue { density, count, per_1000 };

/// In pixels.
struct PictureSize {
    int width = 1600;
    int height = 1200;
};

/// What is to be shown, and how.
struct MapChoices {
    MapValue value = MapValue::density;
    std::size_t classes = 6; ///< at most
    PictureSize size = {};
    std::string title = {};      ///< empty: from the value and `place`
    std::string place = {};      ///< what the map shows, for the title
    std::string period = {};     ///< empty: from the crimes' dates
    std::string boundary = {};   ///< its name; empty: there is none, or nobody knows
    std::string source = {};     ///< where the data come from
    std::string zone_field = {}; ///< named in an error
    std::vector<double> people =
        {};                    ///< of each zone of the layer, NaN: not known; for rates by head
    bool may_be_empty = false; ///< a map without any crime is drawn, and is not an error
};

/// A zone's numbers on the map.
struct ZoneValue {
    std::size_t zone = 0; ///< number in the layer
    double crimes = 0;    ///< mean of the replicates
    double area_km2 = 0;
    double people = 0; ///< NaN: not known, or not asked for
    double value = 0;  ///< crimes, crimes per km² or per 1,000 people; NaN: not known
    std::optional<std::size_t> colour_class = {};
};

/// A map's picture and the numbers behind it.
struct MapContent {
    Choropleth picture = {};
    std::vector<ZoneValue> zones = {};
    std::vector<double> limits = {}; ///< upper ones, of all classes but the last
    std::string period = {};
    std::int64_t elsewhere = 0; ///< crimes in zones that are not on the map
    std::string missing = {};   ///< says which crimes are not on the map; empty: all are
};

/// "January to December 2018": the months that hold the first and the last day.
std::string months_text(const wdd::Period& period);

/// Values, classes, texts and shapes of a map. Densities are crimes per km² in the whole period.
/// Throws toolkit::DataError if no crime is in any of its zones, unless the map may be empty.
MapContent compose_map(const MapCounts& counts, MapPlane plane, const MapChoices& choices);

} // namespace crims_tool
