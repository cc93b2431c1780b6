// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "toolkit/command/console.hpp"
#include "wdd/placebo.hpp"
#include "wdd/placebo_counter.hpp"
#include "wdd/placebo_periods.hpp"
#include "wdd_tool/placebo/places.hpp"
#include "wdd_tool/study/study.hpp"

namespace wdd_tool {

/// One placebo and its test.
struct Placebo {
    std::size_t number = 0;        ///< counts from 1
    std::string name = {};         ///< of a candidate zone
    std::string control_name = {}; ///< of the zone it is compared with
    wdd::StudyPeriods periods = {};
    wdd::Counts counts = {};
    wdd::Weights weights = {};
    wdd::Statistic statistic = {};
    std::optional<wdd::RigidMotion> motion = {};         ///< of the response area
    std::optional<wdd::RigidMotion> control_motion = {}; ///< of the control area
    std::optional<wdd::Area> zone = {};                  ///< in place of the response area
    bool apart = true; ///< shares no day, no ground with another that is, nor with the study
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

/// Which places are like the study's own. Their incidents are those of both periods together: a
/// choice by those before alone would favour places that were high by chance and fall back.
struct Comparable {
    double factor = 2; ///< at most so many times more or fewer incidents

    bool operator()(double incidents, double of_study) const {
        return incidents * factor >= of_study && incidents <= factor * of_study;
    }
};

struct RelocationOptions {
    std::size_t number = 0; ///< of pairs; fewer are found where no more have room
    std::uint64_t seed = 0;
    Comparable comparable = {};
};

/// Both areas moved and turned at random within a region, at the same dates, so that the control
/// area's chance varies, too. No moved area lies in an area or ring of another pair or of the
/// study, so the pairs are independent but for rings that meet. Throws DataError if there is no
/// comparable place.
TestedFamily test_relocations(const ObservedStudy& study, const RelocationOptions& options,
                              const wdd::Area& region, wdd::PlaceboCounter& counter,
                              toolkit::Console& console);

struct CandidateOptions {
    std::uint64_t seed = 0;
    Comparable comparable = {};
};

/// Each candidate zone in place of the response area and another in place of the control area, at
/// the same dates. In a circle of random order each zone is once the one and once the other: under
/// the null hypothesis all these tests have one distribution, that of the observed. Throws
/// DataError if fewer than two zones are comparable and clear of the study's and each other.
TestedFamily test_candidates(const ObservedStudy& study, const std::vector<CandidateZone>& zones,
                             const CandidateOptions& options, const wdd::PlaceboCounter& counter,
                             toolkit::Console& console);

/// The test of one placebo.
Placebo tested_placebo(std::size_t number, const wdd::StudyPeriods& periods,
                       const wdd::Counts& counts, bool month_only);

/// Compares those that have a z with the observed one; those that are `apart` also by themselves.
TestedFamily placebo_family(wdd::PlaceboKind kind, std::vector<Placebo> placebos,
                            const ObservedStudy& study);

} // namespace wdd_tool
