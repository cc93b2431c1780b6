// SPDX-License-Identifier: MIT
#include "wdd_tool/placebo/command.hpp"

#include <algorithm>
#include <filesystem>
#include <future>
#include <utility>

#include <cpl_port.h>
#include <fmt/format.h>

#include "toolkit/command/option_values.hpp"
#include "toolkit/text/errors.hpp"
#include "wdd/message.hpp"
#include "wdd_tool/placebo/output.hpp"
#include "wdd_tool/result/json.hpp"

namespace wdd_tool {

namespace {

using toolkit::OptionType;

/// The hundred years before the treatment: all the past there is in any data.
wdd::Period past(const StudyAreas& areas) {
    constexpr std::chrono::days hundred_years{36525};
    constexpr std::chrono::sys_days earliest =
        std::chrono::sys_days{std::chrono::year{1} / std::chrono::January / 1};
    return {std::max(areas.treatment.start - hundred_years, earliest), areas.treatment.end};
}

/// All that any placebo's zones and the study's own may take.
wdd::Box reach(const StudyAreas& areas, const std::optional<wdd::Area>& region,
               const std::vector<CandidateZone>& candidates) {
    wdd::Box box = areas.response.box().joined(areas.control.box());
    if (region) {
        box = box.joined(region->box());
    }
    for (const CandidateZone& zone : candidates) {
        box = box.joined(zone.area.box());
    }
    return box.grown(areas.distance);
}

/// Those of the two periods; with those dated by month where the study counts them.
std::vector<wdd::PeriodPoint> in_periods(const std::vector<DatedPoint>& points,
                                         const wdd::StudyPeriods& periods, bool by_month) {
    std::vector<wdd::PeriodPoint> kept;
    for (const DatedPoint& point : points) {
        if (point.month_only && !by_month) {
            continue;
        }
        const bool after = periods.post.contains(point.day);
        if (after || periods.pre.contains(point.day)) {
            kept.push_back({point.x, point.y, after});
        }
    }
    return kept;
}

} // namespace

toolkit::CommandDescription PlaceboCommand::description() const {
    return {
        .name = "placebo",
        .summary = "the same test where and when nothing was done: is the observed z unusual?",
        .description =
            {"Does the test of wdd test, and then the same test at earlier dates (--dates), with "
             "both areas moved and turned at random within a region (--relocations, --region), and "
             "with other zones in their place (--candidates). The share of these placebos with a z "
             "as low as the observed one is an empirical p-value, (1 + number at or below) / "
             "(placebos + 1), that holds where incidents cluster and the normal one is too small.",
             "Only placebos that share no day (dates) or no ground (places) with each other and "
             "the study are counted in it; 19 are needed for a verdict. Placebo areas hold about "
             "as many incidents as the study's (--comparable); where there are none the command "
             "says so and gives no verdict. Layers, dates and overlaps are those of wdd test.",
             "A CSV from --output has the columns of wdd counts --input, one placebo a row."},
        .exit_statuses =
            {{0, "done"},
             {1, "something else failed: a file, a layer, dates, no room; nothing is written"},
             {2, "the command line is wrong"}},
        .examples = {"wdd placebo --response \"samples/town.gpkg|layername=response\" --where "
                     "\"NAME='Market Square'\" "
                     "--control \"samples/town.gpkg|layername=control\" --incidents "
                     "\"samples/town.gpkg|layername=incidents\" --date-field occurred "
                     "--start-field RESP_START "
                     "--end-field RESP_END --displacement \"250 m\" --dates all --html "
                     "placebo.html --output placebo.gpkg"}};
}

void PlaceboCommand::declare(toolkit::OptionList& options) {
    PlaceboOptions& o = m_options;
    declare_study_layers(options, o.study);
    declare_study_periods(options, o.study);
    options.group("Test");
    declare_zones(options, o.study);
    declare_systems(options, o.study);
    declare_placebos(options, o);
    options.group("Output");
    options.add({.name = "--output",
                 .type = OptionType::output_layer,
                 .value = "LAYER",
                 .help =
                     "The placebos, one a feature, with area, periods, counts and z: FILE.gpkg or "
                     "FILE.gpkg|layername=NAME; or FILE.csv, a table.",
                 .endings = {"gpkg", "csv"}},
                &o.output);
    declare_message_files(options, o.files);
}

void PlaceboCommand::check() {
    m_design = check_study(m_options.study);
    m_choices = check_placebos(m_options);
    check_output();
}

void PlaceboCommand::check_output() {
    const PlaceboOptions& o = m_options;
    if (o.output.empty()) {
        return;
    }
    if (EQUAL(std::filesystem::path(o.output).extension().c_str(), ".csv")) {
        m_csv = o.output;
        return;
    }
    m_target = toolkit::feature_class_target(o.output, o.files.overwrite, "--output");
}

void PlaceboCommand::require_outputs() const {
    const PlaceboOptions& o = m_options;
    std::vector<std::string> inputs{o.study.response, o.study.control, o.study.incidents.layer};
    for (const std::string& layer : {o.region, o.candidates}) {
        if (!layer.empty()) {
            inputs.push_back(layer);
        }
    }
    std::vector<toolkit::NamedOutput> files = named_outputs(o.files);
    files.push_back({"--output", m_csv});
    require_outputs_apart(std::move(files), inputs, m_target, o.output);
    require_writable(o.files);
    if (m_target) {
        toolkit::require_writable(*m_target);
    }
    if (!m_csv.empty()) {
        toolkit::OutputFile::require_writable(m_csv, o.files.overwrite);
    }
}

PlaceboCommand::Places
PlaceboCommand::read_places(StudyAreas& areas, const std::optional<toolkit::Crs>& assumed) const {
    const PlaceboOptions& o = m_options;
    Places places;
    if (!o.region.empty()) {
        places.region = read_region(
            {.layer = toolkit::layer_option(o.region, "--region"), .where = o.region_where},
            assumed, areas, areas.warnings);
    }
    if (!o.candidates.empty()) {
        places.candidates =
            read_candidates({.layer = toolkit::layer_option(o.candidates, "--candidates"),
                             .where = o.candidates_where,
                             .group_field = o.candidates_field},
                            assumed, areas, areas.warnings);
    }
    return places;
}

int PlaceboCommand::run(toolkit::Console& console) {
    require_outputs();
    const AreaOptions area_options = wdd_tool::area_options(m_options.study, m_design);
    StudyAreas areas = read_areas(area_options, m_design.start, m_design.end);
    const PeriodOptions periods = period_options(areas, m_design);
    const wdd::OverlapRule rule = overlap_rule(m_options.study);
    const Places places = read_places(areas, area_options.assumed);
    std::future<wdd::ZoneGeometry> drawing = std::async(std::launch::async, [&areas, rule] {
        return wdd::zone_geometry(areas.response, areas.control, areas.distance, rule);
    });
    const IncidentLayer incidents(incident_options(m_options.study), area_options.assumed);
    WiderReading wider;
    if (!m_options.dates.empty()) {
        wider.window = past(areas);
    }
    std::vector<DatedPoint> points;
    if (places.any()) {
        wider.box = reach(areas, places.region, places.candidates);
        wider.handle = [&points, window = study_window(periods)](const DatedPoint& point) {
            if (window.contains(point.day)) {
                points.push_back(point);
            }
        };
    }
    const CountedIncidents counted = count_incidents(incidents, areas, periods, console, wider);
    const wdd::Evaluation evaluation =
        evaluate(counted, areas, study_zones(drawing.get(), areas, rule), periods, {}, 0.95);
    if (!evaluation.statistic.z) {
        throw toolkit::DataError(fmt::format(
            "{}: no incident lies in any zone in either period, so there is no z to compare "
            "placebos with; check the dates, the conditions and the coordinate systems",
            incidents.layer().text()));
    }
    const ObservedStudy study{areas, counted, evaluation, rule};
    report(study, test(study, places, points, console), console);
    return 0;
}

std::vector<TestedFamily> PlaceboCommand::test(const ObservedStudy& study, const Places& places,
                                               const std::vector<DatedPoint>& points,
                                               toolkit::Console& console) const {
    std::vector<TestedFamily> families;
    if (!m_options.dates.empty()) {
        families.push_back(test_dates(study, m_choices.dates));
    }
    if (!places.any()) {
        return families;
    }
    wdd::PlaceboCounter counter(
        study.areas.response, study.areas.control, study.areas.distance, study.rule,
        in_periods(points, *study.evaluation.periods, study.counted.tally.month_only));
    if (places.region) {
        families.push_back(test_relocations(study,
                                            {.number = m_choices.relocations,
                                             .seed = m_choices.seed,
                                             .comparable = {m_options.comparable}},
                                            *places.region, counter, console));
    }
    if (!places.candidates.empty()) {
        families.push_back(test_candidates(
            study, places.candidates,
            {.seed = m_choices.seed, .comparable = {m_options.comparable}}, counter, console));
    }
    return families;
}

void PlaceboCommand::report(const ObservedStudy& study, const std::vector<TestedFamily>& families,
                            toolkit::Console& console) const {
    const RecordedParameters parameters = with_version(recorded());
    nlohmann::ordered_json json = result_json(study.evaluation);
    json["placebos"] = placebos_json(families);
    json["crs"] = study.areas.crs.text();
    json["parameters"] = toolkit::parameters_json(parameters);
    json["warnings"] = study.evaluation.warnings;
    json["notes"] = study.evaluation.notes;
    for (const std::string& warning : study.evaluation.warnings) {
        console.warn(warning);
    }
    std::vector<wdd::PlaceboFamily> summaries;
    summaries.reserve(families.size());
    for (const TestedFamily& family : families) {
        summaries.push_back(family.summary);
    }
    std::optional<PlaceboLayer> layer;
    std::optional<toolkit::OutputFile> csv;
    publish(wdd::describe_placebos(study.evaluation, summaries), std::move(json), m_options.files,
            {.finish =
                 [&] {
                     if (m_target) {
                         layer.emplace(*m_target, study.areas, parameters);
                         layer->write(families);
                         layer->finish();
                     }
                     if (!m_csv.empty()) {
                         csv.emplace(m_csv, placebos_csv(study.areas, families),
                                     m_options.files.overwrite);
                     }
                 },
             .publish =
                 [&] {
                     if (layer) {
                         layer->publish();
                     }
                     if (csv) {
                         csv->publish();
                     }
                 }});
}

} // namespace wdd_tool
