// SPDX-License-Identifier: MIT
#include "wdd/placebo_counter.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

namespace wdd {

namespace {

constexpr double points_a_cell = 4;
constexpr double most_cells = 1 << 20;
constexpr ZoneSet treated_zones_mask =
    zone_bit(Zone::treated) | zone_bit(Zone::treated_displacement);
constexpr ZoneSet control_zones_mask =
    zone_bit(Zone::control) | zone_bit(Zone::control_displacement);

BeforeAfter& of_zone(Counts& counts, Zone zone) {
    switch (zone) {
    case Zone::control:
        return counts.control;
    case Zone::treated_displacement:
        return counts.treated_displacement;
    case Zone::control_displacement:
        return counts.control_displacement;
    case Zone::treated:
        break;
    }
    return counts.treated;
}

/// The box around the turned box.
Box box_after(const Box& box, const RigidMotion& motion) {
    const double half_width = (box.max_x - box.min_x) / 2;
    const double half_height = (box.max_y - box.min_y) / 2;
    const auto [x, y] = motion.forward(box.min_x + half_width, box.min_y + half_height);
    const double reach_x =
        std::abs(motion.cosine) * half_width + std::abs(motion.sine) * half_height;
    const double reach_y =
        std::abs(motion.sine) * half_width + std::abs(motion.cosine) * half_height;
    const double rounding = 1e-9 * (half_width + half_height);
    return Box{x - reach_x, y - reach_y, x + reach_x, y + reach_y}.grown(rounding);
}

} // namespace

PlaceboCounter::PlaceboCounter(const Area& response, const Area& control, double distance,
                               OverlapRule rule, const std::vector<PeriodPoint>& points)
    : m_distance(distance), m_rule(rule), m_locator(response, control, distance),
      m_response_box(response.box().grown(distance)),
      m_control_box(control.box().grown(distance)), m_box{} {
    std::vector<PeriodPoint> incidents;
    incidents.reserve(points.size());
    std::copy_if(points.begin(), points.end(), std::back_inserter(incidents),
                 [](const PeriodPoint& p) { return std::isfinite(p.x) && std::isfinite(p.y); });
    sort_into_cells(incidents);
}

void PlaceboCounter::sort_into_cells(const std::vector<PeriodPoint>& incidents) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    m_box = {infinity, infinity, -infinity, -infinity};
    for (const PeriodPoint& incident : incidents) {
        m_box = m_box.joined({incident.x, incident.y, incident.x, incident.y});
    }
    if (incidents.empty()) {
        m_box = {};
    }
    const double width = m_box.max_x - m_box.min_x;
    const double height = m_box.max_y - m_box.min_y;
    const double cells =
        std::clamp(static_cast<double>(incidents.size()) / points_a_cell, 1.0, most_cells);
    // Square cells, but never so narrow that a line of points had more of them than there are cells
    m_cell_size = std::max(std::sqrt(width * height / cells), std::max(width, height) / cells);
    m_cell_size = m_cell_size > 0 ? m_cell_size : 1;
    m_columns = static_cast<std::size_t>(width / m_cell_size) + 1;
    m_rows = static_cast<std::size_t>(height / m_cell_size) + 1;
    const auto cell_of = [this](const PeriodPoint& incident) {
        return row(incident.y) * m_columns + column(incident.x);
    };
    m_cell_ends.assign(m_columns * m_rows + 1, 0);
    for (const PeriodPoint& incident : incidents) {
        ++m_cell_ends[cell_of(incident) + 1];
    }
    for (std::size_t i = 1; i < m_cell_ends.size(); ++i) {
        m_cell_ends[i] += m_cell_ends[i - 1];
    }
    std::vector<std::size_t> next(m_cell_ends.begin(), m_cell_ends.end() - 1);
    m_incidents.resize(incidents.size());
    for (const PeriodPoint& incident : incidents) {
        m_incidents[next[cell_of(incident)]++] = incident;
    }
}

std::size_t PlaceboCounter::column(double x) const {
    const double offset = std::clamp(x, m_box.min_x, m_box.max_x) - m_box.min_x;
    return std::min(static_cast<std::size_t>(offset / m_cell_size), m_columns - 1);
}

std::size_t PlaceboCounter::row(double y) const {
    const double offset = std::clamp(y, m_box.min_y, m_box.max_y) - m_box.min_y;
    return std::min(static_cast<std::size_t>(offset / m_cell_size), m_rows - 1);
}

template<class Use>
void PlaceboCounter::visit(const Box& box, Use&& use) const {
    if (box.max_x < m_box.min_x || box.min_x > m_box.max_x || box.max_y < m_box.min_y ||
        box.min_y > m_box.max_y) {
        return;
    }
    const std::size_t first_column = column(box.min_x);
    const std::size_t last_column = column(box.max_x);
    for (std::size_t r = row(box.min_y); r <= row(box.max_y); ++r) {
        const std::size_t end = m_cell_ends[r * m_columns + last_column + 1];
        for (std::size_t i = m_cell_ends[r * m_columns + first_column]; i < end; ++i) {
            if (box.contains(m_incidents[i].x, m_incidents[i].y)) {
                use(m_incidents[i]);
            }
        }
    }
}

template<class Zones>
Counts PlaceboCounter::counts_in(const Box& response, const Box& control, Zones&& zones) const {
    Counts counts;
    const auto count = [&](const PeriodPoint& point) {
        const ZoneSet counted = counted_zones(zones(point.x, point.y), m_rule);
        for (const Zone zone : all_zones) {
            if (holds(counted, zone)) {
                BeforeAfter& pair = of_zone(counts, zone);
                ++(point.after ? pair.post : pair.pre);
            }
        }
    };
    visit(response, count);
    visit(control, [&](const PeriodPoint& point) {
        if (!response.contains(point.x, point.y)) { // else it has been counted
            count(point);
        }
    });
    return counts;
}

Counts PlaceboCounter::relocated(const RigidMotion& response, const RigidMotion& control) {
    const auto there = [this](const RigidMotion& motion, double x, double y, ZoneSet mask) {
        const auto [back_x, back_y] = motion.backward(x, y);
        return static_cast<ZoneSet>(m_locator.locate(back_x, back_y) & mask);
    };
    return counts_in(box_after(m_response_box, response), box_after(m_control_box, control),
                     [&](double x, double y) {
                         return static_cast<ZoneSet>(there(response, x, y, treated_zones_mask) |
                                                     there(control, x, y, control_zones_mask));
                     });
}

std::size_t PlaceboCounter::incidents_in(Zone area, const RigidMotion& motion) {
    std::size_t inside = 0;
    visit(box_after(area == Zone::treated ? m_response_box : m_control_box, motion),
          [&](const PeriodPoint& point) {
              const auto [x, y] = motion.backward(point.x, point.y);
              inside += holds(m_locator.locate(x, y), area) ? 1U : 0U;
          });
    return inside;
}

Counts PlaceboCounter::elsewhere(const Area& response, const Area& control) const {
    ZoneLocator locator(response, control, m_distance);
    return counts_in(response.box().grown(m_distance), control.box().grown(m_distance),
                     [&locator](double x, double y) { return locator.locate(x, y); });
}

std::size_t PlaceboCounter::incidents_in(const Area& area) const {
    ZoneLocator locator(area, area, 0);
    std::size_t inside = 0;
    visit(area.box(), [&](const PeriodPoint& point) {
        inside += locator.locate(point.x, point.y) != 0 ? 1U : 0U;
    });
    return inside;
}

} // namespace wdd
