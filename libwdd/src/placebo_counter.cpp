// SPDX-License-Identifier: MIT
#include "wdd/placebo_counter.hpp"

#include <algorithm>
#include <cmath>
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

} // namespace

PlaceboCounter::PlaceboCounter(const Area& response, const Area& control, double distance,
                               OverlapRule rule, const std::vector<PeriodPoint>& points)
    : m_control(control), m_distance(distance), m_rule(rule),
      m_locator(response, control, distance),
      m_response_box(response.box().grown(distance)), m_box{} {
    std::vector<Incident> incidents;
    incidents.reserve(points.size());
    for (const PeriodPoint& point : points) {
        if (std::isfinite(point.x) && std::isfinite(point.y)) {
            const auto zones =
                static_cast<ZoneSet>(m_locator.locate(point.x, point.y) & control_zones_mask);
            incidents.push_back({point.x, point.y, point.after, zones});
            count(incidents.back(), zones, 1, m_of_control);
        }
    }
    sort_into_cells(incidents);
}

void PlaceboCounter::sort_into_cells(const std::vector<Incident>& incidents) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    m_box = {infinity, infinity, -infinity, -infinity};
    for (const Incident& incident : incidents) {
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
    const auto cell_of = [this](const Incident& incident) {
        return row(incident.y) * m_columns + column(incident.x);
    };
    m_cell_ends.assign(m_columns * m_rows + 1, 0);
    for (const Incident& incident : incidents) {
        ++m_cell_ends[cell_of(incident) + 1];
    }
    for (std::size_t i = 1; i < m_cell_ends.size(); ++i) {
        m_cell_ends[i] += m_cell_ends[i - 1];
    }
    std::vector<std::size_t> next(m_cell_ends.begin(), m_cell_ends.end() - 1);
    m_incidents.resize(incidents.size());
    for (const Incident& incident : incidents) {
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

void PlaceboCounter::count(const Incident& incident, ZoneSet zones, double weight,
                           Counts& counts) const {
    const ZoneSet counted = counted_zones(zones, m_rule);
    for (const Zone zone : all_zones) {
        if (holds(counted, zone)) {
            BeforeAfter& pair = of_zone(counts, zone);
            (incident.after ? pair.post : pair.pre) += weight;
        }
    }
}

template<class TreatedZones>
Counts PlaceboCounter::counts_in(const Box& box, TreatedZones&& treated_zones) const {
    Counts counts = m_of_control;
    if (box.max_x < m_box.min_x || box.min_x > m_box.max_x || box.max_y < m_box.min_y ||
        box.min_y > m_box.max_y) {
        return counts;
    }
    const std::size_t first_column = column(box.min_x);
    const std::size_t last_column = column(box.max_x);
    for (std::size_t r = row(box.min_y); r <= row(box.max_y); ++r) {
        const std::size_t end = m_cell_ends[r * m_columns + last_column + 1];
        for (std::size_t i = m_cell_ends[r * m_columns + first_column]; i < end; ++i) {
            const Incident& incident = m_incidents[i];
            if (!box.contains(incident.x, incident.y)) {
                continue;
            }
            const ZoneSet treated = treated_zones(incident.x, incident.y);
            if (treated != 0) { // the rule now decides anew about a point in control's ring, too
                count(incident, incident.zones, -1, counts);
                count(incident, static_cast<ZoneSet>(incident.zones | treated), 1, counts);
            }
        }
    }
    return counts;
}

/// The box around the turned box.
Box PlaceboCounter::box_after(const RigidMotion& motion) const {
    const double half_width = (m_response_box.max_x - m_response_box.min_x) / 2;
    const double half_height = (m_response_box.max_y - m_response_box.min_y) / 2;
    const auto [x, y] =
        motion.forward(m_response_box.min_x + half_width, m_response_box.min_y + half_height);
    const double reach_x =
        std::abs(motion.cosine) * half_width + std::abs(motion.sine) * half_height;
    const double reach_y =
        std::abs(motion.sine) * half_width + std::abs(motion.cosine) * half_height;
    const double rounding = 1e-9 * (half_width + half_height);
    return Box{x - reach_x, y - reach_y, x + reach_x, y + reach_y}.grown(rounding);
}

Counts PlaceboCounter::relocated(const RigidMotion& motion) {
    return counts_in(box_after(motion), [this, &motion](double x, double y) {
        const auto [back_x, back_y] = motion.backward(x, y);
        return static_cast<ZoneSet>(m_locator.locate(back_x, back_y) & treated_zones_mask);
    });
}

Counts PlaceboCounter::elsewhere(const Area& area) const {
    ZoneLocator locator(area, m_control, m_distance);
    return counts_in(area.box().grown(m_distance), [&locator](double x, double y) {
        return static_cast<ZoneSet>(locator.locate(x, y) & treated_zones_mask);
    });
}

} // namespace wdd
