// SPDX-License-Identifier: MIT
#include "crims_tool/records/dated_places.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "toolkit/layers/computing_crs.hpp"
#include "toolkit/text/errors.hpp"

namespace crims_tool {

namespace {

bool has_place(const IncidentColumns& incidents, std::size_t i) {
    const double x = incidents.x[i];
    const double y = incidents.y[i];
    constexpr double half_turn = 180;
    constexpr double quarter_turn = 90;
    const bool on_earth =
        incidents.crs->is_projected() || (std::abs(x) <= half_turn && std::abs(y) <= quarter_turn);
    return std::isfinite(x) && std::isfinite(y) && on_earth && (x != 0 || y != 0);
}

/// A system in which lengths are true: that of the study, or one around the incidents.
toolkit::Crs system_of(const IncidentColumns& incidents, const std::vector<std::size_t>& used,
                       const std::optional<toolkit::Crs>& study) {
    if (study && study->has_true_lengths()) {
        return *study;
    }
    wdd::Box box{incidents.x[used.front()], incidents.y[used.front()], incidents.x[used.front()],
                 incidents.y[used.front()]};
    for (const std::size_t i : used) {
        box.min_x = std::min(box.min_x, incidents.x[i]);
        box.max_x = std::max(box.max_x, incidents.x[i]);
        box.min_y = std::min(box.min_y, incidents.y[i]);
        box.max_y = std::max(box.max_y, incidents.y[i]);
    }
    return toolkit::choose_crs(std::nullopt, {incidents.source, *incidents.crs, box}, {}).computing;
}

} // namespace

bool has_dated_places(const IncidentColumns& incidents) {
    for (std::size_t i = 0; i < incidents.size(); ++i) {
        if (incidents.month_only[i] == 0 && has_place(incidents, i)) {
            return true;
        }
    }
    return false;
}

DatedPlaces dated_places(const IncidentColumns& incidents,
                         const std::optional<toolkit::Crs>& study) {
    DatedPlaces result;
    std::vector<std::size_t> used;
    for (std::size_t i = 0; i < incidents.size(); ++i) {
        if (!has_place(incidents, i)) {
            ++result.without_place;
        } else if (incidents.month_only[i] != 0) {
            ++result.without_day;
        } else {
            used.push_back(i);
        }
    }
    if (used.empty()) {
        throw toolkit::DataError(fmt::format(
            "{}: none of its {} incidents has a day and a place ({} have only a month, {} no place)",
            incidents.source, incidents.size(), result.without_day, result.without_place));
    }
    const toolkit::Crs crs = system_of(incidents, used, study);
    std::vector<double> x;
    std::vector<double> y;
    for (const std::size_t i : used) {
        x.push_back(incidents.x[i]);
        y.push_back(incidents.y[i]);
    }
    toolkit::Transformation(*incidents.crs, crs).transform(x, y);
    const double metres = crs.unit().metres;
    for (const std::string& name : incidents.crime_types) {
        result.types.push_back({.crime_type = name, .events = {}});
    }
    std::set<std::tuple<std::uint16_t, double, double, std::chrono::sys_seconds>> seen;
    for (std::size_t i = 0; i < used.size(); ++i) {
        if (!std::isfinite(x[i]) || !std::isfinite(y[i])) { // beyond what the system can show
            ++result.without_place;
            continue;
        }
        const std::chrono::sys_seconds time = incidents.local[used[i]];
        const std::uint16_t type = incidents.crime_type[used[i]];
        if (incidents.has_time[used[i]] != 0 && !seen.emplace(type, x[i], y[i], time).second) {
            ++result.repeated_rows;
            continue;
        }
        const auto day = std::chrono::floor<std::chrono::days>(time);
        result.types[type].events.push_back(
            {.x = x[i] * metres,
             .y = y[i] * metres,
             .day = static_cast<int>(day.time_since_epoch().count())});
    }
    std::erase_if(result.types, [](const TypeEvents& type) { return type.events.empty(); });
    std::sort(result.types.begin(), result.types.end(),
              [](const auto& a, const auto& b) { return a.crime_type < b.crime_type; });
    return result;
}

} // namespace crims_tool
