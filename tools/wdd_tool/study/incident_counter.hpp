// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "toolkit/text/errors.hpp"
#include "wdd/areas_locator.hpp"
#include "wdd/data_faults.hpp"
#include "wdd/pooled.hpp"
#include "wdd_tool/study/day_histogram.hpp"
#include "wdd_tool/study/grouped_incidents.hpp"
#include "wdd_tool/study/near_tally.hpp"
#include "wdd_tool/study/place_check.hpp"
#include "wdd_tool/study/repeated_ids.hpp"
#include "wdd_tool/study/study.hpp"

namespace wdd_tool {

/// A box of the computing system in the system of the incidents, somewhat grown, since a box's
/// image is only sampled; none if it has no image there.
std::optional<wdd::Box> box_of_incidents(const toolkit::Crs& computed, const toolkit::Crs& system,
                                         const wdd::Box& box);

/// An incident whose date cannot be read. What it says is for the thread that reads the layer.
struct UnreadableDate : std::exception {
    UnreadableDate(const IncidentSource& of, std::int64_t feature) : source(&of), id(feature) {}

    const IncidentSource* source;
    std::int64_t id;
};

/// The error, in the words of its source.
toolkit::DataError unreadable(const UnreadableDate& date);

/// A study and the days that it needs. All have one computing system and one distance.
struct CountedStudy {
    const StudyAreas& areas;
    wdd::Period window;
};

/// Puts batches of incidents where they belong in each of several studies, and remembers what is
/// wrong with them.
class IncidentCounter {
  public:
    IncidentCounter(const IncidentOptions& options, const std::vector<CountedStudy>& studies,
                    const WiderReading& wider);

    /// What is counted from now on comes from this source.
    void begin(const IncidentSource& source);

    const wdd::Box& box() const { return m_box; }

    /// Of the source that was begun.
    const PlaceCheck& places() const { return *m_places; }

    /// Throws UnreadableDate if no study is left without one.
    void count(toolkit::IncidentBatch& batch);

    /// By days, and those dated by month too where these are the most; fewer, they are left out: a
    /// period of days holds parts of months.
    wdd::DailyCounts daily(std::size_t study) const;

    /// Of one crime type.
    wdd::DailyCounts daily(std::size_t study, std::size_t type) const;

    /// The crime types that were met, by number; the first is what has none.
    const std::vector<std::string>& types() const { return m_types; }

    /// The incidents of each group that counts in some of the studies that have a number, with that
    /// number in place of the study's own.
    std::vector<wdd::PooledIncidents> pooled(const std::vector<std::optional<std::size_t>>& numbers,
                                             const TypeWeights& weights) const;

    wdd::IncidentTally tally(std::size_t study) const;

    /// What only the reading knows.
    ReadingFaults faults(std::size_t study) const;

    /// Incidents with a date and a place: near the zones, and all that were handed over.
    wdd::DayTotals near_zones(std::size_t study) const { return m_near.days(study); }

    wdd::DayTotals everywhere() const { return m_everywhere.totals(); }

    /// Why a study cannot go on: a date that cannot be read.
    const std::optional<UnreadableDate>& refusal(std::size_t study) const {
        return m_refusals[study];
    }

  private:
    bool is_by_month(std::size_t study) const {
        return m_near.month_dates(study) > m_near.day_dates(study);
    }

    bool has_place(const toolkit::IncidentBatch& batch, std::size_t i);
    void count_one(const toolkit::IncidentBatch& batch, std::size_t i);
    void refuse(const toolkit::IncidentBatch& batch, std::size_t i);
    RepeatedIds::Answer repetition(const toolkit::IncidentBatch& batch, std::size_t i, bool near);
    void count_in_zones(const toolkit::IncidentBatch& batch, std::size_t i,
                        std::vector<std::size_t> without);
    wdd::ZoneSet zones(std::size_t places, std::size_t study) const;
    void add_type(wdd::DailyCounts& daily, std::size_t study, std::size_t type) const;
    std::size_t type_of(const toolkit::IncidentBatch& batch, std::size_t i);

    const IncidentOptions& m_options;
    const WiderReading& m_wider;
    std::vector<wdd::Period> m_windows;  ///< by study
    std::vector<std::size_t> m_controls; ///< by study: the number of its control area
    std::vector<wdd::Area> m_areas;      ///< the response areas, then the different control areas
    toolkit::Crs m_computed;
    wdd::AreasLocator m_locator;
    NearTally m_near;
    RepeatedIds m_ids;
    wdd::Box m_box;
    const IncidentSource* m_source = nullptr;
    std::optional<toolkit::Transformation> m_transformation; ///< from the source's system
    std::optional<PlaceCheck> m_places;
    GroupedIncidents m_grouped;
    std::vector<std::string> m_types{""};
    std::unordered_map<std::string, std::size_t> m_type_numbers{{"", 0}};
    DayHistogram m_everywhere;
    ReadingFaults m_faults;                                ///< what is the same for all
    std::vector<std::vector<CountedPoint>> m_points;       ///< by number of the locator
    std::vector<DatedTally> m_repeated;                    ///< by study
    std::vector<std::int64_t> m_without_id;                ///< by study
    std::vector<std::optional<UnreadableDate>> m_refusals; ///< by study
};

} // namespace wdd_tool
