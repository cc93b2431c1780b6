// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/console.hpp"
#include "placebo_places.hpp"
#include "study.hpp"
#include "wdd/placebo.hpp"
#include "wdd/placebo_counter.hpp"
#include "wdd/placebo_periods.hpp"

namespace wdd_tool {

/// One placebo and its test.
struct Placebo {
    std::size_t number = 0; ///< counts from 1
    std::string name = {};  ///< of a candidate zone
    wdd::StudyPeriods periods = {};
    wdd::Counts counts = {};
    wdd::Weights weights = {};
    wdd::Statistic statistic = {};
    std::optional<wdd::RigidMotion> motion = {}; ///< of the response area
    std::optional<wdd::Area> zone = {};          ///< another area instead
};

/// Placebos of one kind, and what they say together.
struct TestedFamily {
    wdd::PlaceboFamily summary;
    std::vector<Placebo> placebos; ///< with those that have no z
};

/// The study that placebos are compared with.
struct ObservedStudy {
    const StudyAreas& areas;
    const CountedIncidents& counted;
    const wdd::Evaluation& evaluation;
    wdd::OverlapRule rule;
};

struct DateOptions {
    std::size_t at_most = 0;                   ///< 0: all
    std::optional<wdd::PlaceboStep> step;      ///< none: a week; a month where dates are months
    std::optional<std::chrono::sys_days> from; ///< none: the first incident
};

/// The same areas at earlier dates. Throws DataError if the data hold none.
TestedFamily test_dates(const ObservedStudy& study, const DateOptions& options);

struct RelocationOptions {
    std::size_t number = 0;
    std::uint64_t seed = 0;
    double min_count = 0; ///< fewest incidents before in the moved area
};

/// The response area moved and turned at random within a region, at the same dates. Throws
/// DataError if there is no room.
TestedFamily test_relocations(const ObservedStudy& study, const RelocationOptions& options,
                              const wdd::Area& region, wdd::PlaceboCounter& counter,
                              toolkit::Console& console);

/// Each candidate zone in place of the response area, at the same dates. Throws DataError if none
/// is clear of the study's zones.
TestedFamily test_candidates(const ObservedStudy& study, const std::vector<CandidateZone>& zones,
                             double min_count, const wdd::PlaceboCounter& counter,
                             toolkit::Console& console);

} // namespace wdd_tool
