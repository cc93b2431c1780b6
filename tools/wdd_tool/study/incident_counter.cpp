// SPDX-License-Identifier: MIT
#include "wdd_tool/study/incident_counter.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "toolkit/text/errors.hpp"

namespace wdd_tool {

namespace {

using toolkit::DataError;
using toolkit::DateState;
using toolkit::FieldDate;
using toolkit::IncidentBatch;

constexpr double nowhere = std::numeric_limits<double>::quiet_NaN();

} // namespace

std::optional<wdd::Box> box_of_incidents(const StudyAreas& areas, const toolkit::Crs& system,
                                         const wdd::Box& box) {
    toolkit::Transformation back(areas.crs, system);
    const auto image = back.transform_box(box);
    if (!image || back.is_identity()) {
        return image;
    }
    constexpr double margin = 0.01;
    return image->grown(margin *
                        std::max(image->max_x - image->min_x, image->max_y - image->min_y));
}

IncidentCounter::IncidentCounter(const IncidentOptions& options, const StudyAreas& areas,
                                 const wdd::Period& window, const WiderReading& wider)
    : m_options(options), m_areas(areas), m_wider(wider),
      m_locator(areas.response, areas.control, areas.distance),
      m_box(wider.box ? m_locator.box().joined(*wider.box) : m_locator.box()),
      m_tally_box(wider.tally_there ? m_box : m_locator.box()), m_daily(window),
      m_by_month(window) {}

void IncidentCounter::begin(const IncidentSource& source) {
    m_source = &source;
    m_transformation.emplace(source.crs(), m_areas.crs);
    m_places.emplace(source.crs(), box_of_incidents(m_areas, source.crs(), m_locator.box()));
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

void IncidentCounter::count_one(const IncidentBatch& batch, std::size_t i) {
    const bool near = m_tally_box.contains(batch.x[i], batch.y[i]);
    if (near ? !is_usable_date(batch, i) : !batch.date[i].is_dated()) {
        return;
    }
    if (!m_daily.window().contains(batch.date[i].day) || repeats_an_id(batch, i, near)) {
        return;
    }
    if (near) {
        count_in_zones(batch, i);
    }
    hand_over(batch, i);
}

/// Near the zones what has no usable date is told of.
bool IncidentCounter::is_usable_date(const IncidentBatch& batch, std::size_t i) {
    const FieldDate& date = batch.date[i];
    ++m_near_zones;
    switch (date.state) {
    case DateState::null:
        ++m_tally.null_date;
        return false;
    case DateState::unreadable:
        if (!m_options.skip_bad_dates) {
            throw unreadable(batch.id[i]);
        }
        ++m_tally.bad_date;
        return false;
    case DateState::month:
        ++m_tally.month_dates;
        break;
    case DateState::day:
        ++m_day_dates;
        break;
    }
    m_near.add(date.day);
    m_faults.carries_offset =
        m_faults.carries_offset || (date.carries_offset && m_source->dates_may_be_local());
    return true;
}

void IncidentCounter::count_in_zones(const IncidentBatch& batch, std::size_t i) {
    const FieldDate& date = batch.date[i];
    const bool by_month = date.state == DateState::month;
    const wdd::ZoneSet zones = m_locator.locate(batch.x[i], batch.y[i]);
    (by_month ? m_by_month : m_daily).add(date.day, zones);
    if (zones != 0 && !by_month && batch.key.empty()) {
        m_faults.in_zones.push_back({batch.x[i], batch.y[i], date.day + date.time});
    }
}

/// The first of those with one id counts, near the zones and elsewhere each for itself, so that it
/// does not matter how much of the layer is read.
bool IncidentCounter::repeats_an_id(const IncidentBatch& batch, std::size_t i, bool near) {
    if (batch.key.empty()) {
        return false;
    }
    if (batch.key[i].empty()) {
        m_faults.without_id += near ? 1 : 0;
        return false;
    }
    const bool is_first = (near ? m_ids_near : m_ids_far).insert(batch.key[i]).second;
    if (!is_first && near && m_locator.locate(batch.x[i], batch.y[i]) != 0) {
        m_faults.repeated_ids.add(batch.date[i]);
    }
    return !is_first;
}

void IncidentCounter::hand_over(const IncidentBatch& batch, std::size_t i) const {
    const FieldDate& date = batch.date[i];
    if (m_wider.box && m_wider.box->contains(batch.x[i], batch.y[i])) {
        m_wider.handle({batch.x[i], batch.y[i], date.day, date.state == DateState::month});
    }
}

DataError IncidentCounter::unreadable(std::int64_t id) const {
    return DataError(fmt::format(
        "{}: feature {}: the date '{}' in field '{}' cannot be read; write YYYY-MM-DD, or name the format with --date-format. --skip-bad-dates leaves such incidents out, which biases the result if they are more common before or after",
        m_source->text(), id, m_source->written_date(id), m_source->date_name()));
}

wdd::DailyCounts IncidentCounter::daily() const {
    wdd::DailyCounts daily = m_daily;
    if (is_by_month()) {
        daily.add(m_by_month);
    }
    return daily;
}

wdd::IncidentTally IncidentCounter::tally() const {
    wdd::IncidentTally tally = m_tally;
    tally.month_only = is_by_month();
    return tally;
}

ReadingFaults IncidentCounter::faults() const {
    ReadingFaults faults = m_faults;
    faults.near_zones = m_near_zones;
    return faults;
}

} // namespace wdd_tool
