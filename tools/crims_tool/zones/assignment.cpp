// SPDX-License-Identifier: MIT
#include "crims_tool/zones/assignment.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "toolkit/text/errors.hpp"

namespace crims_tool {

namespace {

/// What an LSOA, or a point, says of the zone.
enum class Whereabouts : std::uint8_t { zone, outside, unknown, impossible };

struct Found {
    Whereabouts answer = Whereabouts::unknown;
    std::uint32_t zone = none;
};

/// Numbers for zone codes: those of the layer, or made as they come.
class Codes {
  public:
    explicit Codes(const std::optional<ZoneLayer>& layer) : m_fixed(layer.has_value()) {
        if (layer) {
            for (const std::string& code : layer->codes) {
                add(code);
            }
        }
    }

    Found find(const std::string& code) {
        const auto found = m_numbers.find(code);
        if (found != m_numbers.end()) {
            return {Whereabouts::zone, found->second};
        }
        return m_fixed ? Found{Whereabouts::outside, none} : Found{Whereabouts::zone, add(code)};
    }

    const std::vector<std::string>& codes() const { return m_codes; }

  private:
    std::uint32_t add(const std::string& code) {
        const auto number = static_cast<std::uint32_t>(m_codes.size());
        m_codes.push_back(code);
        m_numbers.emplace(code, number);
        return number;
    }

    bool m_fixed;
    std::vector<std::string> m_codes;
    std::unordered_map<std::string, std::uint32_t> m_numbers;
};

/// Zones of LSOAs, each looked up once.
std::vector<Found> zones_of_lsoas(const RecordedCrimes& crimes, Codes& codes, bool has_layer,
                                  const std::optional<ZoneLookup>& lookup) {
    std::vector<Found> zones;
    zones.reserve(crimes.lsoas.size());
    for (const std::string& lsoa : crimes.lsoas) {
        if (lookup) {
            const auto found = lookup->find(lsoa);
            zones.push_back(found == lookup->end() ? Found{} : codes.find(found->second));
        } else {
            const Found own = codes.find(lsoa);
            // Not a zone itself: the point decides.
            zones.push_back(has_layer && own.answer == Whereabouts::outside ? Found{} : own);
        }
    }
    return zones;
}

/// True for coordinates beyond those of any place on the Earth.
bool is_off_the_earth(const toolkit::Crs& crs, double x, double y) {
    constexpr double half_turn = 180;
    constexpr double quarter_turn = 90;
    constexpr double round_the_earth = 4.1e7; // metres
    if (!crs.is_projected()) {
        return std::abs(x) > half_turn || std::abs(y) > quarter_turn;
    }
    const double most = round_the_earth / crs.unit().metres;
    return std::abs(x) > most || std::abs(y) > most;
}

/// Zones of the points that are asked for, each looked up once.
class PointZones {
  public:
    PointZones(const RecordedCrimes& crimes, const std::vector<double>& x,
               const std::vector<double>& y, const std::optional<ZoneLayer>& layer)
        : m_x(x), m_y(y), m_known(x.size(), 0), m_zones(x.size()) {
        if (layer) {
            m_finder.emplace(*layer);
        }
        find_impossible(crimes);
    }

    Found find(std::uint32_t point) {
        if (point == none) {
            return {};
        }
        if (m_impossible[point] != 0) {
            return {Whereabouts::impossible, none};
        }
        if (!m_finder) {
            return {};
        }
        if (std::exchange(m_known[point], std::uint8_t{1}) == 0) {
            const auto zone = m_finder->find(m_x[point], m_y[point]);
            m_zones[point] =
                zone ? Found{Whereabouts::zone, *zone} : Found{Whereabouts::outside, none};
        }
        return m_zones[point];
    }

    std::vector<std::uint8_t> take_impossible() { return std::move(m_impossible); }

  private:
    /// A town may lie at 0, 0 of a system of its own: what a zone holds is possible.
    void find_impossible(const RecordedCrimes& crimes) {
        m_impossible.assign(m_x.size(), 0);
        for (std::size_t i = 0; i < m_x.size(); ++i) {
            const bool has_image = std::isfinite(m_x[i]) && std::isfinite(m_y[i]);
            const bool suspicious =
                (crimes.x[i] == 0 && crimes.y[i] == 0) || !has_image ||
                (crimes.crs && is_off_the_earth(*crimes.crs, crimes.x[i], crimes.y[i]));
            const bool in_zone =
                suspicious && has_image && m_finder && m_finder->find(m_x[i], m_y[i]).has_value();
            m_impossible[i] = suspicious && !in_zone ? std::uint8_t{1} : std::uint8_t{0};
        }
    }

    std::vector<std::uint8_t> m_impossible;
    const std::vector<double>& m_x;
    const std::vector<double>& m_y;
    std::vector<std::uint8_t> m_known;
    std::vector<Found> m_zones;
    std::optional<ZoneFinder> m_finder;
};

void warn_of_unknown_lsoas(const RecordedCrimes& crimes, const std::vector<Found>& zones,
                           ZoneAssignment& result) {
    std::vector<std::string> unknown;
    for (std::size_t i = 0; i < zones.size(); ++i) {
        if (zones[i].answer == Whereabouts::unknown) {
            unknown.push_back(crimes.lsoas[i]);
        }
    }
    if (!unknown.empty()) {
        const auto concerned =
            std::count_if(crimes.lsoa.begin(), crimes.lsoa.end(), [&zones](std::uint32_t lsoa) {
                return lsoa != none && zones[lsoa].answer == Whereabouts::unknown;
            });
        result.warnings.push_back(fmt::format(
            "The lookup does not know {} of {} LSOA codes ({} such as {}, {} crimes). data.police.uk changed from the LSOAs of 2011 to those of 2021; check the year of the lookup.",
            unknown.size(), crimes.lsoas.size(), unknown.size() == 1 ? "it is" : "they are",
            *std::min_element(unknown.begin(), unknown.end()), concerned));
    }
}

/// Leaves out zones without a crime and puts the others in alphabetical order.
void keep_used(ZoneAssignment& result, const std::vector<std::string>& codes, bool has_layer) {
    std::vector<std::uint8_t> used(codes.size(), 0);
    for (const std::uint32_t zone : result.zone) {
        if (zone != none) {
            used[zone] = 1;
        }
    }
    std::vector<std::uint32_t> order;
    for (std::uint32_t i = 0; i < codes.size(); ++i) {
        if (used[i] != 0) {
            order.push_back(i);
        }
    }
    std::sort(order.begin(), order.end(), [&codes](auto a, auto b) { return codes[a] < codes[b]; });
    std::vector<std::uint32_t> number(codes.size(), none);
    for (const std::uint32_t old : order) {
        number[old] = static_cast<std::uint32_t>(result.zones.size());
        result.zones.push_back(codes[old]);
    }
    for (std::uint32_t& zone : result.zone) {
        zone = zone == none ? none : number[zone];
    }
    if (has_layer) {
        result.layer_zone = std::move(order);
        result.unused_zones = codes.size() - result.zones.size();
    }
}

/// Where no crime has a zone.
toolkit::DataError no_zone(const RecordedCrimes& crimes, const AssignmentCounts& counts,
                           const std::optional<ZoneLayer>& layer,
                           const std::optional<ZoneLookup>& lookup) {
    const auto known =
        std::find_if(crimes.lsoas.begin(), crimes.lsoas.end(),
                     [&lookup](const auto& lsoa) { return lookup && lookup->contains(lsoa); });
    if (layer && known != crimes.lsoas.end()) {
        return toolkit::DataError(fmt::format(
            "none of the {} crimes has a zone of {}: the lookup says '{}', but the zone field says '{}'; name the field with the lookup's codes with ⟨--zone-field⟩, or the zones that the crimes are in",
            crimes.size(), layer->source, lookup->at(*known), layer->codes.front()));
    }
    return toolkit::DataError(fmt::format(
        "none of the {} crimes lies in a zone{}: {} have neither LSOA nor coordinates, {} lie outside the zones, {}{} have an LSOA that the lookup does not know{}",
        crimes.size(), layer ? " of " + layer->source : "", counts.no_place, counts.outside,
        counts.impossible == 0
            ? ""
            : fmt::format("{} lie at 0, 0 or off the Earth, ", counts.impossible),
        counts.unknown_lsoa,
        crimes.lsoas.empty() ? "" : fmt::format(" (such as {})", crimes.lsoas.front())));
}

} // namespace

ZoneAssignment assign_zones(const RecordedCrimes& crimes, const std::vector<double>& x,
                            const std::vector<double>& y, const std::optional<ZoneLayer>& layer,
                            const std::optional<ZoneLookup>& lookup) {
    ZoneAssignment result;
    Codes codes(layer);
    const std::vector<Found> by_lsoa = zones_of_lsoas(crimes, codes, layer.has_value(), lookup);
    PointZones by_point(crimes, x, y, layer);
    result.zone.reserve(crimes.size());
    result.outside.reserve(crimes.size());
    for (std::size_t i = 0; i < crimes.size(); ++i) {
        const std::uint32_t lsoa = crimes.lsoa[i];
        Found found = lsoa == none ? Found{} : by_lsoa[lsoa];
        if (found.answer == Whereabouts::zone) {
            ++result.counts.by_lsoa;
        } else if (found.answer == Whereabouts::unknown) {
            found = by_point.find(crimes.point[i]);
            result.counts.by_point += found.answer == Whereabouts::zone ? 1U : 0U;
        }
        if (found.answer == Whereabouts::outside) {
            ++result.counts.outside;
        } else if (found.answer == Whereabouts::impossible) {
            ++result.counts.impossible;
        } else if (found.answer == Whereabouts::unknown) {
            ++(lsoa == none || layer ? result.counts.no_place : result.counts.unknown_lsoa);
        }
        result.zone.push_back(found.zone);
        result.outside.push_back(found.answer == Whereabouts::outside ? 1 : 0);
    }
    result.impossible = by_point.take_impossible();
    if (result.counts.located() == 0) {
        throw no_zone(crimes, result.counts, layer, lookup);
    }
    if (lookup) {
        warn_of_unknown_lsoas(crimes, by_lsoa, result);
    }
    keep_used(result, codes.codes(), layer.has_value());
    return result;
}

} // namespace crims_tool
