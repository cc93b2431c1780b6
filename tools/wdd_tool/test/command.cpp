// SPDX-License-Identifier: MIT
#include "wdd_tool/test/command.hpp"

#include <cmath>
#include <future>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "toolkit/command/option_values.hpp"
#include "toolkit/text/errors.hpp"
#include "wdd/message.hpp"
#include "wdd_tool/result/comparison_layer.hpp"
#include "wdd_tool/result/json.hpp"
#include "wdd_tool/result/layer.hpp"
#include "wdd_tool/result/workbook.hpp"
#include "wdd_tool/study/facts.hpp"
#include "wdd_tool/study/forecast.hpp"

namespace wdd_tool {

namespace {

using toolkit::OptionType;
using toolkit::UsageError;

constexpr int unsuitable_control = 3;

} // namespace

toolkit::CommandDescription TestCommand::description() const {
    return {
        .name = "test",
        .summary = "evaluates an intervention from areas, incidents and dates",
        .description =
            {"Counts incidents in a response area and a control area, and in a ring around each, before and during a treatment, and runs the Weighted Displacement Difference test of Wheeler and Ratcliffe (2018): did the response reduce crime there, or only move it?",
             "A layer is PATH or PATH|layername=NAME|subset=SQL, anything GDAL opens: GeoPackage, Shapefile, GeoJSON, CSV (with --x, --y, --points-crs), /vsizip/..., PG:dbname=... A date is YYYY-MM-DD or YYYY-MM. Both ends of a period are included. The pre-treatment period is as long as the treatment period and ends the day before it starts."},
        .exit_statuses = {{0, "done"},
                          {1, "something else failed: a file, a layer, a date; nothing is written"},
                          {2, "the command line is wrong"},
                          {3, "the control area is not suitable; nothing is written"}},
        .examples = {
            "wdd test --response \"samples/town.gpkg|layername=response\" --where \"NAME='Market Square'\" --control \"samples/town.gpkg|layername=control\" --incidents \"samples/town.gpkg|layername=incidents\" --date-field occurred --start-field RESP_START --end-field RESP_END --displacement \"250 m\" --test-suitability --output result.gpkg"}};
}

void TestCommand::declare(toolkit::OptionList& options) {
    declare_study_layers(options, m_options.study);
    declare_study_periods(options, m_options.study);
    declare_test(options);
    declare_forecast(options);
    declare_outputs(options);
}

void TestCommand::declare_test(toolkit::OptionList& options) {
    TestOptions& o = m_options;
    options.group("Test");
    declare_zones(options, o.study);
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
                 .range = {.least = 0},
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
         .range = {.least = 0},
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
    declare_systems(options, o.study);
}

void TestCommand::declare_forecast(toolkit::OptionList& options) {
    TestOptions& o = m_options;
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

void TestCommand::check_forecast() const {
    const TestOptions& o = m_options;
    check_comparison(o.comparison);
    for (const auto& [option, value] : {std::pair{"--comparison-areas", o.comparison.areas.text()},
                                        {"--comparison-output", o.comparison_output}}) {
        if (!value.empty() && !o.forecast) {
            throw UsageError(fmt::format("{} and --no-forecast exclude each other", option));
        }
    }
}

void TestCommand::declare_outputs(toolkit::OptionList& options) {
    TestOptions& o = m_options;
    options.group("Output");
    options.add({.name = "--output",
                 .aliases = {"--out_features"},
                 .type = OptionType::output_layer,
                 .value = "LAYER",
                 .help = "Result feature class: " + result_formats_help() +
                         " Without it the command writes only the message.",
                 .endings = result_endings()},
                &o.output);
    options.add(
        {.name = "--comparison-output",
         .type = OptionType::output_layer,
         .value = "LAYER",
         .help =
             "The comparison areas of the forecast and the response area, with what was recorded and expected in each: as --output.",
         .endings = result_endings(),
         .advanced = true},
        &o.comparison_output);
    declare_message_files(options, o.files);
    declare_summary(options, o.files);
    declare_workbook(options, o.files);
}

void TestCommand::check() {
    m_design = check_study(m_options.study);
    check_forecast();
    check_outputs();
}

void TestCommand::check_outputs() {
    const TestOptions& o = m_options;
    check_endings(o.files);
    if (!o.output.empty()) {
        m_target = result_target(o.output, o.files.overwrite, "--output");
    }
    if (!o.comparison_output.empty()) {
        m_comparison_target =
            result_target(o.comparison_output, o.files.overwrite, "--comparison-output");
    }
}

void TestCommand::require_outputs() const {
    const TestOptions& o = m_options;
    std::vector<std::string> inputs = named_inputs(o.study);
    if (!o.comparison.areas.empty()) {
        inputs.push_back(o.comparison.areas);
    }
    require_outputs_apart(named_outputs(o.files), inputs, m_target, o.output);
    require_outputs_apart(named_outputs(o.files), inputs, m_comparison_target, o.comparison_output,
                          "--comparison-output");
    if (m_target && m_comparison_target) {
        toolkit::require_outputs_apart(
            {{"--output", m_target->path}, {"--comparison-output", m_comparison_target->path}}, {});
    }
    require_writable(o.files);
    for (const auto* target : {&m_target, &m_comparison_target}) {
        if (*target) {
            toolkit::require_writable(**target);
        }
    }
}

int TestCommand::run(toolkit::Console& console) {
    require_outputs();
    const AreaOptions area_options = wdd_tool::area_options(m_options.study);
    StudyAreas areas = read_areas(area_options, m_design.start, m_design.end);
    const wdd::OverlapRule rule = m_options.study.overlap;
    // The rings are drawn while the incidents are read.
    std::future<wdd::ZoneGeometry> drawing = std::async(std::launch::async, [&areas, rule] {
        return wdd::zone_geometry(areas.response, areas.control, areas.distance, rule);
    });
    const IncidentSources incidents(incident_options(m_options.study), area_options.assumed);
    LastDay last_day(incidents);
    close_treatment(areas, incidents, last_day);
    const PeriodOptions periods = period_options(areas, m_design);
    ForecastIncidents for_forecast(periods);
    const CountedIncidents counted =
        count_incidents(incidents, areas, periods, console,
                        m_options.forecast ? for_forecast.reading() : WiderReading{});
    const wdd::ZoneGeometry zones = drawing.get();
    wdd::Evaluation evaluation =
        evaluate(counted, areas, study_zones(zones, areas, rule), periods,
                 {.test = m_options.test_suitability,
                  .enforce = m_options.fail_if_unsuitable,
                  .thresholds = {.max_area_difference = m_options.max_area_difference,
                                 .max_count_difference = m_options.max_count_difference,
                                 .min_correlation = m_options.min_correlation}},
                 {.confidence = m_options.confidence, .control = m_options.scale_control});
    evaluation.drawn = {zones.polygons, areas.crs.unit().metres};
    if (m_options.forecast) {
        evaluation.forecast =
            make_forecast(for_forecast, counted, areas, evaluation,
                          comparison_choice(m_options.comparison), area_options.assumed);
    }
    if (auto warning = unused_thresholds()) {
        evaluation.warnings.push_back(std::move(*warning));
    }
    wdd::Message message = wdd::describe(evaluation);
    add_sources(message, m_options.study, incidents);
    return report(evaluation, message, areas, zones, console);
}

/// ArcGIS's tool takes thresholds with NO_TEST, too, so they are no error.
std::optional<std::string> TestCommand::unused_thresholds() const {
    const TestOptions& o = m_options;
    const TestOptions defaults;
    std::vector<std::string> unused;
    const auto note = [&unused](bool differs, const char* option) {
        if (differs) {
            unused.emplace_back(option);
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
        "The control area's suitability was not tested, so {} had no effect; --test-suitability tests it.",
        fmt::join(unused, ", "));
}

int TestCommand::report(const wdd::Evaluation& evaluation, const wdd::Message& message,
                        const StudyAreas& areas, const wdd::ZoneGeometry& zones,
                        toolkit::Console& console) const {
    nlohmann::ordered_json json = result_json(evaluation);
    add_areas(json, evaluation, zones, areas.square_metres_a_unit());
    json["name"] = areas.called(m_options.files.title);
    json["open_end"] = areas.open_end;
    json["crs"] = areas.crs.text();
    const RecordedParameters parameters = with_version(recorded());
    json["parameters"] = toolkit::parameters_json(parameters);
    const std::vector<std::string> warnings = wdd::all_warnings(evaluation);
    json["warnings"] = warnings;
    json["notes"] = evaluation.notes;
    if (evaluation.suitability_enforced && !evaluation.suitability->suitable()) {
        if (m_options.files.json == "-") {
            publish(message, std::move(json), {.json = "-", .title = m_options.files.title},
                    {.summary = wdd::summary(evaluation)});
        }
        throw toolkit::Refusal(wdd::unsuitability(*evaluation.suitability), unsuitable_control);
    }
    for (const std::string& warning : warnings) {
        console.warn(warning);
    }
    if (const std::string overlap = wdd::describe_overlap(*evaluation.zones); !overlap.empty()) {
        console.warn(overlap);
    }
    for (const auto* target : {&m_target, &m_comparison_target}) {
        if (*target && !limits_of(**target).empty()) {
            console.warn(limits_of(**target));
        }
    }
    std::optional<ResultLayer> layer;
    std::optional<ComparisonLayer> comparison;
    publish(message, std::move(json), m_options.files,
            {.summary = wdd::summary(evaluation),
             .workbook =
                 [&] {
                     const std::string& title = m_options.files.title;
                     return workbook(evaluation, title.empty() ? areas.called("") : title,
                                     parameters);
                 },
             .finish =
                 [&] {
                     if (m_target) {
                         layer.emplace(*m_target, areas.output_crs, parameters,
                                       areas.called(m_options.files.title));
                         layer->write(evaluation, {zones, areas.crs, areas.output_crs});
                         layer->finish();
                     }
                     if (m_comparison_target) {
                         comparison.emplace(*m_comparison_target, areas.crs, areas.output_crs,
                                            parameters);
                         comparison->write(evaluation);
                         comparison->finish();
                     }
                 },
             .publish =
                 [&] {
                     if (comparison) {
                         comparison->publish();
                     }
                     if (layer) {
                         layer->publish();
                     }
                 }});
    return 0;
}

} // namespace wdd_tool
