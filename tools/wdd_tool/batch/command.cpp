// SPDX-License-Identifier: MIT
#include "wdd_tool/batch/command.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "toolkit/files/output_file.hpp"
#include "toolkit/system/paths.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/lower_case.hpp"
#include "wdd_tool/batch/batch_json.hpp"
#include "wdd_tool/batch/batch_map.hpp"
#include "wdd_tool/batch/batch_workbook.hpp"
#include "wdd_tool/study/facts.hpp"

namespace wdd_tool {

namespace {

using toolkit::OptionType;
using toolkit::UsageError;

constexpr int some_failed = 4;

std::size_t failures(const wdd::Batch& batch) {
    return static_cast<std::size_t>(
        std::count_if(batch.areas.begin(), batch.areas.end(),
                      [](const wdd::BatchArea& area) { return !area.evaluation; }));
}

bool is_csv(const std::string& path) {
    return path == "-" || toolkit::lower_case(path).ends_with(".csv");
}

void require_table_ending(const std::string& table) {
    const std::string ending = toolkit::ending_of(table.substr(0, table.find('|')));
    if (toolkit::lower_case(ending) != ".gpkg") {
        throw UsageError(fmt::format(
            "⟨--table⟩ '{}': the table is a CSV or a GeoPackage; end the file's name with .csv or .gpkg",
            table));
    }
}

} // namespace

toolkit::CommandDescription BatchCommand::description() const {
    return {
        .name = "batch",
        .summary = "evaluates each of many response areas, and all of them together",
        .description =
            {"Runs ⟨wdd test⟩ for each area of the response layer, each with its own dates, and reads the incidents once for all. Areas that cannot be evaluated are listed with the reason, and the others are evaluated. Options that ⟨wdd test⟩ has mean the same.",
             "All areas together: the sum of their estimates. Where areas share incidents (one control area for all, rings that overlap, periods that follow each other), its standard error counts each incident by what it adds to the sum, so it is right there too. The table gives each p-value also adjusted for the number of areas (Holm; Benjamini and Hochberg).",
             "The table has the columns area, start, end, pre_start, pre_end, the counts and weights as ⟨wdd counts⟩ has them, its results (local_estimate to total_net_effect), then forecast_expected, forecast_recorded, forecast_percent with its interval, forecast_p, forecast_evidence, suitable, area_difference, count_difference, correlation, p_holm, q_benjamini_hochberg, summary, warnings, and not_evaluated: the reason, if an area could not be evaluated.",
             "In the row All together each of the eight counts is the sum of those of the areas, so an incident that several areas count (of a control area that they share, say) is in it once for each. The estimates follow from these sums, total_se does not. Dates and weights are those that all areas have, empty where they differ. suitable tells how many control areas passed (2 of 4), area_difference and count_difference the largest of all, correlation the one nearest to 0. Measures that cannot be added up are empty."},
        .exit_statuses =
            {{0, "done"},
             {1, "something else failed: a file, a layer, every area; nothing is written"},
             {2, "the command line is wrong"},
             {some_failed, "some areas could not be evaluated; the others are written"}},
        .examples = {
            "wdd batch --response \"samples/town.gpkg|layername=response\" --each NAME --control \"samples/town.gpkg|layername=control\" --incidents \"samples/town.gpkg|layername=incidents\" --date-field occurred --start-field RESP_START --end-field RESP_END --displacement \"250 m\" --table areas.csv"}};
}

void BatchCommand::declare(toolkit::OptionList& options) {
    declare_study_layers(options, m_options.study);
    declare_each(options);
    declare_study_periods(options, m_options.study);
    declare_types(options, m_options.study, m_options.weights);
    declare_evaluation(options, m_options.test, m_options.study);
    declare_zone_weights(options, m_options.zone_weights);
    declare_forecast(options, m_options.test);
    declare_outputs(options);
}

void BatchCommand::declare_each(toolkit::OptionList& options) {
    options.group("Many areas");
    options.add(
        {.name = "--each",
         .type = OptionType::field,
         .value = "FIELD",
         .help =
             "Field of the response layer with the name of each area. Features with one name are one area.",
         .parent = "--response",
         .required = true},
        &m_options.each.field);
    options.add(
        {.name = "--control-each",
         .type = OptionType::field,
         .value = "FIELD",
         .help =
             "Field of the control layer with the name of the area that a feature is the control for. Without it all areas have one control area: all of the layer.",
         .parent = "--control"},
        &m_options.each.control_field);
}

void BatchCommand::declare_outputs(toolkit::OptionList& options) {
    options.group("Output");
    options.add(
        {.name = "--table",
         .type = OptionType::output_file,
         .value = "FILE",
         .help =
             "One row for each area, and a last row for all of them together: a CSV, or a layer of a GeoPackage, FILE.gpkg or FILE.gpkg|layername=NAME; - for CSV on standard output.",
         .endings = {"csv", "gpkg"}},
        &m_options.table);
    options.add(
        {.name = "--output",
         .aliases = {"--out_features"},
         .type = OptionType::output_layer,
         .value = "LAYER",
         .help =
             "Result feature class with the five features of each area, as ⟨wdd test⟩ writes them: " +
             result_formats_help(),
         .endings = result_endings()},
        &m_options.output);
    declare_comparison_output(options, m_options.comparison_output);
    declare_message_files(options, m_options.files);
    declare_summary(options, m_options.files);
    declare_workbook(options, m_options.files);
    declare_map(options, m_options.files);
}

void BatchCommand::check() {
    const BatchOptions& o = m_options;
    m_design = check_study(o.study);
    check_types(o.study, o.weights);
    check_forecast(o.test, o.comparison_output);
    check_zone_weights(o.zone_weights, o.test.scale_control);
    check_endings(o.files);
    m_targets.overwrite = o.files.overwrite;
    if (!o.output.empty()) {
        m_targets.output = result_target(o.output, o.files.overwrite, "--output");
    }
    if (!o.comparison_output.empty()) {
        m_targets.comparison =
            result_target(o.comparison_output, o.files.overwrite, "--comparison-output");
    }
    if (is_csv(o.table)) {
        m_targets.csv = o.table;
    } else if (!o.table.empty()) {
        require_table_ending(o.table);
        m_targets.table = toolkit::feature_class_target(o.table, o.files.overwrite, "--table");
    }
    require_two_layers();
}

void BatchCommand::require_two_layers() const {
    const auto& output = m_targets.output;
    const auto& table = m_targets.table;
    if (output && table && toolkit::is_same_file(output->path, table->path) &&
        toolkit::lower_case(output->layer) == toolkit::lower_case(table->layer)) {
        throw UsageError(fmt::format(
            "⟨--output⟩ and ⟨--table⟩ would both write the layer '{}'; name one, such as ⟨--table⟩ \"{}|layername=areas\"",
            output->layer, table->path));
    }
}

void BatchCommand::require_outputs() const {
    const BatchOptions& o = m_options;
    std::vector<std::string> inputs = named_inputs(o.study);
    if (!o.weights.empty()) {
        inputs.push_back(o.weights);
    }
    if (!o.test.comparison.areas.empty()) {
        inputs.push_back(o.test.comparison.areas);
    }
    if (o.zone_weights.population) {
        inputs.push_back(o.zone_weights.population->path);
    }
    std::vector<toolkit::NamedOutput> files = named_outputs(o.files);
    files.push_back({"--table", m_targets.csv});
    require_outputs_apart(files, inputs, m_targets.output, o.output);
    require_outputs_apart(files, inputs, m_targets.table, o.table, "--table");
    require_outputs_apart(files, inputs, m_targets.comparison, o.comparison_output,
                          "--comparison-output");
    if (m_targets.comparison) {
        require_comparison_apart();
        toolkit::require_writable(*m_targets.comparison);
    }
    require_writable(o.files);
    if (!m_targets.csv.empty()) {
        toolkit::OutputFile::require_writable(m_targets.csv, o.files.overwrite);
    }
    if (m_targets.output) {
        toolkit::require_writable(*m_targets.output);
    }
    if (m_targets.table) {
        toolkit::require_writable(*m_targets.table);
    }
}

/// It is published by itself, so in a file of its own.
void BatchCommand::require_comparison_apart() const {
    std::vector<toolkit::NamedOutput> files{{"--comparison-output", m_targets.comparison->path}};
    if (m_targets.output) {
        files.push_back({"--output", m_targets.output->path});
    }
    toolkit::require_outputs_apart(files, {});
    if (m_targets.table) {
        toolkit::require_outputs_apart({files.front(), {"--table", m_targets.table->path}}, {});
    }
}

int BatchCommand::run(toolkit::Console& console) {
    require_outputs();
    const AreaOptions areas = area_options(m_options.study);
    const IncidentSources incidents(incident_options(m_options.study));
    const WeightTable weights(m_options.weights);
    const BatchResult result =
        evaluate_each({.areas = areas,
                       .each = m_options.each,
                       .design = m_design,
                       .overlap = m_options.study.overlap,
                       .test = m_options.test,
                       .zone_weights = m_options.zone_weights,
                       .by_type = !m_options.study.incidents.type_field.empty(),
                       .keep_comparison = m_targets.comparison.has_value(),
                       .weights = weights},
                      incidents, console);
    report(result, incidents, console);
    return failures(result.batch) > 0 ? some_failed : 0;
}

void BatchCommand::report(const BatchResult& result, const IncidentSources& incidents,
                          toolkit::Console& console) const {
    wdd::Message message = wdd::describe(result.batch);
    add_sources(message, m_options.study, incidents);
    nlohmann::ordered_json json = batch_json(result);
    const RecordedParameters parameters = with_version(recorded());
    json["parameters"] = toolkit::parameters_json(parameters);
    for (const wdd::BatchArea& area : result.batch.areas) {
        if (!area.evaluation) {
            console.warn(fmt::format("{} was not evaluated: {}", area.name, area.fault));
        }
        for (const std::string& warning : area.warnings) {
            console.warn(fmt::format("{}: {}", area.name, warning));
        }
    }
    for (const auto* target : {&m_targets.output, &m_targets.comparison}) {
        if (*target && !limits_of(**target).empty()) {
            console.warn(limits_of(**target));
        }
    }
    write(result, message, std::move(json), parameters);
}

void BatchCommand::write(const BatchResult& result, const wdd::Message& message,
                         nlohmann::ordered_json json, const RecordedParameters& parameters) const {
    BatchOutputs outputs(m_targets, result, parameters);
    const auto title = [&] {
        return m_options.files.title.empty() ? message.title : m_options.files.title;
    };
    publish(message, std::move(json), m_options.files,
            {.summary = wdd::summary(result.batch),
             .workbook = [&] { return batch_workbook(result.batch, title(), parameters); },
             .map = [&] { return batch_map(result.batch, title()); },
             .finish = [&] { outputs.finish(); },
             .publish = [&] { outputs.publish(); },
             .is_streamed = m_targets.csv == "-"});
}

} // namespace wdd_tool
