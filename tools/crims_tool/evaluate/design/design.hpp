// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "crims/study.hpp"
#include "crims_tool/evaluate/design/areas.hpp"
#include "crims_tool/evaluate/design/plan.hpp"
#include "wdd/evaluation.hpp"

namespace crims_tool {

/// One duration with one ring width.
struct EvaluationStudy {
    double months = 0; ///< of treatment; a fraction where the period is not made of whole ones
    std::size_t ring = 0;
    wdd::StudyPeriods periods = {};
    crims::Study study = {};      ///< with the scenario's own effect; what is recorded
    crims::StudyMeans truth = {}; ///< expected counts if everything were recorded
};

/// A row of the result.
struct Combination {
    std::size_t study = 0;
    double displaced = 0;
    double effect = 0;
    crims::PerStudyZone displaced_to = {}; ///< as crims::with_intervention takes it
};

struct EvaluationDesign {
    std::vector<EvaluationStudy> studies;
    std::vector<Combination> combinations; ///< by study, then displaced share, then effect
    double largest_effect = 0;             ///< the scenario's own
    double own_displaced = 0;              ///< likewise

    /// Crime types with the largest effect, where others that count have a smaller one; empty: all
    /// have the same.
    std::vector<std::string> most_prevented;

    /// Factor on the scenario's effect.
    double size(const Combination& combination) const {
        return combination.effect / largest_effect;
    }

    /// What the intervention really changes, in the test's own terms.
    double true_effect(const Combination& combination) const;

    /// The same on all crimes: those that are displaced beyond what the test counts are not
    /// prevented.
    double net_effect(const Combination& combination) const;

    /// Share of the area's crimes of all types that an effect of this size really prevents, over
    /// the whole treatment: less than the effect where types differ, or where it needs time.
    double overall_effect(std::size_t study, double effect) const;
};

/// Periods of a treatment of so many calendar months from `start` (0: until `end`), the
/// pre-treatment period as `wdd test` chooses it. Throws toolkit::DataError if dates that say only
/// the month meet a period that is not made of whole months, or leave the years 1900 to 2200.
wdd::StudyPeriods evaluation_periods(const wdd::Period& own, int months, bool month_only);

/// All combinations of the plan for an intervention in the areas. Throws toolkit::DataError if the
/// model expects no crime in response or control area, or the intervention has no effect that could
/// be scaled.
EvaluationDesign make_design(const crims::Model& model, const crims::Intervention& intervention,
                             const EvaluationAreas& areas, const EvaluationPlan& plan);

} // namespace crims_tool
