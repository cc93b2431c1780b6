// SPDX-License-Identifier: MIT
#include "wdd/copy_counter.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <tuple>
#include <utility>

#include "zones/area_raster.hpp"
#include "zones/box_grid.hpp"
#include "zones/point_shares.hpp"
#include "zones/tiling.hpp"

namespace wdd {

namespace {

/// A point whose copy has to be looked at closely.
struct UnsurePoint {
    TileCell cell;
    double x;
    double y;
    Span span;
};

/// What one share of the points tells.
struct CountedTiles {
    Tiles tiles;
    std::vector<UnsurePoint> unsure;
};

/// Where a point lies in its tile, by whole numbers: a shift gives the tile, the bits below it the
/// cell of the raster.
class PlaceInTile {
  public:
    /// `boxes`: how many boxes from the area's own, less than `furthest`.
    explicit PlaceInTile(double boxes)
        : m_units(static_cast<std::int64_t>((boxes + furthest) * units_a_tile)) {}

    static constexpr double furthest = 1 << 20;

    std::int64_t tile() const { return (m_units >> bits) - static_cast<std::int64_t>(furthest); }

    std::size_t raster_cell(unsigned bits_a_side) const {
        return static_cast<std::size_t>(within() >> (bits - bits_a_side));
    }

    /// So near to the border that by rounding the box of the next tile may hold it, too, or its own
    /// box may not.
    bool is_at_border() const {
        constexpr std::int64_t margin = 40; // two millionths of a box; far more than any rounding
        return within() < margin || within() >= (std::int64_t{1} << bits) - margin;
    }

  private:
    static constexpr unsigned bits = 24;
    static constexpr double units_a_tile = 1 << bits;

    std::int64_t within() const { return m_units & ((std::int64_t{1} << bits) - 1); }

    std::int64_t m_units;
};

} // namespace

/// What both walks over the points need.
class CopyCounter::Locating {
  public:
    Locating(const Area& area, double distance, const KeyedPoints& points, SpanOfKey spans,
             CopyChoice choice)
        : m_tiling(area.box()), m_distance(distance), m_points(points), m_spans(std::move(spans)),
          m_choice(std::move(choice)), m_area(area, 0, Zone::treated, Zone::treated_displacement),
          m_raster(m_area, raster_bits(m_area)), m_shares(shares_of(points)) {}

    std::vector<CountedCopy> copies() {
        const std::vector<CountedTiles> shares = in_shares(
            m_points, m_shares, [this](std::size_t /*share*/, std::size_t first, std::size_t last) {
                return counted_tiles(first, last);
            });
        Tiles sum;
        for (const CountedTiles& share : shares) {
            for (const Tile& tile : share.tiles.all()) {
                sum.at(tile.cell) += tile;
            }
        }
        const auto settle = [&](std::size_t share, std::size_t /*first*/, std::size_t /*last*/) {
            return settled(shares[share].unsure, sum);
        };
        std::vector<SpanCounts> settled_counts(sum.all().size());
        for (const auto& share : in_shares(m_points, m_shares, settle)) {
            for (std::size_t i = 0; i < settled_counts.size(); ++i) {
                settled_counts[i] += share[i];
            }
        }
        return sorted(sum.all(), settled_counts);
    }

    std::vector<SpanCounts> around(const std::vector<const CountedCopy*>& copies) {
        if (!m_ringed) {
            m_ringed.emplace(m_area, m_distance);
        }
        return m_points.is_arranged() ? around_each(copies) : around_all(copies);
    }

  private:
    template<class Use>
    auto with_span(Use&& use) const {
        return [this, use = std::forward<Use>(use)](double x, double y, std::uint32_t key) {
            if (key < m_spans.size() && m_spans[key]) {
                use(x, y, *m_spans[key]);
            }
        };
    }

    /// Many corners make a long boundary, near which each point costs much.
    static unsigned raster_bits(const RingedArea& area) {
        constexpr std::size_t many_segments = 1000;
        return area.boundary.size() < many_segments ? 8 : 9;
    }

    CountedTiles counted_tiles(std::size_t first, std::size_t last) const {
        CountedTiles found;
        Tile* tile = nullptr; // of the point before: neighbours in the order often share it
        const unsigned bits = m_raster.bits_a_side();
        m_points.visit(first, last, with_span([&](double x, double y, Span span) {
                           const double across = m_tiling.across(x);
                           const double along = m_tiling.along(y);
                           if (!(std::abs(across) < PlaceInTile::furthest &&
                                 std::abs(along) < PlaceInTile::furthest)) {
                               count_at_border(found, x, y, span);
                               tile = nullptr;
                               return;
                           }
                           const PlaceInTile column(across);
                           const PlaceInTile row(along);
                           if (column.is_at_border() || row.is_at_border()) {
                               count_at_border(found, x, y, span);
                               tile = nullptr;
                               return;
                           }
                           const TileCell cell{row.tile(), column.tile()};
                           if (tile == nullptr || tile->cell != cell) {
                               tile = &found.tiles.at(cell);
                               tile->has_point = true;
                           }
                           const std::uint8_t in =
                               m_raster.at(column.raster_cell(bits), row.raster_cell(bits));
                           if (in == mixed_cell) {
                               ++tile->unsure[span];
                               found.unsure.push_back({cell, x, y, span});
                           } else {
                               // Without a branch, which no processor could predict.
                               tile->counts[span] += static_cast<std::int64_t>(in != 0);
                           }
                       }));
        return found;
    }

    /// Near a border of its tile, or very far away: every copy is asked whose box holds the point.
    void count_at_border(CountedTiles& found, double x, double y, Span span) const {
        if (!m_tiling.reaches(x, y)) {
            return;
        }
        const TileCell cell = m_tiling.cell_of(x, y);
        found.tiles.at(cell).has_point = true;
        for (std::int64_t i = 0; i < 9; ++i) {
            const TileCell next{cell.row + i / 3 - 1, cell.column + i % 3 - 1};
            if (moved_box(m_tiling.box(), m_tiling.motion(next)).contains(x, y)) {
                ++found.tiles.at(next).unsure[span];
                found.unsure.push_back({next, x, y, span});
            }
        }
    }

    bool is_wanted(const Tile& tile) const {
        SpanCounts most = tile.counts;
        most += tile.unsure;
        return tile.has_point && (!m_choice || m_choice(tile.counts, most));
    }

    /// Those that are in their copy after all, by tile; of copies that are wanted.
    std::vector<SpanCounts> settled(const std::vector<UnsurePoint>& points,
                                    const Tiles& tiles) const {
        const std::vector<Tile>& all = tiles.all();
        std::vector<std::uint8_t> wanted;
        wanted.reserve(all.size());
        for (const Tile& tile : all) {
            wanted.push_back(is_wanted(tile) ? 1 : 0);
        }
        std::vector<SpanCounts> counts(all.size());
        for (const UnsurePoint& point : points) {
            const std::size_t number = tiles.number(point.cell);
            if (wanted[number] != 0) {
                const auto [x, y] = m_tiling.motion(point.cell).backward(point.x, point.y);
                counts[number][point.span] += m_area.locate(x, y) != 0 ? 1 : 0;
            }
        }
        return counts;
    }

    std::vector<CountedCopy> sorted(const std::vector<Tile>& tiles,
                                    const std::vector<SpanCounts>& settled_counts) const {
        std::vector<std::tuple<double, TileCell, std::size_t>> order;
        order.reserve(tiles.size());
        for (std::size_t i = 0; i < tiles.size(); ++i) {
            if (is_wanted(tiles[i])) {
                order.emplace_back(m_tiling.distance(tiles[i].cell), tiles[i].cell, i);
            }
        }
        std::sort(order.begin(), order.end());
        std::vector<CountedCopy> copies;
        copies.reserve(order.size());
        for (const auto& [distance, cell, number] : order) {
            copies.push_back({m_tiling.motion(cell), tiles[number].counts});
            copies.back().counts += settled_counts[number];
        }
        return copies;
    }

    Box reach(const CountedCopy& copy) const {
        return moved_box(m_tiling.box().grown(m_distance), copy.motion);
    }

    /// One walk over all points.
    std::vector<SpanCounts> around_all(const std::vector<const CountedCopy*>& copies) const {
        std::vector<Box> boxes;
        boxes.reserve(copies.size());
        for (const CountedCopy* copy : copies) {
            boxes.push_back(reach(*copy));
        }
        const BoxGrid grid(boxes);
        const auto count = [&](std::size_t /*share*/, std::size_t first, std::size_t last) {
            std::vector<SpanCounts> counts(copies.size());
            m_points.visit(first, last, with_span([&](double x, double y, Span span) {
                               grid.visit(x, y, [&](std::uint32_t i) {
                                   counts[i][span] += in_ring(*copies[i], x, y);
                               });
                           }));
            return counts;
        };
        std::vector<SpanCounts> sum(copies.size());
        for (const auto& share : in_shares(m_points, m_shares, count)) {
            for (std::size_t i = 0; i < sum.size(); ++i) {
                sum[i] += share[i];
            }
        }
        return sum;
    }

    /// The points near each, found by their place.
    std::vector<SpanCounts> around_each(const std::vector<const CountedCopy*>& copies) const {
        const auto count = [&](std::size_t share, std::size_t /*first*/, std::size_t /*last*/) {
            std::vector<SpanCounts> counts;
            for (std::size_t i = share; i < copies.size(); i += m_shares) {
                SpanCounts& of_copy = counts.emplace_back();
                m_points.visit_near(reach(*copies[i]),
                                    with_span([&](double x, double y, Span span) {
                                        of_copy[span] += in_ring(*copies[i], x, y);
                                    }));
            }
            return counts;
        };
        const auto shares = in_shares(m_points, m_shares, count);
        std::vector<SpanCounts> sum(copies.size());
        for (std::size_t i = 0; i < sum.size(); ++i) {
            sum[i] = shares[i % m_shares][i / m_shares];
        }
        return sum;
    }

    int in_ring(const CountedCopy& copy, double x, double y) const {
        const RigidMotion& motion = copy.motion; // turns nothing
        return m_ringed->in_ring(motion.from_x + (x - motion.to_x),
                                 motion.from_y + (y - motion.to_y))
                   ? 1
                   : 0;
    }

    /// The area with its ring, for those copies whose rings are asked for.
    class WithRing {
      public:
        WithRing(const RingedArea& area, double distance)
            : m_area(area.with_ring(distance)), m_raster(m_area, raster_bits(m_area)) {}

        bool in_ring(double x, double y) const {
            const std::uint8_t found = m_raster.at_point(x, y);
            return (found == mixed_cell ? m_area.locate(x, y) : found) == m_area.in_ring;
        }

      private:
        RingedArea m_area;
        AreaRaster m_raster;
    };

    Tiling m_tiling;
    double m_distance;
    const KeyedPoints& m_points;
    SpanOfKey m_spans;
    CopyChoice m_choice;
    RingedArea m_area; ///< without its ring
    AreaRaster m_raster;
    std::optional<WithRing> m_ringed = {};
    std::size_t m_shares;
};

CopyCounter::CopyCounter(const Area& area, double distance, const KeyedPoints& points,
                         SpanOfKey spans, CopyChoice choice)
    : m_locating(
          std::make_unique<Locating>(area, distance, points, std::move(spans), std::move(choice))),
      m_copies(m_locating->copies()) {}

CopyCounter::~CopyCounter() = default;

std::vector<SpanCounts> CopyCounter::around(const std::vector<std::size_t>& numbers) {
    if (numbers.empty()) {
        return {};
    }
    std::vector<const CountedCopy*> copies;
    copies.reserve(numbers.size());
    for (const std::size_t number : numbers) {
        copies.push_back(&m_copies.at(number));
    }
    return m_locating->around(copies);
}

} // namespace wdd
