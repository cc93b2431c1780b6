// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "crims_tool/evaluate/design/areas.hpp"
#include "crims_tool/evaluate/design/design.hpp"
#include "crims_tool/evaluate/design/donors.hpp"
#include "crims_tool/evaluate/design/plan.hpp"
#include "crims_tool/evaluate/engine/summary.hpp"
#include "toolkit/command/recorded_parameters.hpp"
#include "toolkit/layers/crs.hpp"

namespace crims_tool {

/// Which of the model's crimes count: those with coordinates in a zone, as `wdd test` sees them.
struct CrimesWithPlace {
    double share = 1; ///< of the crimes of the types that count
    std::vector<std::pair<std::string, double>> of_types = {};
};

/// Everything an evaluation found and what it came from, for whoever writes it down.
struct EvaluationResult {
    std::string scenario_name;
    std::string scenario_text; ///< the file as written
    bool through_points = false;
    bool from_incidents = false; ///< real ones, in place of a model
    EvaluationPlan plan;
    EvaluationAreas areas;
    toolkit::Crs crs;
    EvaluationDesign design;
    ForecastDesign forecast;
    std::optional<CrimesWithPlace> with_place;       ///< none: not known, all count
    std::optional<std::string> unchecked_level = {}; ///< a caveat on busy zones
    ReplicateTable table;
    EvaluationSummary summary;
    toolkit::RecordedParameters parameters;   ///< options as they were given
    std::map<std::string, std::string> model; ///< the model's metadata
    std::string version;

    /// True if the forecast of some study is given.
    bool any_forecast() const {
        for (std::size_t study = 0; study < design.studies.size(); ++study) {
            if (forecast.is_given(study)) {
                return true;
            }
        }
        return false;
    }

    std::size_t effects() const { return plan.effects.size(); }
};

} // namespace crims_tool
