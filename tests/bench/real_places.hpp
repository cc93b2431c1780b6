// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "wdd/area.hpp"
#include "wdd/comparable.hpp"
#include "wdd/forecast.hpp"
#include "wdd/ring_geometry.hpp"
#include "wdd/zone_locator.hpp"

/// Zones and incidents of a force, counted by month, for the benches that ask how often nothing is
/// reported as something.
namespace real_places {

constexpr std::size_t fewest_history = 6;
constexpr std::size_t most_history = 36;

struct Setting {
    std::string zones;
    std::string points;
    double distance = 0;
    double clear = 0; ///< no comparison area within it
    std::size_t months = 0;
    std::size_t types = 0;
    double least_usual = 0; ///< designs with fewer incidents in a period are left out
    std::uint64_t seed = 0;
};

inline std::vector<wdd::Area> read_zones(const std::string& path) {
    std::ifstream file(path);
    std::vector<wdd::Area> zones;
    for (std::string hex; std::getline(file, hex);) {
        wdd::Wkb wkb;
        for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
            unsigned value = 0;
            std::from_chars(hex.data() + i, hex.data() + i + 2, value, 16);
            wkb.push_back(static_cast<std::byte>(value));
        }
        zones.push_back(wdd::Area::dissolve(std::array{wkb}));
    }
    return zones;
}

/// Incidents of a zone, or of the ring around it, by crime type: sums of the months before each.
class Series {
  public:
    Series(std::size_t types, std::size_t months)
        : m_sums(types, std::vector<double>(months + 1, 0)) {}

    void add(std::size_t type, std::size_t month) { ++m_sums[type][month + 1]; }

    void accumulate() {
        for (std::vector<double>& sums : m_sums) {
            for (std::size_t i = 1; i < sums.size(); ++i) {
                sums[i] += sums[i - 1];
            }
        }
    }

    double sum(std::size_t type, std::size_t from, std::size_t to) const {
        return m_sums[type][to] - m_sums[type][from];
    }

  private:
    std::vector<std::vector<double>> m_sums;
};

struct Place {
    Series area;
    Series ring;
};

struct Incident {
    std::size_t month = 0;
    std::size_t type = 0;
};

using IncidentsByPlace = std::map<std::pair<double, double>, std::vector<Incident>>;

inline IncidentsByPlace read_points(const std::string& path) {
    std::ifstream file(path);
    IncidentsByPlace places;
    for (std::string line; std::getline(file, line);) {
        std::replace(line.begin(), line.end(), ',', ' ');
        std::istringstream fields(line);
        double x = 0;
        double y = 0;
        Incident incident;
        fields >> x >> y >> incident.month >> incident.type;
        places[{x, y}].push_back(incident);
    }
    return places;
}

inline void count(Place& place, bool in_area, bool in_ring,
                  const std::vector<Incident>& incidents) {
    for (const Incident& incident : incidents) {
        for (const std::size_t type : {std::size_t{0}, incident.type}) {
            if (in_area) {
                place.area.add(type, incident.month);
            } else if (in_ring) {
                place.ring.add(type, incident.month);
            }
            if (incident.type == 0) {
                break;
            }
        }
    }
}

/// Each zone with its ring, located as the command does.
inline std::vector<Place> counted_places(const std::vector<wdd::Area>& zones,
                                         const Setting& setting) {
    const IncidentsByPlace incidents = read_points(setting.points);
    const Series empty(setting.types + 1, setting.months);
    std::vector<Place> places(zones.size(), {empty, empty});
    for (std::size_t i = 0; i < zones.size(); i += 2) {
        const std::size_t other = i + 1 < zones.size() ? i + 1 : 0;
        wdd::ZoneLocator locator(zones[i], zones[other], setting.distance);
        for (const auto& [at, here] : incidents) {
            const wdd::ZoneSet found = locator.locate(at.first, at.second);
            count(places[i], wdd::holds(found, wdd::Zone::treated),
                  wdd::holds(found, wdd::Zone::treated_displacement), here);
            if (other != 0) {
                count(places[other], wdd::holds(found, wdd::Zone::control),
                      wdd::holds(found, wdd::Zone::control_displacement), here);
            }
        }
    }
    for (Place& place : places) {
        place.area.accumulate();
        place.ring.accumulate();
    }
    return places;
}

inline std::vector<std::vector<bool>> near_each_other(const std::vector<wdd::Area>& zones,
                                                      double clear) {
    std::vector<std::vector<bool>> near(zones.size(), std::vector<bool>(zones.size(), true));
    for (std::size_t i = 0; i < zones.size(); ++i) {
        const wdd::Area around = wdd::surrounded(zones[i], clear);
        const wdd::Box box = around.box();
        for (std::size_t j = 0; j < zones.size(); ++j) {
            const wdd::Box other = zones[j].box();
            near[i][j] = box.min_x <= other.max_x && other.min_x <= box.max_x &&
                         box.min_y <= other.max_y && other.min_y <= box.max_y &&
                         wdd::shared_area(around, zones[j]) > 0;
        }
    }
    return near;
}

inline wdd::AreaCounts counts_of(const Series& series, std::size_t type, std::size_t start,
                                 std::size_t length) {
    const std::size_t before = start - length;
    const std::size_t past = std::min(before, most_history);
    return {.pre = series.sum(type, before, start),
            .post = series.sum(type, start, start + length),
            .history = series.sum(type, before - past, before) * static_cast<double>(length) /
                       static_cast<double>(past)};
}

/// What a bench's main is: the setting from the command line, and what goes wrong in a line.
inline int run_bench(const std::vector<std::string>& values,
                     const std::function<void(const Setting&)>& run) {
    if (values.size() != 9) {
        std::fprintf(stderr, "%s ZONES POINTS DISTANCE CLEAR MONTHS TYPES LEAST SEED\n",
                     values[0].c_str());
        return EXIT_FAILURE;
    }
    try {
        run({values[1], values[2], std::stod(values[3]), std::stod(values[4]),
             std::stoul(values[5]), std::stoul(values[6]), std::stod(values[7]),
             std::stoul(values[8])});
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}

} // namespace real_places
