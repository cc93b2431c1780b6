// SPDX-License-Identifier: MIT
#include "crims_tool/inject/command.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "crims_tool/inject/copy_incidents.hpp"
#include "crims_tool/inject/scenario_sites.hpp"
#include "crims_tool/records/incident_columns.hpp"
#include "toolkit/command/made_by.hpp"
#include "toolkit/files/named_output.hpp"
#include "toolkit/files/output_file.hpp"
#include "toolkit/text/errors.hpp"

namespace crims_tool {

namespace {

using toolkit::DataError;
using toolkit::OptionType;
using toolkit::UsageError;

/// Throws if the scenario tells crime types apart, but there is no field that does.
void require_type_field(const Scenario& scenario, const std::string& type_field) {
    for (const ScenarioIntervention& intervention : scenario.interventions) {
        for (const auto& [type, effect] : intervention.effects) {
            if (type_field.empty() && type != "*") {
                throw UsageError(fmt::format(
                    "⟨--type-field⟩ is missing: {} has an effect on '{}' ({}.effect), so the crime type of each incident must be known",
                    scenario.file, type, intervention.path));
            }
        }
    }
}

void require_dates_meet(const Scenario& scenario, const ScenarioIntervention& intervention,
                        const wdd::Period& dates) {
    const crims::Intervention& treatment = intervention.intervention;
    if (treatment.start > dates.end || treatment.end < dates.start) {
        throw DataError(fmt::format(
            "{}: {}: the treatment period {} to {} is outside the dates of the incidents, {} to {}",
            scenario.file, intervention.path, wdd::iso_date(treatment.start),
            wdd::iso_date(treatment.end), wdd::iso_date(dates.start), wdd::iso_date(dates.end)));
    }
}

/// The pre-treatment period as `wdd test` takes it.
crims::StudyPeriod period_before(const crims::Intervention& intervention, bool month_only) {
    const wdd::Period treatment{intervention.start, intervention.end};
    const wdd::Period before = month_only && wdd::is_whole_months(treatment)
                                   ? wdd::preceding_months(treatment)
                                   : wdd::preceding_days(treatment);
    return {before.start, before.end};
}

/// The crimes with their places in the computing CRS.
crims::InjectionCrimes moved_crimes(const InjectedIncidents& incidents, const toolkit::Crs& from,
                                    const toolkit::Crs& to) {
    crims::InjectionCrimes crimes = incidents.crimes;
    toolkit::Transformation(from, to).transform(crimes.x, crimes.y);
    return crimes;
}

crims::InjectedIntervention injected_intervention(const Scenario& scenario, std::size_t number,
                                                  const ScenarioAreas& areas,
                                                  const InjectedIncidents& incidents,
                                                  const crims::InjectionCrimes& crimes) {
    const ScenarioIntervention& written = scenario.interventions[number];
    require_dates_meet(scenario, written, *incidents.dates);
    crims::InjectedIntervention result;
    result.intervention = for_crime_types(scenario, written, incidents.crime_types);
    result.before = period_before(result.intervention, incidents.month_only);
    SiteLocator locator(areas, number);
    result.sites.reserve(crimes.size());
    for (std::size_t i = 0; i < crimes.size(); ++i) {
        result.sites.push_back(incidents.dated[i] != 0 ? locator.locate(crimes.x[i], crimes.y[i])
                                                       : crims::InjectionSite::elsewhere);
    }
    if (result.intervention.displaced > 0) {
        result.ring = ring_triangles(areas, number);
    }
    result.in_ring = [locator](double x, double y) mutable {
        return locator.locate(x, y) == crims::InjectionSite::ring;
    };
    return result;
}

/// Displaced crimes in the layer's own CRS; those at another crime's place exactly there.
void move_back(crims::InjectionResult& result, const InjectedIncidents& incidents,
               const toolkit::Crs& computed, const toolkit::Crs& layer) {
    std::vector<double> x;
    std::vector<double> y;
    for (const crims::DisplacedCrime& displaced : result.displaced) {
        x.push_back(displaced.x);
        y.push_back(displaced.y);
    }
    toolkit::Transformation(computed, layer).transform(x, y);
    for (std::size_t i = 0; i < x.size(); ++i) {
        crims::DisplacedCrime& displaced = result.displaced[i];
        displaced.x = displaced.place_of ? incidents.crimes.x[*displaced.place_of] : x[i];
        displaced.y = displaced.place_of ? incidents.crimes.y[*displaced.place_of] : y[i];
    }
}

/// Number of incidents in the output.
std::uint64_t written(const crims::InjectionResult& result, bool keep_prevented) {
    const auto prevented =
        std::count(result.fate.begin(), result.fate.end(), crims::CrimeFate::prevented);
    return result.fate.size() - (keep_prevented ? 0 : static_cast<std::uint64_t>(prevented));
}

std::vector<std::string> notes(const ScenarioAreas& areas, const InjectedIncidents& incidents) {
    std::vector<std::string> notes = areas.notes;
    if (incidents.month_only) {
        notes.emplace_back(
            "Some dates give only the month. Such a crime was prevented with the mean strength over the month's days, and counts as within the treatment if any day of its month does.");
    }
    const std::uint64_t undated = incidents.null_date + incidents.bad_date;
    if (undated + incidents.null_geometry > 0) {
        notes.push_back(
            fmt::format("{} incidents without a date and {} without a place were left as they are.",
                        undated, incidents.null_geometry));
    }
    return notes;
}

crims::InjectionResult injected(const crims::InjectionCrimes& crimes,
                                const std::vector<crims::InjectedIntervention>& interventions,
                                std::uint64_t seed, const std::string& scenario) {
    try {
        return crims::inject(crimes, interventions, seed);
    } catch (const std::domain_error& error) {
        throw DataError(fmt::format("{}: {}; make the ring wider, or move the areas further apart",
                                    scenario, error.what()));
    }
}

} // namespace

toolkit::CommandDescription InjectCommand::description() const {
    return {
        .name = "inject",
        .summary =
            "simulates an intervention in real or simulated incidents and tells the true effect",
        .description =
            {"Applies a scenario to incidents: each crime in a response area is prevented with the probability that the scenario gives for its type and day; a share of the prevented crimes happens in the ring around the area instead or, if the share is negative (diffusion of benefit), crimes in the ring are prevented as well. All other incidents stay as they are, with every attribute and in their order. The summary tells the truth: how many crimes were prevented and moved. Compare it with an evaluation of the output (⟨wdd test⟩).",
             "Random numbers depend on the seed and on a crime's position among the incidents read, so runs with different effects agree crime by crime, and the input is what happens without the intervention. The scenario is a JSON file; its schema is share/crimekit/scenario.schema.json.",
             "Only days count. A crime with only a month is prevented with the mean strength over that month. Incidents without a date or place are left as they are.",
             "A displaced crime cannot keep the zone code of its old place, because counts by zone code would then not change. It gets the code of its new zone (⟨--zones⟩), or that of the crime whose place it takes (a scenario's ring with where: crime), or none. Without a code it counts by place alone."},
        .exit_statuses =
            {{0, "done"},
             {1, "something else failed: a file, a layer, a scenario; nothing is written"},
             {2, "the command line is wrong"}},
        .examples = {
            "crims inject --incidents \"samples/town.gpkg|layername=incidents\" --date-field occurred --type-field type --scenario samples/town-scenario.json --output treated.gpkg"}};
}

void InjectCommand::declare(toolkit::OptionList& options) {
    declare_incidents(options);
    declare_scenario(options);
}

void InjectCommand::declare_incidents(toolkit::OptionList& options) {
    toolkit::IncidentLayerOptions& o = m_options.incidents;
    options.group("Incidents");
    toolkit::declare_incident_layer(options, o, {.required = true});
    toolkit::declare_incident_where(
        options, o,
        {.help = "Condition that selects incidents; only these are written.", .advanced = true});
    toolkit::declare_date_field(options, o, {.required = true});
    toolkit::declare_type_field(
        options, o, {.help = "Field with the crime type, if the scenario tells types apart."});
    toolkit::declare_coordinates(options, o);
    toolkit::declare_time_zone(options, o);
    toolkit::declare_date_format(options, o);
    toolkit::declare_bad_dates(
        options, o,
        {.help = "Leaves incidents whose date cannot be read as they are, instead of stopping."});
    declare_places(options);
}

void InjectCommand::declare_places(toolkit::OptionList& options) {
    InjectOptions& o = m_options;
    options.add(
        {.name = "--place-fields",
         .type = OptionType::text,
         .value = "FIELD[,FIELD..]",
         .help =
             "Fields that describe a crime's place (its zone, street). A displaced crime gets the values of the crime whose place it takes, or none.",
         .parent = "--incidents",
         .default_words =
             "those of MSOA, LSOA code, LSOA name, Location, Longitude, Latitude that exist",
         .advanced = true},
        &o.place_fields);
    declare_zones(
        options, o.zones,
        {.help =
             "Zones whose codes the incidents have. A displaced crime gets the code of its new zone."},
        {.help = "Field of the zones with their code."});
}

void InjectCommand::declare_scenario(toolkit::OptionList& options) {
    InjectOptions& o = m_options;
    options.group("Intervention");
    crims_tool::declare_scenario(
        options, o.scenario,
        {.value = "FILE.json",
         .help =
             "File with interventions, where there are several or effects differ by crime type: areas, dates, effects, onset and decay, displaced share and ring."});
    declare_intervention(options, o.scenario.intervention, {.name = "--response-where"});
    options.add(
        {.name = "--displaced",
         .type = OptionType::number,
         .value = "SHARE",
         .help =
             "Share of the prevented crimes that moves to the ring, from -1 (diffusion of benefit) to 1.",
         .range = {.least = -1, .most = 1},
         .goes_with = {"--response", "--ring"},
         .default_words = "0"},
        &o.scenario.intervention.displaced);
    options.add({.name = "--seed",
                 .type = OptionType::integer,
                 .value = "NUMBER",
                 .help = "Seed of the random numbers; the same seed gives the same result.",
                 .default_text = "1"},
                &o.seed);
    options.add(
        {.name = "--crs",
         .type = OptionType::crs,
         .value = "CRS",
         .help =
             "Projected coordinate system to compute rings in. Default: that of the first area that has a projected one, otherwise a local one.",
         .projected = true,
         .advanced = true},
        &o.crs);
    toolkit::declare_assumed_crs(options, o.assume_crs);
    options.group("Output");
    options.add(
        {.name = "--output",
         .type = OptionType::output_layer,
         .value = "LAYER",
         .help =
             "The incidents after the interventions: FILE.gpkg, FILE.gpkg|layername=NAME, FILE.fgb, FILE.geojson or FILE.csv (from a CSV, unchanged rows stay the same bytes).",
         .endings = {"gpkg", "fgb", "geojson", "csv"},
         .required = true},
        &o.output);
    options.add(
        {.name = "--keep-prevented",
         .type = OptionType::flag,
         .help =
             "Also writes prevented incidents, and the columns fate (untouched, prevented, displaced), original_x and original_y."},
        &o.keep_prevented);
    declare_result_files(options, o.files);
}

void InjectCommand::check() {
    const InjectOptions& o = m_options;
    toolkit::check_incident_layer(o.incidents, o.assume_crs);
    check_scenario(o.scenario);
    using enum toolkit::FeatureFormat;
    m_target = toolkit::feature_target(o.output, o.files.overwrite, "--output",
                                       {geopackage, flatgeobuf, geojson, csv});
    m_target->json_in_wgs84 = false; // incidents stay where they are, to the last digit
}

void InjectCommand::require_outputs() const {
    const InjectOptions& o = m_options;
    std::vector<toolkit::LayerReference> inputs = {*o.incidents.layer};
    if (o.zones.layer) {
        inputs.push_back(*o.zones.layer);
    }
    if (!o.scenario.intervention.response.empty()) {
        inputs.push_back(*o.scenario.intervention.response);
    }
    // A GeoPackage may be input and output, if the layers differ.
    const std::string& output = m_target->path;
    toolkit::require_outputs_apart({{"--output", output}, {"--json", o.files.json}},
                                   {o.scenario.file});
    for (const toolkit::LayerReference& input : inputs) {
        toolkit::require_outputs_apart({{"--json", o.files.json}}, {input.path});
        if (!m_target->geopackage) {
            toolkit::require_outputs_apart({{"--output", output}}, {input.path});
        } else if (toolkit::would_replace(*m_target->geopackage, input)) {
            throw UsageError(fmt::format("⟨--output⟩ '{}' would overwrite an input", o.output));
        }
    }
    require_writable(*m_target);
    require_writable(o.files);
}

std::optional<PlaceZones> InjectCommand::place_zones() const {
    const InjectOptions& o = m_options;
    if (!o.zones.layer) {
        return std::nullopt;
    }
    return PlaceZones(read_zones(*o.zones.layer, o.zones.field, o.assume_crs.value()));
}

toolkit::LayerDescription
InjectCommand::description_of_layer(const toolkit::Layer& incidents) const {
    return toolkit::made_by(
        fmt::format("{} with a simulated intervention, seed {}", incidents.name(), m_options.seed),
        "crims inject of crimekit " CRIMEKIT_VERSION, recorded());
}

int InjectCommand::run(toolkit::Console& console) {
    const InjectOptions& o = m_options;
    require_outputs();
    const Scenario scenario = o.scenario.file.empty()
                                  ? parse_scenario(scenario_text(o.scenario.intervention),
                                                   scenario_called(o.scenario), true)
                                  : read_scenario(o.scenario.file, o.scenario.allow_remote);
    require_type_field(scenario, o.incidents.type_field);
    const ScenarioAreas areas = read_scenario_areas(scenario, o.crs, o.assume_crs.value());
    const InjectionSource source(toolkit::incident_layer(o.incidents, o.assume_crs.value()),
                                 o.place_fields);
    if (o.keep_prevented) {
        require_fate_columns_free(source.layer());
    }
    const InjectedIncidents incidents = read_injected_incidents(source, console);
    const crims::InjectionCrimes crimes = moved_crimes(incidents, source.crs(), areas.crs);
    std::vector<crims::InjectedIntervention> interventions;
    for (std::size_t i = 0; i < scenario.interventions.size(); ++i) {
        interventions.push_back(injected_intervention(scenario, i, areas, incidents, crimes));
    }
    crims::InjectionResult result = injected(crimes, interventions, o.seed, scenario.file);
    move_back(result, incidents, areas.crs, source.crs());
    const MovedPlaces places = moved_places(incidents, result, place_zones(), source.crs());
    const auto total = static_cast<std::int64_t>(incidents.size());
    constexpr std::size_t step = 16384;
    const std::unique_ptr<IncidentCopy> copy = copy_incidents(
        source, {incidents, result, places, o.keep_prevented, description_of_layer(source.layer())},
        *m_target, [&](std::size_t done) {
            if (done % step == 0) {
                console.progress(total + static_cast<std::int64_t>(done), 2 * total);
            }
        });
    console.progress(1, 1);
    console.end_progress();

    InjectionReport report{.scenario = scenario,
                           .areas = areas,
                           .incidents = incidents,
                           .interventions = interventions,
                           .result = result,
                           .written = written(result, o.keep_prevented),
                           .notes = notes(areas, incidents)};
    report.notes.insert(report.notes.end(), places.notes.begin(), places.notes.end());
    report.warnings = injection_warnings(report);
    for (const std::string& warning : report.warnings) {
        console.warn(warning);
    }
    publish_result(o.files, result_json(report), [&copy] { copy->publish(); });
    if (o.files.json != "-") {
        toolkit::write_standard_output(injection_text(report));
    }
    return 0;
}

nlohmann::ordered_json InjectCommand::result_json(const InjectionReport& report) const {
    nlohmann::ordered_json json = injection_json(report);
    json["seed"] = m_options.seed;
    json["parameters"] = toolkit::parameters_json(recorded());
    return json;
}

} // namespace crims_tool
