// SPDX-License-Identifier: MIT
#include "wdd/copy_counter.hpp"

#include <algorithm>
#include <cmath>
#include <compare>
#include <cstdint>
#include <limits>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "wdd/zone_locator.hpp"
#include "zones/point_shares.hpp"

namespace wdd {

namespace {

constexpr double furthest_cell = 1e9;

/// A box of the tiling; the area's own is (0, 0).
struct TileCell {
    std::int64_t row = 0;
    std::int64_t column = 0;

    // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the 0 within for a pointer
    auto operator<=>(const TileCell&) const = default;
};

struct TileCellHash {
    std::size_t operator()(const TileCell& cell) const {
        constexpr std::uint64_t odd = 0x9E3779B97F4A7C15; // spreads rows over all bits
        return static_cast<std::size_t>(static_cast<std::uint64_t>(cell.row) * odd ^
                                        static_cast<std::uint64_t>(cell.column));
    }
};

struct Tile {
    TileCell cell;
    bool has_point = false;      ///< of some span, in its box
    SpanCounts counts = {};      ///< in the copy of the area
    SpanCounts ring_in_box = {}; ///< in the ring, but not of points at the border of the box
};

/// Tiles by cell. Near the area, where nearly all are, they are found without a search.
class Tiles {
  public:
    Tiles() : m_near(near_side * near_side, none) {}

    Tile& at(const TileCell& cell) {
        std::uint32_t& number = number_of(cell);
        if (number == none) {
            number = static_cast<std::uint32_t>(m_tiles.size());
            m_tiles.push_back({.cell = cell});
        }
        return m_tiles[number];
    }

    const std::vector<Tile>& all() const { return m_tiles; }

  private:
    static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
    static constexpr std::int64_t near_side = 256; ///< the area's own tile in the middle

    std::uint32_t& number_of(const TileCell& cell) {
        const std::int64_t row = cell.row + near_side / 2;
        const std::int64_t column = cell.column + near_side / 2;
        if (row >= 0 && row < near_side && column >= 0 && column < near_side) {
            return m_near[static_cast<std::size_t>(row * near_side + column)];
        }
        return m_far.try_emplace(cell, none).first->second;
    }

    std::vector<Tile> m_tiles;
    std::vector<std::uint32_t> m_near;
    std::unordered_map<TileCell, std::uint32_t, TileCellHash> m_far;
};

Box moved_box(const Box& box, const RigidMotion& motion) {
    const double dx = motion.to_x - motion.from_x;
    const double dy = motion.to_y - motion.from_y;
    return {box.min_x + dx, box.min_y + dy, box.max_x + dx, box.max_y + dy};
}

/// Boxes side by side.
class Tiling {
  public:
    explicit Tiling(const Box& box)
        : m_box(box), m_width(box.max_x - box.min_x), m_height(box.max_y - box.min_y),
          m_x((box.min_x + box.max_x) / 2), m_y((box.min_y + box.max_y) / 2) {}

    const Box& box() const { return m_box; }

    bool reaches(double x, double y) const { // false for NaN too
        return std::abs((x - m_box.min_x) / m_width) < furthest_cell &&
               std::abs((y - m_box.min_y) / m_height) < furthest_cell;
    }

    TileCell cell_of(double x, double y) const {
        return {static_cast<std::int64_t>(std::floor((y - m_box.min_y) / m_height)),
                static_cast<std::int64_t>(std::floor((x - m_box.min_x) / m_width))};
    }

    RigidMotion motion(const TileCell& cell) const {
        return {.from_x = m_x,
                .from_y = m_y,
                .to_x = m_x + static_cast<double>(cell.column) * m_width,
                .to_y = m_y + static_cast<double>(cell.row) * m_height};
    }

    /// False for a point within a copy's box and not so near to its border that by rounding the box
    /// of the next cell may hold it, too, or its own box may not.
    bool is_at_border(const RigidMotion& motion, double x, double y) const {
        constexpr double margin = 1e-6; // of the box; far more than a billion boxes' rounding
        const double across = std::abs(x - motion.to_x) / m_width;
        const double along = std::abs(y - motion.to_y) / m_height;
        return !(across < 0.5 - margin && along < 0.5 - margin);
    }

    /// How far a cell is away.
    double distance(const TileCell& cell) const {
        return std::hypot(static_cast<double>(cell.column) * m_width,
                          static_cast<double>(cell.row) * m_height);
    }

  private:
    Box m_box;
    double m_width;
    double m_height;
    double m_x;
    double m_y;
};

/// Which of several boxes may hold a point, from a grid over all of them.
class BoxGrid {
  public:
    explicit BoxGrid(const std::vector<Box>& boxes) : m_boxes(boxes), m_box(boxes.front()) {
        for (const Box& box : boxes) {
            m_box = m_box.joined(box);
        }
        m_cells.resize(side * side);
        for (std::uint32_t i = 0; i < boxes.size(); ++i) {
            const std::size_t last_row = along(boxes[i].max_y, m_box.min_y, m_box.max_y);
            const std::size_t last_column = along(boxes[i].max_x, m_box.min_x, m_box.max_x);
            for (auto row = along(boxes[i].min_y, m_box.min_y, m_box.max_y); row <= last_row;
                 ++row) {
                for (auto column = along(boxes[i].min_x, m_box.min_x, m_box.max_x);
                     column <= last_column; ++column) {
                    m_cells[row * side + column].push_back(i);
                }
            }
        }
    }

    /// Calls `use(number)` for each box that holds the point.
    template<class Use>
    void visit(double x, double y, Use&& use) const {
        if (!m_box.contains(x, y)) { // false for NaN too
            return;
        }
        for (const std::uint32_t i : m_cells[along(y, m_box.min_y, m_box.max_y) * side +
                                             along(x, m_box.min_x, m_box.max_x)]) {
            if (m_boxes[i].contains(x, y)) {
                use(i);
            }
        }
    }

  private:
    static constexpr std::size_t side = 128;

    static std::size_t along(double at, double from, double to) {
        const double cell = (at - from) / (to - from) * static_cast<double>(side);
        return std::min(static_cast<std::size_t>(cell), side - 1);
    }

    const std::vector<Box>& m_boxes;
    Box m_box;
    std::vector<std::vector<std::uint32_t>> m_cells;
};

} // namespace

/// What both walks over the points need.
class CopyCounter::Locating {
  public:
    Locating(const Area& area, double distance, const KeyedPoints& points, SpanOfKey spans)
        : m_tiling(area.box()), m_distance(distance), m_points(points), m_spans(std::move(spans)),
          m_locators(shares_of(points), ZoneLocator(area, distance)) {}

    std::vector<CountedCopy> copies() {
        const std::vector<Tiles> shares =
            in_shares(m_points, m_locators.size(),
                      [this](std::size_t share, std::size_t first, std::size_t last) {
                          return counted_tiles(m_locators[share], first, last);
                      });
        Tiles sum;
        for (const Tiles& share : shares) {
            for (const Tile& tile : share.all()) {
                Tile& all = sum.at(tile.cell);
                all.has_point = all.has_point || tile.has_point;
                all.counts += tile.counts;
                all.ring_in_box += tile.ring_in_box;
            }
        }
        return sorted(sum.all());
    }

    std::vector<SpanCounts> around(const std::vector<const CountedCopy*>& copies) {
        std::vector<Box> boxes;
        std::vector<RigidMotion> motions;
        std::vector<SpanCounts> sum;
        boxes.reserve(copies.size());
        motions.reserve(copies.size());
        sum.reserve(copies.size());
        for (const CountedCopy* copy : copies) {
            boxes.push_back(moved_box(m_tiling.box().grown(m_distance), copy->motion));
            motions.push_back(copy->motion);
            sum.push_back(copy->ring_in_box);
        }
        const BoxGrid grid(boxes);
        const auto count = [&](std::size_t share, std::size_t first, std::size_t last) {
            return counted_rings(m_locators[share], motions, grid, first, last);
        };
        for (const auto& share : in_shares(m_points, m_locators.size(), count)) {
            for (std::size_t i = 0; i < sum.size(); ++i) {
                sum[i] += share[i];
            }
        }
        return sum;
    }

  private:
    /// Calls `use(x, y, span)` for the points that have a span.
    template<class Use>
    void visit(std::size_t first, std::size_t last, Use&& use) const {
        m_points.visit(first, last, [&](double x, double y, std::uint32_t key) {
            if (key < m_spans.size() && m_spans[key]) {
                use(x, y, *m_spans[key]);
            }
        });
    }

    Tiles counted_tiles(ZoneLocator& locator, std::size_t first, std::size_t last) const {
        Tiles tiles;
        const auto zones = [&locator](const RigidMotion& motion, double x, double y) {
            const auto [at_x, at_y] = motion.backward(x, y);
            return locator.locate(at_x, at_y);
        };
        visit(first, last, [&](double x, double y, Span span) {
            if (!m_tiling.reaches(x, y)) {
                return;
            }
            const TileCell cell = m_tiling.cell_of(x, y);
            const RigidMotion motion = m_tiling.motion(cell);
            Tile& tile = tiles.at(cell);
            tile.has_point = true;
            if (!m_tiling.is_at_border(motion, x, y)) {
                const ZoneSet in = zones(motion, x, y);
                tile.counts[span] += holds(in, Zone::treated) ? 1 : 0;
                tile.ring_in_box[span] += holds(in, Zone::treated_displacement) ? 1 : 0;
                return;
            }
            for (std::int64_t i = 0; i < 9; ++i) {
                const TileCell next{cell.row + i / 3 - 1, cell.column + i % 3 - 1};
                const RigidMotion there = m_tiling.motion(next);
                if (moved_box(m_tiling.box(), there).contains(x, y)) {
                    tiles.at(next).counts[span] += holds(zones(there, x, y), Zone::treated) ? 1 : 0;
                }
            }
        });
        return tiles;
    }

    /// Of points outside the boxes, or at their borders.
    std::vector<SpanCounts> counted_rings(ZoneLocator& locator,
                                          const std::vector<RigidMotion>& motions,
                                          const BoxGrid& grid, std::size_t first,
                                          std::size_t last) const {
        std::vector<SpanCounts> counts(motions.size());
        visit(first, last, [&](double x, double y, Span span) {
            grid.visit(x, y, [&](std::uint32_t i) {
                if (!m_tiling.is_at_border(motions[i], x, y)) {
                    return; // within the box: counted already
                }
                const auto [at_x, at_y] = motions[i].backward(x, y);
                counts[i][span] +=
                    holds(locator.locate(at_x, at_y), Zone::treated_displacement) ? 1 : 0;
            });
        });
        return counts;
    }

    std::vector<CountedCopy> sorted(const std::vector<Tile>& tiles) const {
        std::vector<std::tuple<double, TileCell, const Tile*>> order;
        order.reserve(tiles.size());
        for (const Tile& tile : tiles) {
            if (tile.has_point) {
                order.emplace_back(m_tiling.distance(tile.cell), tile.cell, &tile);
            }
        }
        std::sort(order.begin(), order.end());
        std::vector<CountedCopy> copies;
        copies.reserve(order.size());
        for (const auto& [distance, cell, tile] : order) {
            copies.push_back({m_tiling.motion(cell), tile->counts, tile->ring_in_box});
        }
        return copies;
    }

    Tiling m_tiling;
    double m_distance;
    const KeyedPoints& m_points;
    SpanOfKey m_spans;
    std::vector<ZoneLocator> m_locators; ///< one for each share of the points; they learn
};

CopyCounter::CopyCounter(const Area& area, double distance, const KeyedPoints& points,
                         SpanOfKey spans)
    : m_locating(std::make_unique<Locating>(area, distance, points, std::move(spans))),
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
