// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "toolkit/command/console.hpp"
#include "wdd/daily_counts.hpp"
#include "wdd/evaluation.hpp"
#include "wdd/pooled.hpp"
#include "wdd_tool/study/area_reader.hpp"
#include "wdd_tool/study/incident_source.hpp"
#include "wdd_tool/study/kept_incidents.hpp"
#include "wdd_tool/study/reading_faults.hpp"

namespace wdd_tool {

struct PeriodOptions {
    wdd::Period post;
    std::optional<wdd::Period> pre;     ///< none: as long as the treatment period, just before it
    bool pre_is_a_year_earlier = false; ///< `pre` is the same days a year earlier
};

struct SuitabilityOptions {
    bool test = false;
    bool enforce = true;
    wdd::SuitabilityThresholds thresholds;
};

/// Incidents counted by zone and day, with what was met on the way.
struct CountedIncidents {
    wdd::DailyCounts daily;
    wdd::IncidentTally tally;
    std::optional<wdd::Period> dates; ///< first and last date that the incidents cover
    std::vector<std::string> warnings = {};
    ReadingFaults faults = {};
    std::vector<wdd::StrayDate> strays = {}; ///< not covered by `dates`
    std::vector<std::string> notes = {};     ///< what was read
};

/// What else one reading is to serve than the study itself.
struct WiderReading {
    KeptIncidents* kept = nullptr; ///< takes the incidents of its window, wherever they are
};

/// A study whose incidents are to be counted.
struct StudyToCount {
    const StudyAreas& areas;
    PeriodOptions periods;
};

/// By the number of the crime type, what each of its incidents counts; nothing for those that are
/// left out. Empty: all count 1.
using TypeWeights = std::vector<std::optional<double>>;

/// The incidents of several studies, read once.
class CountedStudies {
  public:
    CountedStudies(const IncidentSources& incidents, std::vector<StudyToCount> studies,
                   toolkit::Console& console, const WiderReading& wider);
    ~CountedStudies();
    CountedStudies(const CountedStudies&) = delete;
    CountedStudies(CountedStudies&&) = delete;
    CountedStudies& operator=(const CountedStudies&) = delete;
    CountedStudies& operator=(CountedStudies&&) = delete;

    /// What was counted for one of them. Throws DataError for what keeps it from being evaluated.
    CountedIncidents of(std::size_t study) const;

    /// All incidents that count in some of the studies that have a number, under that number.
    std::vector<wdd::PooledIncidents> pooled(const std::vector<std::optional<std::size_t>>& numbers,
                                             const TypeWeights& weights = {}) const;

    /// The crime types that were met in any zone, by number; the first, without a name, is what has
    /// none.
    const std::vector<std::string>& types() const;

    /// The counts of one type in the days that an evaluation compared.
    wdd::Counts of_type(std::size_t study, std::size_t type,
                        const wdd::Evaluation& evaluation) const;

  private:
    struct Reading;

    const IncidentSources& m_incidents;
    std::vector<StudyToCount> m_studies;
    std::unique_ptr<Reading> m_reading;
};

/// Days that the two periods may take, before it is known whether the dates say only the month.
/// Throws DataError for a treatment of more than a hundred years.
wdd::Period study_window(const PeriodOptions& options);

/// The last day that the incidents cover, strays left out; it is read once, if it is asked for.
class LastDay {
  public:
    explicit LastDay(const IncidentSources& incidents) : m_incidents(incidents) {}

    std::chrono::sys_days get();

  private:
    const IncidentSources& m_incidents;
    std::optional<std::chrono::sys_days> m_day;
};

/// Where no end was given: the treatment lasts to the last day that the incidents cover. Throws
/// DataError if they end before it starts.
void close_treatment(StudyAreas& areas, const IncidentSources& incidents, LastDay& last_day);

/// Reads the incidents once and counts. Throws DataError for dates that cannot be read.
CountedIncidents count_incidents(const IncidentSources& incidents, const StudyAreas& areas,
                                 const PeriodOptions& periods, toolkit::Console& console,
                                 const WiderReading& wider = {});

/// The two periods, once it is known whether the dates say only the month.
/// Throws DataError if they do and a period is not made of whole months.
wdd::StudyPeriods study_periods(const PeriodOptions& options, bool month_only);

/// Periods of unequal days are compared per day, also where the dates say only the month.
wdd::TimeWeights time_weights(int pre_days, int post_days);

/// How the zones were drawn, in square metres. Throws DataError if the rule allows no overlap and
/// there is one.
wdd::StudyZones study_zones(const wdd::ZoneGeometry& zones, const StudyAreas& areas,
                            wdd::OverlapRule rule);

/// With unequal periods the test compares counts a day; what it found is told for the treatment
/// period, in incidents. z and p stay as they are.
wdd::Statistic over_the_treatment(wdd::Statistic statistic, const wdd::TimeWeights& time);

struct TestScale {
    double confidence = 0.95;
    double control = 1;         ///< the control's counts are multiplied by it
    wdd::AreaWeights area = {}; ///< each zone's counts are divided by it, the control's besides
};

/// Test, suitability, tallies and warnings. What is not about the counts (the zones' geometry) is
/// taken from `zones`. With unequal periods estimates are incidents over the treatment period.
/// Throws DataError if too little of a period is covered by the incidents.
wdd::Evaluation evaluate(const CountedIncidents& counted, const StudyAreas& areas,
                         wdd::StudyZones zones, const PeriodOptions& options,
                         const SuitabilityOptions& suitability, const TestScale& scale = {});

} // namespace wdd_tool
