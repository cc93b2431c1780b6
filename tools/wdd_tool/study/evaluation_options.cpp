// SPDX-License-Identifier: MIT
#include "wdd_tool/study/evaluation_options.hpp"

#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "toolkit/text/errors.hpp"
#include "wdd_tool/result/output.hpp"

namespace wdd_tool {

namespace {

using toolkit::OptionType;
using toolkit::UsageError;

/// ArcGIS's tool takes thresholds with NO_TEST, too, so they are not an error.
std::optional<std::string> unused_thresholds(const EvaluationOptions& o) {
    const EvaluationOptions defaults;
    std::vector<std::string> unused;
    const auto note = [&unused](bool differs, const char* option) {
        if (differs) {
            unused.push_back(fmt::format("⟨{}⟩", option));
        }
    };
    note(o.max_area_difference != defaults.max_area_difference, "--max-area-difference");
    note(o.max_count_difference != defaults.max_count_difference, "--max-count-difference");
    note(o.min_correlation != defaults.min_correlation, "--min-correlation");
    note(o.fail_if_unsuitable != defaults.fail_if_unsuitable, "--suitability-action");
    if (o.test_suitability || unused.empty()) {
        return std::nullopt;
    }
    return fmt::format(
        "The control area's suitability was not tested, so {} had no effect; ⟨--test-suitability⟩ tests it.",
        fmt::join(unused, ", "));
}

} // namespace

void declare_evaluation(toolkit::OptionList& options, EvaluationOptions& o, StudyOptions& study) {
    options.group("Test");
    declare_zones(options, study);
    options.add(
        {.name = "--test-suitability",
         .type = OptionType::flag,
         .help =
             "Checks whether the control area is like the response area: its size, its incidents before, and the correlation over the 36 months before.",
         .choices = {"TEST", "NO_TEST"},
         .default_text = "off",
         .negation = "--no-test-suitability",
         .value_alias = "--test_suitability"},
        &o.test_suitability);
    options.add({.name = "--max-area-difference",
                 .aliases = {"--max_area_difference"},
                 .type = OptionType::number,
                 .value = "PERCENT",
                 .help = "Largest difference in area, in percent of the response area.",
                 .range = {.least = 0, .least_percent = 1},
                 .unit = "%",
                 .default_text = "20"},
                &o.max_area_difference);
    options.add(
        {.name = "--max-count-difference",
         .aliases = {"--max_count_difference"},
         .type = OptionType::number,
         .value = "PERCENT",
         .help =
             "Largest difference in pre-treatment incidents, in percent of the response area's.",
         .range = {.least = 0, .least_percent = 1},
         .unit = "%",
         .default_text = "20"},
        &o.max_count_difference);
    options.add({.name = "--min-correlation",
                 .aliases = {"--min_correlation_coefficient", "--min-correlation-coefficient"},
                 .type = OptionType::number,
                 .value = "R",
                 .help = "Smallest absolute value of Pearson's R, 0 to 1.",
                 .range = {.least = 0, .most = 1},
                 .default_text = "0.7"},
                &o.min_correlation);
    options.add_choice<bool>(
        {.name = "--suitability-action",
         .value = "ACTION",
         .help =
             "If the control area fails a check: fail (exit status 3, nothing is written) or warn (compute anyway and report which checks failed).",
         .default_text = "fail",
         .advanced = true},
        {{"fail", true}, {"warn", false}}, &o.fail_if_unsuitable);
    toolkit::Option confidence = confidence_option();
    confidence.advanced = true;
    options.add(confidence, &o.confidence);
    options.add(
        {.name = "--scale-control",
         .type = OptionType::number,
         .value = "K",
         .help =
             "Multiplies the counts of the control area and its displacement area by K, for a control area with many more or fewer incidents than the response area.",
         .range = {.least = 0, .open = true},
         .default_text = "1",
         .advanced = true},
        &o.scale_control);
    declare_systems(options, study);
}

void declare_forecast(toolkit::OptionList& options, EvaluationOptions& o) {
    options.group("Forecast");
    declare_comparison(options, o.comparison);
    options.add(
        {.name = "--forecast",
         .type = OptionType::flag,
         .help =
             "Compares what was recorded with a forecast from comparable areas and their past, and leads with it.",
         .default_text = "on",
         .advanced = true,
         .negation = "--no-forecast"},
        &o.forecast);
}

void declare_comparison_output(toolkit::OptionList& options, std::string& output) {
    options.add(
        {.name = "--comparison-output",
         .type = OptionType::output_layer,
         .value = "LAYER",
         .help =
             "The comparison areas of the forecast and the response area, with what was recorded and expected in each: as ⟨--output⟩.",
         .endings = result_endings(),
         .advanced = true},
        &output);
}

void check_forecast(const EvaluationOptions& o, const std::string& comparison_output) {
    check_comparison(o.comparison);
    for (const auto& [option, value] : {std::pair{"--comparison-areas", o.comparison.areas.text()},
                                        {"--comparison-output", comparison_output}}) {
        if (!value.empty() && !o.forecast) {
            throw UsageError(fmt::format("⟨{}⟩ and ⟨--no-forecast⟩ exclude each other", option));
        }
    }
}

wdd::Evaluation evaluate_study(const StudyToEvaluate& study, const EvaluationOptions& o,
                               const ForecastIncidents& for_forecast) {
    wdd::Evaluation evaluation =
        evaluate(study.counted, study.areas, study_zones(study.zones, study.areas, study.rule),
                 study.periods,
                 {.test = o.test_suitability,
                  .enforce = o.fail_if_unsuitable,
                  .thresholds = {.max_area_difference = o.max_area_difference,
                                 .max_count_difference = o.max_count_difference,
                                 .min_correlation = o.min_correlation}},
                 {.confidence = o.confidence, .control = o.scale_control, .area = o.area_weights});
    evaluation.drawn = {study.zones.polygons, study.areas.crs.unit().metres};
    if (o.forecast) {
        evaluation.forecast =
            make_forecast(for_forecast, study.counted, study.areas, evaluation,
                          comparison_choice(o.comparison), study.assumed, study.others);
    }
    if (auto warning = unused_thresholds(o)) {
        evaluation.warnings.push_back(std::move(*warning));
    }
    return evaluation;
}

} // namespace wdd_tool
