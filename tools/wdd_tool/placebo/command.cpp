// SPDX-License-Identifier: MIT
#include "wdd_tool/placebo/command.hpp"

#include <future>
#include <utility>

#include <fmt/format.h>

#include "toolkit/time/period_text.hpp"
#include "wdd/message.hpp"
#include "wdd_tool/result/comparison_layer.hpp"
#include "wdd_tool/result/json.hpp"
#include "wdd_tool/study/facts.hpp"
#include "wdd_tool/study/forecast.hpp"

namespace wdd_tool {

using toolkit::OptionType;

toolkit::CommandDescription PlaceboCommand::description() const {
    return {
        .name = "placebo",
        .summary = "ranks the response area among comparable areas where nothing was done",
        .description =
            {"Checks the forecast of ⟨wdd test⟩ without any distribution. All areas, the response area among them, are fitted together: what each recorded in the treatment period, from its own past. The verdict is the response area's rank: of K comparison areas and the response area, how many fell as far below what was expected there? The p-value is that number divided by K + 1.",
             "Layers, dates, overlaps and comparison areas are those of ⟨wdd test⟩. At least 20 comparable areas are needed; with fewer the command says what to do and gives no verdict. The layer from ⟨--output⟩ shows each area with its residual."},
        .exit_statuses = {{0, "done"},
                          {1, "something else failed: a file, a layer, a date; nothing is written"},
                          {2, "the command line is wrong"}},
        .examples = {
            "wdd placebo --response \"samples/town.gpkg|layername=response\" --where \"NAME='Market Square'\" --control \"samples/town.gpkg|layername=control\" --incidents \"samples/town.gpkg|layername=incidents\" --date-field occurred --start-field RESP_START --end-field RESP_END --displacement \"250 m\" --html placebo.html --output placebo.gpkg"}};
}

void PlaceboCommand::declare(toolkit::OptionList& options) {
    declare_study_layers(options, m_study);
    declare_study_periods(options, m_study);
    options.group("Test");
    declare_zones(options, m_study);
    declare_systems(options, m_study);
    options.group("Forecast");
    declare_comparison(options, m_comparison);
    options.group("Output");
    options.add(
        {.name = "--output",
         .aliases = {"--out_features"},
         .type = OptionType::output_layer,
         .value = "LAYER",
         .help =
             "The comparison areas and the response area, one per feature, with what was recorded and expected, the residual and its rank: " +
             result_formats_help(),
         .endings = result_endings()},
        &m_output);
    declare_message_files(options, m_files);
}

void PlaceboCommand::check() {
    m_design = check_study(m_study);
    check_comparison(m_comparison);
    if (!m_output.empty()) {
        m_target = result_target(m_output, m_files.overwrite, "--output");
    }
}

void PlaceboCommand::require_outputs() const {
    std::vector<std::string> inputs = named_inputs(m_study);
    if (!m_comparison.areas.empty()) {
        inputs.push_back(m_comparison.areas);
    }
    require_outputs_apart(named_outputs(m_files), inputs, m_target, m_output);
    require_writable(m_files);
    if (m_target) {
        toolkit::require_writable(*m_target);
    }
}

int PlaceboCommand::run(toolkit::Console& console) {
    require_outputs();
    const AreaOptions options = area_options(m_study);
    StudyAreas areas = read_areas(options, m_design.start, m_design.end);
    const wdd::OverlapRule rule = m_study.overlap;
    std::future<wdd::ZoneGeometry> drawing = std::async(std::launch::async, [&areas, rule] {
        return wdd::zone_geometry(areas.response, areas.control, areas.distance, rule);
    });
    const IncidentSources incidents(incident_options(m_study));
    LastDay last_day(incidents);
    close_treatment(areas, incidents, last_day);
    const PeriodOptions periods = period_options(areas, m_design);
    ForecastIncidents for_forecast(periods);
    const CountedIncidents counted =
        count_incidents(incidents, areas, periods, console, for_forecast.reading());
    wdd::Evaluation evaluation =
        evaluate(counted, areas, study_zones(drawing.get(), areas, rule), periods, {});
    evaluation.forecast = make_forecast(for_forecast, counted, areas, evaluation,
                                        comparison_choice(m_comparison), options.assumed);
    wdd::Message message = wdd::describe_rank(evaluation);
    add_sources(message, m_study, incidents);
    report(evaluation, message, areas, console);
    return 0;
}

void PlaceboCommand::report(const wdd::Evaluation& evaluation, const wdd::Message& message,
                            const StudyAreas& areas, toolkit::Console& console) const {
    const RecordedParameters parameters = with_version(recorded());
    nlohmann::ordered_json json = result_json(evaluation);
    json["placebo"] = rank_json(*evaluation.forecast);
    json["name"] = areas.called(m_files.title);
    json["open_end"] = areas.open_end;
    json["crs"] = areas.crs.text();
    json["parameters"] = toolkit::parameters_json(parameters);
    json["warnings"] = wdd::all_warnings(evaluation);
    json["notes"] = evaluation.notes;
    for (const std::string& warning : wdd::all_warnings(evaluation)) {
        console.warn(warning);
    }
    if (m_target && !limits_of(*m_target).empty()) {
        console.warn(limits_of(*m_target));
    }
    const std::string title = fmt::format(
        "Placebo test {}, {}", areas.called(m_files.title),
        toolkit::short_period(evaluation.periods->post.start, evaluation.periods->post.end));
    std::optional<ComparisonLayer> layer;
    publish(message, std::move(json), m_files,
            {.finish =
                 [&] {
                     if (m_target) {
                         layer.emplace(*m_target, areas.crs, areas.output_crs, parameters);
                         layer->write(evaluation);
                         layer->describe(described(title, "wdd placebo", parameters));
                         layer->finish();
                     }
                 },
             .publish =
                 [&] {
                     if (layer) {
                         layer->publish();
                     }
                 }});
}

} // namespace wdd_tool
