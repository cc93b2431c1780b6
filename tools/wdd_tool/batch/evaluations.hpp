// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <vector>

#include "wdd/batch.hpp"
#include "wdd_tool/study/crime_types.hpp"
#include "wdd_tool/study/evaluation_options.hpp"
#include "wdd_tool/study/many_areas.hpp"
#include "wdd_tool/study/zone_weights.hpp"

namespace wdd_tool {

/// What a batch evaluates, and how.
struct BatchPlan {
    AreaOptions areas;
    EachOptions each;
    StudyDesign design;
    wdd::OverlapRule overlap = wdd::OverlapRule::clip;
    EvaluationOptions test;
    ZoneWeightOptions zone_weights;
    bool by_type = false;
    bool keep_comparison = false; ///< comparison areas are to be written
    const WeightTable& weights;
};

/// All evaluations with the areas that they are of.
struct BatchResult {
    std::vector<EachArea> areas;
    std::vector<std::optional<wdd::ZoneGeometry>> zones = {}; ///< of those that were evaluated
    wdd::Batch batch = {};                                    ///< in the order of the areas
};

/// Reads the incidents once for all areas. Throws DataError for what is wrong with a layer as a
/// whole, and if no area can be evaluated.
BatchResult evaluate_each(const BatchPlan& plan, const IncidentSources& incidents,
                          toolkit::Console& console);

} // namespace wdd_tool
