// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "toolkit/command/console.hpp"
#include "wdd/evaluation.hpp"
#include "wdd/message.hpp"
#include "wdd/plan.hpp"
#include "wdd_tool/study/comparison_options.hpp"
#include "wdd_tool/study/options.hpp"

namespace wdd_tool {

/// From which incidents a plan's numbers are estimated, and for which areas.
struct EstimateOptions {
    StudyOptions study; ///< without dates: the last months that the incidents cover are taken
    ComparisonOptions comparison;
};

void declare_estimate(toolkit::OptionList& options, EstimateOptions& o);

bool has_incidents(const EstimateOptions& o);

/// What the options say together; no file is touched. Throws UsageError.
void check_estimate(EstimateOptions& o);

std::vector<std::string> named_inputs(const EstimateOptions& o);

/// What the forecast found over the last months that the incidents cover, where nothing was done.
struct LengthEstimate {
    int months = 0;
    wdd::StudyPeriods periods = {};
    wdd::Counts counts = {};
    wdd::ForecastVerdict verdict = {};
};

struct PlanEstimate {
    std::vector<LengthEstimate> lengths;    ///< shortest first, at least one
    bool has_ring = false;                  ///< there are displacement areas
    std::vector<std::string> warnings = {}; ///< lengths that cannot be estimated, and why
    std::vector<wdd::Fact> facts = {};      ///< what it was estimated from
};

/// Reads the incidents once. Throws DataError as the readers do, and where no length has a
/// forecast.
PlanEstimate estimate_plan(const EstimateOptions& options, const std::vector<int>& months,
                           toolkit::Console& console);

/// The incidents a month are those of the longest length, the variation is that of each.
wdd::PlanInput with_estimate(wdd::PlanInput input, const PlanEstimate& estimate);

nlohmann::ordered_json estimate_json(const PlanEstimate& estimate);

} // namespace wdd_tool
