// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "wdd/area.hpp"
#include "wdd/area_unit.hpp"
#include "wdd/data_faults.hpp"
#include "wdd/false_alarms.hpp"
#include "wdd/forecast.hpp"
#include "wdd/honest_wdd.hpp"
#include "wdd/period.hpp"
#include "wdd/ring_geometry.hpp"
#include "wdd/statistic.hpp"
#include "wdd/suitability.hpp"
#include "wdd/zones.hpp"

namespace wdd {

struct StudyPeriods {
    Period pre;
    Period post;
};

/// What became of the incidents that were offered.
struct IncidentTally {
    std::int64_t read = 0;          ///< in the layer, after the user's own conditions
    std::int64_t used = 0;          ///< counted in at least one zone in one of the two periods
    std::int64_t null_date = 0;     ///< in the study area's box, without a date
    std::int64_t bad_date = 0;      ///< in the box, with a date that cannot be read
    std::int64_t null_geometry = 0; ///< without a place
    std::int64_t month_dates = 0;   ///< in the box, with a date that says only the month
    bool month_only = false; ///< most say only the month: periods are whole months; else those that
                             ///< do are left out
};

/// Incidents of the two periods that lie in two zones at once, before the overlap rule.
struct OverlapTally {
    std::int64_t in_both_areas = 0; ///< on the edge that the areas share
    std::int64_t in_area_and_ring = 0;
    std::int64_t in_both_rings = 0;
};

/// How the zones were drawn, with sizes in square metres.
struct StudyZones {
    std::string displacement_distance; ///< as text with its unit, empty: no displacement areas
    bool response_ring = true;         ///< something is left of it where zones overlap
    bool control_ring = true;
    OverlapRule rule = OverlapRule::clip;
    ZoneOverlaps overlaps;
    OverlapTally overlap_incidents;
    AreaUnit area_unit = {}; ///< that messages tell sizes in
};

/// The zones as they are drawn, for a map of them.
struct DrawnZones {
    ZonePolygons polygons;
    double metres_a_unit = 1;
};

/// An area that the response area is compared with.
struct ComparisonArea {
    std::string name; ///< "zone 7", "copy 12"
    Area area;
    PlaceCounts counts;
};

/// What the forecast from comparable areas found, or why there is none.
struct ForecastFinding {
    std::optional<ForecastVerdict> verdict;
    std::string reason; ///< without a verdict: why there is none and what to do, in sentences
    std::string comparison = {};            ///< which areas are compared, in a sentence
    std::size_t comparison_areas = 0;       ///< that are comparable
    int history_months = 0;                 ///< before the pre-treatment period; 0: none used
    PlaceCounts response = {};              ///< what the forecast is made from
    std::optional<HonestWdd> honest = {};   ///< the WDD with a standard error that holds
    std::optional<FalseAlarms> alarms = {}; ///< of the plain test, between comparison areas
    std::optional<ResidualRank> rank = {};  ///< of the response area, among them
    std::optional<Area> response_area = {};
    std::vector<ComparisonArea> areas = {}; ///< those that are compared, in the rank's order
};

/// Everything that one evaluation found. What a design from counts alone does not have is empty.
struct Evaluation {
    Counts counts;
    Weights weights;
    Statistic statistic;
    std::optional<StudyPeriods> periods;
    std::optional<StudyZones> zones;
    std::optional<DrawnZones> drawn;
    std::vector<MonthCounts> months; ///< the 36 before the response, then those of the treatment
    std::optional<ForecastFinding> forecast; ///< none if it was not asked for
    std::optional<Suitability> suitability;
    bool suitability_enforced = false; ///< an unsuitable control area ends the run
    std::optional<IncidentTally> incidents;
    std::optional<DataFaults> data;    ///< what is wrong with the incidents
    double control_scale = 1;          ///< the control's counts are multiplied by it
    std::vector<std::string> warnings; ///< sentences of the caller's: what is doubtful
    std::vector<std::string> notes;    ///< sentences of the caller's: what it chose or assumed
};

} // namespace wdd
