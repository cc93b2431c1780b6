// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/command.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "crims_tool/evaluate/area_reader.hpp"
#include "crims_tool/evaluate/crimes_with_place.hpp"
#include "crims_tool/evaluate/design/effects.hpp"
#include "crims_tool/evaluate/design/unchecked_level.hpp"
#include "crims_tool/evaluate/design/zone_shares.hpp"
#include "crims_tool/evaluate/engine/counts.hpp"
#include "crims_tool/evaluate/engine/forecasts.hpp"
#include "crims_tool/evaluate/engine/points.hpp"
#include "crims_tool/evaluate/intervention.hpp"
#include "crims_tool/evaluate/report/html.hpp"
#include "crims_tool/evaluate/report/json.hpp"
#include "crims_tool/evaluate/report/layer.hpp"
#include "crims_tool/evaluate/report/text.hpp"
#include "crims_tool/options/expected_crimes.hpp"
#include "crims_tool/ranks/together.hpp"
#include "crims_tool/records/month_range.hpp"
#include "crims_tool/records/month_warnings.hpp"
#include "toolkit/files/output_file.hpp"
#include "toolkit/files/sha256.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/plain_numbers.hpp"

namespace crims_tool {

namespace {

using toolkit::DataError;
using toolkit::OutputFile;
using toolkit::sha256_of;
using toolkit::sha256_of_file;
using toolkit::short_percent_text;
using toolkit::UsageError;

/// Forecasts cost a hundred times what counts do: more would only make the third digit surer.
constexpr std::uint32_t most_forecasts = 2000;

void require_places(const StoredModel& stored, const std::string& path) {
    if (!stored.crs) {
        throw DataError(fmt::format(
            "{}: the model knows neither places nor shapes of zones, so it does not know which crimes are in the areas; calibrate with zones, or from crimes that have places",
            path));
    }
    if (!stored.crs->has_true_lengths()) {
        throw DataError(fmt::format(
            "{}: the model is in {}, where lengths are not true; use ⟨crims calibrate --crs⟩ with a projected system, such as EPSG:27700",
            path, stored.crs->text()));
    }
}

/// What lies outside of the zones has no crime in the model, whatever happens there in life.
void warn_of_outside(const crims::Model& model, EvaluationAreas& areas) {
    if (model.triangles.empty()) {
        return;
    }
    constexpr double nearly_all = 0.99;
    const auto warn = [&](const wdd::Area& area, const char* what) {
        const double inside = area_in_zones(model, area) / area.area();
        if (inside < nearly_all) {
            areas.warnings.push_back(fmt::format(
                "{} of {} lies outside the model's zones, where the model has no crime.",
                short_percent_text(1 - inside), what));
        }
    };
    warn(areas.response, "the scenario's area");
    warn(areas.control, "the control area");
}

/// A month without records that no study has would be ignored without a word.
void require_months_of_study(const EvaluationDesign& design, const EvaluationPlan& plan) {
    wdd::Period all = design.studies.front().periods.pre;
    for (const EvaluationStudy& study : design.studies) {
        all.start = std::min(all.start, study.periods.pre.start);
        all.end = std::max(all.end, study.periods.post.end);
    }
    for (const crims::Month month : plan.missing) {
        const auto first = crims::first_day(month);
        if (first > all.end || first + std::chrono::days(crims::days_in(month)) <= all.start) {
            throw UsageError(fmt::format(
                "⟨--missing⟩ {}: the study runs from {} to {}, so that month is not in it",
                month_text(month), wdd::iso_date(all.start), wdd::iso_date(all.end)));
        }
    }
}

} // namespace

void EvaluateCommand::require_writable() const {
    const EvaluateOptions& o = m_options;
    for (const std::string& path : {o.output, o.html, o.csv, o.saved_scenario, o.files.json}) {
        if (!path.empty()) {
            OutputFile::require_writable(path, o.files.overwrite);
        }
    }
}

IncidentHistory EvaluateCommand::read_world(std::chrono::sys_days start,
                                            toolkit::Console& console) const {
    const EvaluateOptions& o = m_options;
    if (!o.incidents.layer.empty()) {
        return read_history(toolkit::incident_layer(o.incidents), start, console);
    }
    IncidentHistory world;
    world.stored = read_model(o.model, ReadShapes::yes);
    StoredModel& stored = world.stored;
    require_places(stored, o.model);
    if (m_plan.placement == crims::Placement::uniform && stored.model.triangles.empty()) {
        throw DataError(fmt::format(
            "{}: uniform placement needs zones with polygons, and the model has none; calibrate with zones, or place by observed places",
            o.model));
    }
    if (!m_plan.dispersion) {
        std::fill(stored.model.dispersion.begin(), stored.model.dispersion.end(),
                  crims::Dispersion{});
    }
    return world;
}

EvaluationResult EvaluateCommand::prepare(IncidentHistory& world, toolkit::Console& console) const {
    const EvaluateOptions& o = m_options;
    const Scenario scenario = o.scenario.file.empty()
                                  ? parse_scenario(scenario_text(o.scenario.intervention),
                                                   scenario_called(o.scenario), true)
                                  : read_scenario(o.scenario.file, o.scenario.allow_remote);
    world = read_world(scenario.interventions.front().intervention.start, console);
    const StoredModel& stored = world.stored;
    EvaluationPlan plan = m_plan;
    plan.types = counted_types(o.crime_types, stored.model.crime_types);
    std::optional<CrimesWithPlace> with_place = keep_crimes_with_place(world.stored, plan);
    const crims::Intervention intervention =
        on_counted_types(common_intervention(scenario, stored.model.crime_types), plan);
    plan.snap = toolkit::in_unit(o.snap, stored.crs->unit());
    if (o.effects.empty()) {
        add_effect(plan, largest_effect(intervention));
    }
    require_ring(scenario, plan);
    EvaluationAreas areas = read_areas(
        scenario, {.control = o.control, .control_where = o.control_where, .rings = o.rings},
        *stored.crs);
    warn_of_outside(stored.model, areas);
    EvaluationDesign design = make_design(stored.model, intervention, areas, plan);
    require_months_of_study(design, plan);
    std::optional<std::string> level = unchecked_level(stored.model, design);
    if (o.incidents.layer.empty()) {
        const wdd::Period days = crime_window(design, areas, plan).days;
        const MonthRange months{crims::month_of(days.start), crims::month_of(days.end)};
        expected_crimes(o.model, stored.model, "", {}, months);
        if (std::string warning = beyond_data_warning(stored.model, months); !warning.empty()) {
            areas.warnings.push_back(std::move(warning));
        }
    }
    ForecastDesign forecast = forecast_design(stored, areas, plan, design);
    return {.scenario_name = scenario.name,
            .scenario_text = scenario.text,
            .through_points = through_points(),
            .from_incidents = !o.incidents.layer.empty(),
            .plan = std::move(plan),
            .areas = std::move(areas),
            .crs = *stored.crs,
            .design = std::move(design),
            .forecast = std::move(forecast),
            .with_place = std::move(with_place),
            .unchecked_level = std::move(level),
            .table = {},
            .summary = {},
            .parameters = recorded(),
            .model = stored.metadata,
            .version = CRIMEKIT_VERSION};
}

ForecastDesign EvaluateCommand::forecast_design(const StoredModel& stored,
                                                const EvaluationAreas& areas,
                                                const EvaluationPlan& plan,
                                                const EvaluationDesign& design) const {
    if (!m_options.incidents.layer.empty()) {
        return {
            .reason =
                "it needs the years before, and incidents that are drawn four weeks at a time have none; calibrate a model from them (⟨crims calibrate --incidents⟩) and give it with ⟨--model⟩"};
    }
    if (plan.near_repeat) {
        return {
            .reason =
                "the comparison areas are drawn as counts, which cannot tell how crimes follow crimes; leave out ⟨--near-repeat⟩"};
    }
    return make_forecast_design(stored.model, areas, plan, design, 1 / stored.crs->unit().metres);
}

std::string EvaluateCommand::fingerprint(const EvaluationResult& result,
                                         const IncidentHistory& world) const {
    std::string all = result.scenario_text + result.version;
    if (!m_options.model.empty()) {
        all += toolkit::sha256_of_file(m_options.model);
    }
    for (const PointCrime& crime : world.history.crimes) {
        all += fmt::format("{} {} {} {}\n", crime.day.time_since_epoch().count(), crime.crime_type,
                           crime.x, crime.y);
    }
    for (const toolkit::RecordedParameter& parameter : result.parameters) {
        if (parameter.name != "replicates") {
            all += fmt::format("{}={}\n", parameter.name, toolkit::recorded_text(parameter.value));
        }
    }
    for (const wdd::Area* area : {&result.areas.response, &result.areas.control}) {
        const wdd::Wkb wkb = area->wkb();
        all.append(reinterpret_cast<const char*>(wkb.data()), wkb.size());
    }
    return toolkit::sha256_of(all);
}

ReplicateCounter EvaluateCommand::counter(const EvaluationResult& result,
                                          const IncidentHistory& world) const {
    if (!through_points()) {
        return counts_route(world.stored.model, result.design, result.plan);
    }
    const CrimeWindow window = crime_window(result.design, result.areas, result.plan);
    return points_route(result.design, result.areas, result.plan,
                        result.from_incidents
                            ? resampled_crimes(world.history, result.plan.seed, window)
                            : simulated_crimes(world.stored.model, result.plan, window));
}

void EvaluateCommand::count(EvaluationResult& result, const IncidentHistory& world,
                            const Ranks& ranks, std::optional<EvaluationCheckpoint>& checkpoint,
                            toolkit::Console& console) const {
    if (!m_options.checkpoint.empty() && ranks.is_first()) {
        checkpoint.emplace(m_options.checkpoint, fingerprint(result, world));
    }
    const ReportProgress progress = [&](std::int64_t done, std::int64_t total) {
        console.progress(done, total);
    };
    ReplicateRoute route{.count = counter(result, world)};
    std::uint32_t forecasted = 0;
    if (result.any_forecast()) {
        route.forecast =
            forecast_route(world.stored.model, result.design, result.forecast, result.plan);
        forecasted = std::min(result.plan.replicates, most_forecasts);
    }
    result.table = run_replicates(
        route,
        ReplicateTable(result.design.combinations.size(), result.plan.replicates, forecasted),
        {.ranks = ranks, .checkpoint = checkpoint ? &*checkpoint : nullptr, .progress = progress});
    console.end_progress();
}

toolkit::Processes EvaluateCommand::processes() const {
    return Ranks::can_share() ? toolkit::Processes::share : toolkit::Processes::would_share;
}

int EvaluateCommand::run(toolkit::Console& console) {
    const auto threads = thread_limit(m_options.process.threads);
    const Ranks ranks;
    IncidentHistory world;
    std::optional<EvaluationResult> result;
    std::optional<EvaluationCheckpoint> checkpoint;
    work_together(
        ranks, console,
        [&](toolkit::Console& own) {
            if (ranks.is_first()) {
                require_writable();
            }
            result.emplace(prepare(world, own));
        },
        [&](toolkit::Console& own) {
            count(*result, world, ranks, checkpoint, own);
            if (ranks.is_first()) {
                report(*result, own);
            }
            if (checkpoint) {
                checkpoint->remove();
            }
        });
    return 0;
}

void EvaluateCommand::report(EvaluationResult& result, toolkit::Console& console) const {
    for (const std::string& warning : result.areas.warnings) {
        console.warn(warning);
    }
    result.summary = summarise(result.design, result.plan, result.table, &result.forecast);
    publish(result);
}

void EvaluateCommand::publish(const EvaluationResult& result) const {
    const EvaluateOptions& o = m_options;
    EvaluationGeoPackage package(o.output, result);
    std::vector<OutputFile> files;
    if (!o.csv.empty()) {
        files.emplace_back(o.csv, evaluation_csv(result), o.files.overwrite);
    }
    if (!o.html.empty()) {
        files.emplace_back(o.html, evaluation_html(result), o.files.overwrite);
    }
    if (!o.saved_scenario.empty()) {
        files.emplace_back(o.saved_scenario, scenario_text(o.scenario.intervention, true),
                           o.files.overwrite);
    }
    publish_result(o.files, evaluation_json(result), [&] {
        package.publish(o.files.overwrite); // it may find that another run was faster
        for (OutputFile& file : files) {
            file.publish();
        }
    });
    if (o.files.json != "-" && o.csv != "-" && o.html != "-") {
        toolkit::write_standard_output(evaluation_text(result));
    }
}

} // namespace crims_tool
