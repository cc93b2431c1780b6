// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "toolkit/text/errors.hpp"
#include "wdd/data_faults.hpp"
#include "wdd/zone_locator.hpp"
#include "wdd_tool/study/day_histogram.hpp"
#include "wdd_tool/study/place_check.hpp"
#include "wdd_tool/study/study.hpp"

namespace wdd_tool {

/// A box of the computing system in the system of the incidents, somewhat grown, since a box's
/// image is only sampled; none if it has no image there.
std::optional<wdd::Box> box_of_incidents(const StudyAreas& areas, const toolkit::Crs& system,
                                         const wdd::Box& box);

/// Puts batches of incidents where they belong, and remembers what is wrong with them.
class IncidentCounter {
  public:
    IncidentCounter(const IncidentOptions& options, const StudyAreas& areas,
                    const wdd::Period& window, const WiderReading& wider);

    /// What is counted from now on comes from this source.
    void begin(const IncidentSource& source);

    const wdd::Box& box() const { return m_box; }

    /// Of the source that was begun.
    const PlaceCheck& places() const { return *m_places; }

    /// Throws DataError for a date that cannot be read.
    void count(toolkit::IncidentBatch& batch);

    /// By days, and those dated by month too where these are the most; fewer, they are left out: a
    /// period of days holds parts of months.
    wdd::DailyCounts daily() const;

    wdd::IncidentTally tally() const;

    /// What only the reading knows.
    ReadingFaults faults() const;

    /// Incidents with a date and a place: near the zones, and all that were handed over.
    wdd::DayTotals near_zones() const { return m_near.totals(); }

    wdd::DayTotals everywhere() const { return m_everywhere.totals(); }

  private:
    bool is_by_month() const { return m_tally.month_dates > m_day_dates; }

    bool has_place(const toolkit::IncidentBatch& batch, std::size_t i);
    void count_one(const toolkit::IncidentBatch& batch, std::size_t i);
    bool is_usable_date(const toolkit::IncidentBatch& batch, std::size_t i);
    void count_in_zones(const toolkit::IncidentBatch& batch, std::size_t i);
    bool repeats_an_id(const toolkit::IncidentBatch& batch, std::size_t i, bool near);
    void hand_over(const toolkit::IncidentBatch& batch, std::size_t i) const;
    toolkit::DataError unreadable(std::int64_t id) const;

    const IncidentOptions& m_options;
    const StudyAreas& m_areas;
    const WiderReading& m_wider;
    wdd::ZoneLocator m_locator;
    wdd::Box m_box;
    wdd::Box m_tally_box; ///< what lies outside is only handed over
    const IncidentSource* m_source = nullptr;
    std::optional<toolkit::Transformation> m_transformation; ///< from the source's system
    std::optional<PlaceCheck> m_places;
    wdd::DailyCounts m_daily;
    wdd::DailyCounts m_by_month;
    wdd::IncidentTally m_tally;
    std::int64_t m_day_dates = 0; ///< in the box, as those of the tally
    std::int64_t m_near_zones = 0;
    DayHistogram m_near;
    DayHistogram m_everywhere;
    ReadingFaults m_faults;
    std::unordered_set<std::string> m_ids_near;
    std::unordered_set<std::string> m_ids_far;
};

} // namespace wdd_tool
