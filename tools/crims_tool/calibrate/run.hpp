// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crims_tool/calibrate/outcome_counts.hpp"
#include "crims_tool/model/file.hpp"
#include "crims_tool/records/incident_columns.hpp"
#include "crims_tool/records/month_warnings.hpp"
#include "crims_tool/records/recorded_crimes.hpp"
#include "crims_tool/zones/assignment.hpp"
#include "toolkit/command/console.hpp"
#include "toolkit/layers/layer_reference.hpp"
#include "wdd/area.hpp"

namespace crims_tool {

/// Incidents that tell the rhythm of the week, and their fields.
struct RhythmIncidents {
    toolkit::IncidentLayer layer = {};
    ColumnChoice columns = {};
};

/// What a calibration is made from; empty texts: not given.
struct CalibrationInput {
    std::string crimes = {};
    std::string force = {};
    std::optional<toolkit::IncidentLayer> incidents = {}; ///< in place of `crimes`
    MonthRange months = {};
    std::vector<crims::Month> excluded = {}; ///< of them, as if they had no data
    std::optional<toolkit::LayerReference> zones = {};
    std::string zone_field = {};
    std::string lookup = {};
    std::string offences = {};
    std::string categories = {};
    std::string rhythm_table = {};
    std::optional<RhythmIncidents> rhythm_incidents = {}; ///< in place of `rhythm_table`
    std::string repeats = {};             ///< table; empty: estimated where the incidents have days
    std::optional<toolkit::Crs> crs = {}; ///< of the model
    std::optional<toolkit::Crs> assumed_crs = {}; ///< of layers that have none
    OutsideZones outside = OutsideZones::spread;
    std::string holidays = {};
    std::optional<double> year_variation = {}; ///< in place of an estimate
    std::optional<std::string> time_zone = {}; ///< whose changes of the clocks the model keeps
    crims::IncidenceOptions incidence = {};
};

/// A crime type's recorded crimes.
struct TypeTotal {
    std::string crime_type;
    std::uint64_t crimes = 0;
    std::uint64_t unlocated = 0;
    std::uint64_t with_place = 0; ///< coordinates in a zone
};

/// A model, and what there is to say about how it was made.
struct Calibration {
    StoredModel stored;
    std::vector<wdd::Wkb> polygons; ///< of the model's zones; empty: none are known
    MonthRange months;
    std::vector<crims::Month> missing;  ///< without data
    std::vector<crims::Month> excluded; ///< left out on demand
    std::vector<OddMonth> odd;
    std::uint64_t crimes = 0;
    std::vector<TypeTotal> crime_types;
    std::vector<crims::TrendInterval> trend_intervals;
    OutcomeCounts outcomes;
    bool has_outcomes = false;
    AssignmentCounts assignment;
    std::optional<LeftOut> left_out; ///< crimes outside the zones, if they were not spread
    std::size_t unused_zones = 0;
    std::vector<Source> sources;
    std::vector<std::string> warnings; ///< what may be wrong
    std::vector<std::string> notes;    ///< what was chosen
    std::vector<std::string> lacks;    ///< what the model cannot do, and which option would help
};

/// Reads everything and makes the model. Throws toolkit::DataError as the readers do.
Calibration calibrate(const CalibrationInput& input, toolkit::Console& console);

} // namespace crims_tool
