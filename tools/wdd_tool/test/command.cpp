// SPDX-License-Identifier: MIT
#include "wdd_tool/test/command.hpp"

#include <cmath>
#include <future>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "toolkit/command/free_memory.hpp"
#include "toolkit/command/option_values.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/time/period_text.hpp"
#include "wdd/message.hpp"
#include "wdd_tool/result/comparison_layer.hpp"
#include "wdd_tool/result/json.hpp"
#include "wdd_tool/result/layer.hpp"
#include "wdd_tool/result/map_picture.hpp"
#include "wdd_tool/result/types_json.hpp"
#include "wdd_tool/result/workbook.hpp"
#include "wdd_tool/study/facts.hpp"
#include "wdd_tool/study/forecast.hpp"
#include "wdd_tool/study/zone_weights.hpp"

namespace wdd_tool {

namespace {

using toolkit::OptionType;
using toolkit::UsageError;

constexpr int unsuitable_control = 3;

wdd::TypesFinding by_type(const CountedStudies& studies, const wdd::Evaluation& evaluation,
                          const WeightTable& weights) {
    wdd::TypesFinding finding = evaluate_types(studies, 0, evaluation, weights);
    std::vector<wdd::TypeResult*> all;
    all.reserve(finding.types.size());
    for (wdd::TypeResult& type : finding.types) {
        all.push_back(&type);
    }
    wdd::adjust(all);
    return finding;
}

} // namespace

toolkit::CommandDescription TestCommand::description() const {
    return {
        .name = "test",
        .summary = "evaluates an intervention from areas, incidents and dates",
        .description =
            {"Counts incidents in a response area and a control area, and in a ring around each, before and during a treatment, and runs the Weighted Displacement Difference test of Wheeler and Ratcliffe (2018): did the response reduce crime there, or only move it?",
             "A layer is PATH or PATH|layername=NAME|subset=SQL, anything GDAL opens: GeoPackage, Shapefile, GeoJSON, CSV (with ⟨--x⟩, ⟨--y⟩, ⟨--points-crs⟩), /vsizip/..., PG:dbname=... A date is YYYY-MM-DD or YYYY-MM. Both ends of a period are included. The pre-treatment period is as long as the treatment period and ends the day before it starts."},
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
    declare_types(options, m_options.study, m_options.weights);
    declare_evaluation(options, m_options.test, m_options.study);
    declare_zone_weights(options, m_options.zone_weights);
    declare_forecast(options, m_options.test);
    declare_outputs(options);
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
    declare_comparison_output(options, o.comparison_output);
    declare_message_files(options, o.files);
    declare_summary(options, o.files);
    declare_workbook(options, o.files);
    declare_map(options, o.files);
}

void TestCommand::check() {
    m_design = check_study(m_options.study);
    check_types(m_options.study, m_options.weights);
    check_forecast(m_options.test, m_options.comparison_output);
    check_zone_weights(m_options.zone_weights, m_options.test.scale_control);
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
    if (o.zone_weights.population) {
        inputs.push_back(o.zone_weights.population->path);
    }
    if (!o.weights.empty()) {
        inputs.push_back(o.weights);
    }
    if (!o.test.comparison.areas.empty()) {
        inputs.push_back(o.test.comparison.areas);
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
        wdd::ZoneGeometry zones =
            wdd::zone_geometry(areas.response, areas.control, areas.distance, rule);
        toolkit::return_free_memory();
        return zones;
    });
    const IncidentSources incidents(incident_options(m_options.study));
    LastDay last_day(incidents);
    close_treatment(areas, incidents, last_day);
    const PeriodOptions periods = period_options(areas, m_design);
    ForecastIncidents for_forecast(periods);
    const WeightTable weights(m_options.weights);
    const CountedStudies studies(incidents, {{areas, periods}}, console,
                                 m_options.test.forecast ? for_forecast.reading() : WiderReading{});
    const CountedIncidents counted = studies.of(0);
    const wdd::ZoneGeometry zones = drawing.get();
    toolkit::return_free_memory();
    const ZoneWeights zone_weights =
        wdd_tool::zone_weights(m_options.zone_weights, zones, areas, area_options.assumed);
    EvaluationOptions test = m_options.test;
    test.area_weights = zone_weights.weights;
    wdd::Evaluation evaluation = evaluate_study(
        {counted, areas, zones, periods, rule, area_options.assumed}, test, for_forecast);
    if (!zone_weights.note.empty()) {
        evaluation.notes.push_back(zone_weights.note);
    }
    wdd::Message message = wdd::describe(evaluation);
    add_sources(message, m_options.study, incidents);
    std::optional<wdd::TypesFinding> types;
    if (!m_options.study.incidents.type_field.empty()) {
        types = by_type(studies, evaluation, weights);
        message.sections.push_back(wdd::types_section(*types, evaluation));
    }
    return report(evaluation, types, message, areas, zones, console);
}

int TestCommand::report(const wdd::Evaluation& evaluation,
                        const std::optional<wdd::TypesFinding>& types, const wdd::Message& message,
                        const StudyAreas& areas, const wdd::ZoneGeometry& zones,
                        toolkit::Console& console) const {
    nlohmann::ordered_json json = result_json(evaluation);
    add_areas(json, evaluation, zones, areas.square_metres_a_unit());
    if (types) {
        add_types(json, *types);
    }
    json["name"] = areas.called(m_options.files.title);
    json["open_end"] = areas.open_end;
    json["crs"] = areas.crs.text();
    const RecordedParameters parameters = with_version(recorded());
    json["parameters"] = toolkit::parameters_json(parameters);
    const std::vector<std::string> warnings = wdd::all_warnings(evaluation);
    json["warnings"] = wdd::recorded_warnings(evaluation);
    json["notes"] = evaluation.notes;
    if (evaluation.suitability_enforced && !evaluation.suitability->suitable()) {
        if (m_options.files.json == "-") {
            publish(message, std::move(json), {.json = "-", .title = m_options.files.title},
                    {.summary = wdd::summary(evaluation)});
        }
        throw toolkit::Refusal(wdd::unsuitability(*evaluation.suitability, areas.area_unit),
                               unsuitable_control);
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
    const std::string layer_title = fmt::format(
        "{}, {}", areas.called(m_options.files.title),
        toolkit::short_period(evaluation.periods->post.start, evaluation.periods->post.end));
    std::optional<ResultLayer> layer;
    std::optional<ComparisonLayer> comparison;
    publish(message, std::move(json), m_options.files,
            {.summary = wdd::summary(evaluation),
             .workbook =
                 [&] {
                     const std::string& title = m_options.files.title;
                     return workbook(evaluation, title.empty() ? areas.called("") : title,
                                     parameters, types);
                 },
             .map =
                 [&] {
                     const std::string& title = m_options.files.title;
                     return map_picture(evaluation, title.empty() ? areas.called("") : title);
                 },
             .finish =
                 [&] {
                     if (m_target) {
                         layer.emplace(*m_target, areas.output_crs, parameters,
                                       areas.called(m_options.files.title));
                         layer->write(evaluation, {zones, areas.crs, areas.output_crs});
                         layer->describe(
                             described(fmt::format("WDD {}", layer_title), "wdd test", parameters));
                         layer->finish();
                     }
                     if (m_comparison_target) {
                         comparison.emplace(*m_comparison_target, areas.crs, areas.output_crs,
                                            parameters);
                         comparison->write(evaluation);
                         comparison->describe(
                             described(fmt::format("Comparison areas for {}", layer_title),
                                       "wdd test", parameters));
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
