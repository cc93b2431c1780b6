// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "toolkit/command/option_list.hpp"
#include "wdd_tool/study/comparison_options.hpp"
#include "wdd_tool/study/forecast.hpp"
#include "wdd_tool/study/options.hpp"

namespace wdd_tool {

/// How a study is evaluated.
struct EvaluationOptions {
    bool test_suitability = false;
    double max_area_difference = 20;
    double max_count_difference = 20;
    double min_correlation = 0.7;
    bool fail_if_unsuitable = true;
    double confidence = 0.95;
    double scale_control = 1;
    wdd::AreaWeights area_weights = {}; ///< no option: from what a command knows of the zones
    ComparisonOptions comparison;
    bool forecast = true;
};

/// The group "Test", with the displacement distance and the coordinate systems.
void declare_evaluation(toolkit::OptionList& options, EvaluationOptions& o, StudyOptions& study);

/// The group "Forecast".
void declare_forecast(toolkit::OptionList& options, EvaluationOptions& o);

/// The layer of the comparison areas.
void declare_comparison_output(toolkit::OptionList& options, std::string& output);

/// Throws UsageError. `comparison_output` is the layer of the comparison areas, empty for none.
void check_forecast(const EvaluationOptions& o, const std::string& comparison_output);

/// A study that has been counted.
struct StudyToEvaluate {
    const CountedIncidents& counted;
    const StudyAreas& areas;
    const wdd::ZoneGeometry& zones;
    const PeriodOptions& periods;
    wdd::OverlapRule rule = {};
    std::optional<toolkit::Crs> assumed;     ///< of layers that have no system
    std::optional<OtherTreated> others = {}; ///< areas of the same batch
};

/// The whole evaluation, with the forecast if it is asked for. Throws DataError as `evaluate` does.
wdd::Evaluation evaluate_study(const StudyToEvaluate& study, const EvaluationOptions& o,
                               const ForecastIncidents& for_forecast);

} // namespace wdd_tool
