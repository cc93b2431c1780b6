// SPDX-License-Identifier: MIT
#include "wdd_tool/study/incident_counter.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "toolkit/text/blanks.hpp"
#include "toolkit/text/errors.hpp"

namespace wdd_tool {

namespace {

using toolkit::DataError;
using toolkit::DateState;
using toolkit::FieldDate;
using toolkit::IncidentBatch;

constexpr double furthest = std::numeric_limits<double>::max();
constexpr wdd::Box any_place{-furthest, -furthest, furthest, furthest};
constexpr double nowhere = std::numeric_limits<double>::quiet_NaN();

/// The response areas, and after them each control area once.
std::vector<wdd::Area> areas_to_locate(const std::vector<CountedStudy>& studies) {
    std::vector<wdd::Area> areas;
    areas.reserve(studies.size() + 1);
    for (const CountedStudy& study : studies) {
        areas.push_back(study.areas.response);
    }
    for (const CountedStudy& study : studies) {
        const auto is_this = [&study](const wdd::Area& area) {
            return &area.geometry() == &study.areas.control.geometry();
        };
        if (std::none_of(areas.begin() + static_cast<std::ptrdiff_t>(studies.size()), areas.end(),
                         is_this)) {
            areas.push_back(study.areas.control);
        }
    }
    return areas;
}

std::vector<std::size_t> control_numbers(const std::vector<CountedStudy>& studies,
                                         const std::vector<wdd::Area>& areas) {
    std::vector<std::size_t> numbers;
    numbers.reserve(studies.size());
    for (const CountedStudy& study : studies) {
        std::size_t number = studies.size();
        while (&areas.at(number).geometry() != &study.areas.control.geometry()) {
            ++number;
        }
        numbers.push_back(number);
    }
    return numbers;
}

std::vector<StudyReach> reaches(const std::vector<CountedStudy>& studies) {
    std::vector<StudyReach> all;
    all.reserve(studies.size());
    for (const CountedStudy& study : studies) {
        const double distance = study.areas.distance;
        all.push_back({.box = study.areas.response.box().grown(distance).joined(
                           study.areas.control.box().grown(distance)),
                       .window = study.window});
    }
    return all;
}

std::vector<wdd::Box> boxes(const std::vector<CountedStudy>& studies) {
    std::vector<wdd::Box> all;
    all.reserve(studies.size());
    for (const StudyReach& study : reaches(studies)) {
        all.push_back(study.box);
    }
    return all;
}

std::vector<wdd::Period> windows(const std::vector<CountedStudy>& studies) {
    std::vector<wdd::Period> all;
    all.reserve(studies.size());
    for (const CountedStudy& study : studies) {
        all.push_back(study.window);
    }
    return all;
}

wdd::Period spanning(const std::vector<wdd::Period>& windows) {
    wdd::Period all = windows.front();
    for (const wdd::Period& window : windows) {
        all = {std::min(all.start, window.start), std::max(all.end, window.end)};
    }
    return all;
}

} // namespace

DataError unreadable(const UnreadableDate& date) {
    return DataError(fmt::format(
        "{}: feature {}: the date '{}' in field '{}' cannot be read; write YYYY-MM-DD, or name the format with ⟨--date-format⟩. ⟨--skip-bad-dates⟩ leaves such incidents out, which biases the result if they are more common before or after",
        date.source->text(), date.id, date.source->written_date(date.id),
        date.source->date_name()));
}

std::optional<wdd::Box> box_of_incidents(const toolkit::Crs& computed, const toolkit::Crs& system,
                                         const wdd::Box& box) {
    toolkit::Transformation back(computed, system);
    const auto image = back.transform_box(box);
    if (!image || back.is_identity()) {
        return image;
    }
    constexpr double margin = 0.01;
    return image->grown(margin *
                        std::max(image->max_x - image->min_x, image->max_y - image->min_y));
}

IncidentCounter::IncidentCounter(const IncidentOptions& options,
                                 const std::vector<CountedStudy>& studies,
                                 const WiderReading& wider)
    : m_options(options), m_wider(wider), m_windows(windows(studies)),
      m_areas(areas_to_locate(studies)), m_computed(studies.front().areas.crs),
      m_locator(m_areas, studies.front().areas.distance), m_near(boxes(studies)),
      m_ids(reaches(studies)), m_box(wider.kept != nullptr ? any_place : m_near.box()),
      m_grouped(spanning(m_windows)), m_repeated(studies.size()), m_without_id(studies.size()),
      m_refusals(studies.size()) {
    m_controls = control_numbers(studies, m_areas);
}

void IncidentCounter::begin(const IncidentSource& source) {
    m_source = &source;
    m_transformation.emplace(source.crs(), m_computed);
    m_places.emplace(source.crs(), box_of_incidents(m_computed, source.crs(), m_near.box()));
}

void IncidentCounter::count(IncidentBatch& batch) {
    for (std::size_t i = 0; i < batch.size(); ++i) {
        if (!has_place(batch, i)) {
            batch.x[i] = batch.y[i] = nowhere;
        }
    }
    m_transformation->transform(batch.x, batch.y);
    for (std::size_t i = 0; i < batch.size(); ++i) {
        if (!std::isnan(batch.x[i])) {
            if (batch.date[i].is_dated()) {
                m_everywhere.add(batch.date[i].day);
            }
            if (m_box.contains(batch.x[i], batch.y[i])) {
                count_one(batch, i);
            }
        }
    }
}

/// False for incidents without a place, or with one where none can be; these are counted apart.
bool IncidentCounter::has_place(const IncidentBatch& batch, std::size_t i) {
    const double x = batch.x[i];
    const double y = batch.y[i];
    const FieldDate& date = batch.date[i];
    if (std::isnan(x) || std::isnan(y)) {
        m_faults.placeless.add(date);
        return false;
    }
    const PlaceState state = m_places->state(x, y);
    if (state == PlaceState::possible) {
        return true;
    }
    m_faults.zero += state == PlaceState::placeholder ? 1 : 0;
    m_faults.swapped += state == PlaceState::swapped ? 1 : 0;
    m_faults.outside += state == PlaceState::outside ? 1 : 0;
    m_faults.impossible.add(date);
    if (m_faults.example.empty()) {
        m_faults.example = fmt::format("({:.12g}, {:.12g})", x, y);
    }
    return false;
}

/// Near the zones what has no usable date is told of.
void IncidentCounter::count_one(const IncidentBatch& batch, std::size_t i) {
    const FieldDate& date = batch.date[i];
    const bool near = m_near.find(batch.x[i], batch.y[i]);
    if (near) {
        m_near.add(date);
        if (date.state == DateState::unreadable && !m_options.reading.skip_bad_dates) {
            refuse(batch, i);
        }
    }
    if (!date.is_dated()) {
        return;
    }
    if (near && date.carries_offset && m_source->dates_may_be_local()) {
        m_near.mark_offset();
    }
    if (!m_grouped.window().contains(date.day)) {
        return;
    }
    RepeatedIds::Answer repeats = repetition(batch, i, near);
    if (near) {
        count_in_zones(batch, i, std::move(repeats.near));
    }
    if (m_wider.kept != nullptr && !repeats.for_all) {
        m_wider.kept->add(batch.x[i], batch.y[i], date.day, date.state == DateState::month);
    }
}

/// The studies that it is near to cannot go on; without any other, nothing can.
void IncidentCounter::refuse(const IncidentBatch& batch, std::size_t i) {
    const UnreadableDate date(*m_source, batch.id[i]);
    for (std::size_t study = 0; study < m_refusals.size(); ++study) {
        if (m_near.holds(study) && !m_refusals[study]) {
            m_refusals[study] = date;
        }
    }
    if (std::ranges::all_of(m_refusals, [](const auto& refusal) { return refusal.has_value(); })) {
        throw UnreadableDate(date);
    }
}

RepeatedIds::Answer IncidentCounter::repetition(const IncidentBatch& batch, std::size_t i,
                                                bool near) {
    if (batch.key.empty()) {
        return {};
    }
    const std::chrono::sys_days day = batch.date[i].day;
    if (!batch.key[i].empty()) {
        return m_ids.add(batch.key[i], batch.x[i], batch.y[i], day);
    }
    for (std::size_t study = 0; near && study < m_windows.size(); ++study) {
        m_without_id[study] += m_near.holds(study) && m_windows[study].contains(day) ? 1 : 0;
    }
    return {};
}

void IncidentCounter::count_in_zones(const IncidentBatch& batch, std::size_t i,
                                     std::vector<std::size_t> without) {
    const FieldDate& date = batch.date[i];
    const bool by_month = date.state == DateState::month;
    const std::size_t places = m_locator.locate(batch.x[i], batch.y[i]);
    if (places == 0) {
        return;
    }
    std::erase_if(without, [&](std::size_t study) { return zones(places, study) == 0; });
    for (const std::size_t study : without) {
        m_repeated[study].add(date);
    }
    m_grouped.add({.places = places, .type = type_of(batch, i), .without = std::move(without)},
                  date.day, by_month);
    if (!by_month && batch.key.empty()) {
        if (places >= m_points.size()) {
            m_points.resize(places + 1);
        }
        m_points[places].push_back({batch.x[i], batch.y[i], date.day + date.time});
    }
}

wdd::ZoneSet IncidentCounter::zones(std::size_t places, std::size_t study) const {
    using wdd::Zone;
    wdd::ZoneSet set = 0;
    for (const wdd::AreaPlace& place : m_locator.places(places)) {
        if (place.area == study) {
            set |= zone_bit(place.in_ring ? Zone::treated_displacement : Zone::treated);
        } else if (place.area == m_controls[study]) {
            set |= zone_bit(place.in_ring ? Zone::control_displacement : Zone::control);
        }
    }
    return set;
}

std::size_t IncidentCounter::type_of(const IncidentBatch& batch, std::size_t i) {
    if (batch.type.empty() || toolkit::is_missing(batch.type[i])) {
        return 0;
    }
    const auto [known, is_new] = m_type_numbers.try_emplace(batch.type[i], m_types.size());
    if (is_new) {
        m_types.push_back(batch.type[i]);
    }
    return known->second;
}

wdd::DailyCounts IncidentCounter::daily(std::size_t study) const {
    wdd::DailyCounts daily(m_windows[study]);
    for (std::size_t type = 0; type < m_types.size(); ++type) {
        add_type(daily, study, type);
    }
    return daily;
}

wdd::DailyCounts IncidentCounter::daily(std::size_t study, std::size_t type) const {
    wdd::DailyCounts daily(m_windows[study]);
    add_type(daily, study, type);
    return daily;
}

void IncidentCounter::add_type(wdd::DailyCounts& daily, std::size_t study, std::size_t type) const {
    for (const GroupedIncidents::Counted& counted : m_grouped.all()) {
        const wdd::ZoneSet in = zones(counted.group.places, study);
        if (counted.group.type != type || in == 0 ||
            std::ranges::binary_search(counted.group.without, study)) {
            continue;
        }
        m_grouped.add_to(daily, counted.by_day, in);
        if (is_by_month(study)) {
            m_grouped.add_to(daily, counted.by_month, in);
        }
    }
}

std::vector<wdd::PooledIncidents>
IncidentCounter::pooled(const std::vector<std::optional<std::size_t>>& numbers,
                        const TypeWeights& weights) const {
    std::vector<wdd::PooledIncidents> all;
    const auto add = [&](const IncidentGroup& group, const GroupedIncidents::Days& days,
                         bool by_month) {
        const std::optional<double> weight =
            weights.empty() ? std::optional(1.0) : weights.at(group.type);
        if (!weight) {
            return;
        }
        wdd::PooledIncidents incidents;
        incidents.weight = *weight;
        for (std::size_t study = 0; study < numbers.size() && !days.empty(); ++study) {
            const wdd::ZoneSet in = zones(group.places, study);
            if (numbers[study] && in != 0 && (!by_month || is_by_month(study)) &&
                !std::ranges::binary_search(group.without, study)) {
                incidents.zones.emplace_back(*numbers[study], in);
            }
        }
        for (std::size_t i = 0; i < days.size() && !incidents.zones.empty(); ++i) {
            if (days[i] > 0) {
                incidents.days.push_back(
                    {m_grouped.window().start + std::chrono::days(i), days[i]});
            }
        }
        if (!incidents.days.empty()) {
            all.push_back(std::move(incidents));
        }
    };
    for (const GroupedIncidents::Counted& counted : m_grouped.all()) {
        add(counted.group, counted.by_day, false);
        add(counted.group, counted.by_month, true);
    }
    return all;
}

wdd::IncidentTally IncidentCounter::tally(std::size_t study) const {
    wdd::IncidentTally tally;
    tally.null_date = m_near.null_dates(study);
    tally.bad_date = m_near.unreadable(study);
    tally.month_dates = m_near.month_dates(study);
    tally.month_only = is_by_month(study);
    return tally;
}

ReadingFaults IncidentCounter::faults(std::size_t study) const {
    ReadingFaults faults = m_faults;
    faults.near_zones = m_near.incidents(study);
    faults.repeated_ids = m_repeated[study];
    faults.without_id = m_without_id[study];
    faults.carries_offset = m_near.carries_offset(study);
    for (std::size_t places = 0; places < m_points.size(); ++places) {
        if (zones(places, study) != 0) {
            faults.in_zones.insert(faults.in_zones.end(), m_points[places].begin(),
                                   m_points[places].end());
        }
    }
    return faults;
}

} // namespace wdd_tool
