// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/design/donor_parts.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "crims_tool/evaluate/design/cell_places.hpp"
#include "wdd/zone_locator.hpp"

namespace crims_tool {

namespace {

using Spot = std::pair<double, double>;

/// Every place once, from left to right, with what it counts in.
class Spots {
  public:
    explicit Spots(const std::vector<std::vector<crims::Place>>& places_of_cells) {
        for (const std::vector<crims::Place>& places : places_of_cells) {
            for (const crims::Place& place : places) {
                m_spots.emplace_back(place.x, place.y);
            }
        }
        std::sort(m_spots.begin(), m_spots.end());
        m_spots.erase(std::unique(m_spots.begin(), m_spots.end()), m_spots.end());
        m_counted_in.resize(m_spots.size());
    }

    /// Notes what lies in a comparison area and in its ring. Areas must come in order.
    void locate(const wdd::Area& area, double width, std::uint32_t number) {
        const wdd::Box box = area.box().grown(width);
        wdd::ZoneLocator locator(area, area, width);
        for (auto spot =
                 std::lower_bound(m_spots.begin(), m_spots.end(), Spot(box.min_x, box.min_y));
             spot != m_spots.end() && spot->first <= box.max_x; ++spot) {
            if (!box.contains(spot->first, spot->second)) {
                continue;
            }
            const wdd::ZoneSet zones = locator.locate(spot->first, spot->second);
            std::vector<std::uint32_t>& counted =
                m_counted_in[static_cast<std::size_t>(spot - m_spots.begin())];
            if (wdd::holds(zones, wdd::Zone::treated)) {
                counted.push_back(2 * number);
            } else if (wdd::holds(zones, wdd::Zone::treated_displacement)) {
                counted.push_back((2 * number) + 1);
            }
        }
    }

    const std::vector<std::uint32_t>& counted_in(const crims::Place& place) const {
        return m_counted_in[number_of({place.x, place.y})];
    }

  private:
    std::size_t number_of(const Spot& spot) const {
        return static_cast<std::size_t>(std::lower_bound(m_spots.begin(), m_spots.end(), spot) -
                                        m_spots.begin());
    }

    std::vector<Spot> m_spots;
    std::vector<std::vector<std::uint32_t>> m_counted_in;
};

/// Adds a cell's shares, and the parts that nobody has met yet.
void add_shares(Donors& donors, std::map<std::vector<std::uint32_t>, std::size_t>& known,
                const Spots& spots, const std::vector<crims::Place>& places, std::size_t cell) {
    double total = 0;
    std::map<std::size_t, double> weights;
    for (const crims::Place& place : places) {
        total += place.weight;
        const std::vector<std::uint32_t>& counted_in = spots.counted_in(place);
        if (counted_in.empty()) {
            continue;
        }
        const auto [part, is_new] = known.try_emplace(counted_in, donors.parts.size());
        if (is_new) {
            donors.parts.push_back({counted_in});
        }
        weights[part->second] += place.weight;
    }
    for (const auto& [part, weight] : weights) {
        donors.shares.push_back({.cell = cell, .part = part, .share = weight / total});
    }
}

} // namespace

void add_parts(Donors& donors, const crims::Model& model, crims::Placement placement, double width,
               std::span<const crims::ModelCell> cells) {
    const CellPlaces where(model, placement);
    std::vector<std::vector<crims::Place>> places_of_cells;
    places_of_cells.reserve(cells.size());
    for (const crims::ModelCell& cell : cells) {
        places_of_cells.push_back(where.of(cell.zone, cell.crime_type));
    }
    Spots spots(places_of_cells);
    for (std::size_t area = 0; area < donors.areas.size(); ++area) {
        spots.locate(donors.areas[area], width, static_cast<std::uint32_t>(area));
    }
    std::map<std::vector<std::uint32_t>, std::size_t> known;
    for (std::size_t cell = 0; cell < cells.size(); ++cell) {
        add_shares(donors, known, spots, places_of_cells[cell], cell);
    }
}

} // namespace crims_tool
