// SPDX-License-Identifier: MIT
#include "crims_tool/calibrate/command.hpp"

#include <chrono>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "crims_tool/calibrate/model_writer.hpp"
#include "crims_tool/calibrate/report.hpp"
#include "crims_tool/people/zone_population.hpp"
#include "crims_tool/records/month_range.hpp"
#include "toolkit/command/made_by.hpp"
#include "toolkit/files/named_output.hpp"
#include "toolkit/files/output_file.hpp"
#include "toolkit/files/sha256.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/system/paths.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/name_list.hpp"
#include "toolkit/time/period_text.hpp"

namespace crims_tool {

using toolkit::UsageError;

namespace {

/// The time zone whose clocks the crimes go by; data.police.uk is British.
std::optional<std::string> calendar_zone(const CalibrateOptions& o) {
    const auto& given = o.source.incidents.time_zone;
    if (!given.empty()) {
        return given.text();
    }
    return o.source.crimes.empty() ? std::nullopt : std::optional<std::string>("Europe/London");
}

/// What a layer is called, for a title.
std::string name_of(const toolkit::LayerReference& layer) {
    const std::string path = toolkit::without_password(layer.path);
    return layer.layer.value_or(toolkit::stem_of(path));
}

void check_excluded(const CalibrateOptions& o) {
    if (o.exclude_months.empty()) {
        return;
    }
    const MonthRange& range = o.source.months;
    for (const crims::Month month : *o.exclude_months) {
        if (!range.contains(month)) {
            throw UsageError(fmt::format("⟨--exclude-months⟩ {}: {} is not among the months {}",
                                         o.exclude_months.text(), month_text(month),
                                         months_text(range)));
        }
    }
    if (o.exclude_months->size() == range.size()) {
        throw UsageError("⟨--exclude-months⟩: no month is left");
    }
}

} // namespace

toolkit::CommandDescription CalibrateCommand::description() const {
    return {
        .name = "calibrate",
        .summary = "makes a model of a force's crime from its records",
        .description =
            {"Reads a data.police.uk download as it comes, gives each crime a zone (that of its LSOA in the lookup, else the one it lies in), and estimates the expected number of crimes by zone, crime type and calendar month. Crimes without a zone are counted, reported and spread in proportion, so that totals hold. A month without data is a gap and not zero crimes. The report names months that are implausible beside the others.",
             "A crime without a published outcome counts as having no suspect, because a suspect who is found gets recorded. Months in which most such crimes are still under investigation are left out of this count.",
             "The model is one GeoPackage of plain, documented tables that you can open, read and edit in QGIS. It records where it comes from: sources with hashes, options, version.",
             "Only the crimes and the months are needed. Without zones, lookup, offences or rhythm the model is still made, and the report lists what it lacks. For data from elsewhere use ⟨--incidents⟩ instead of ⟨--crimes⟩."},
        .exit_statuses = {{0, "done"},
                          {1, "something else failed: a file, a force; nothing is written"},
                          {2, "the command line is wrong"}},
        .examples = {
            "crims calibrate --crimes samples/town-crimes.zip --force Thornmere --from 2021-01 --to 2023-12 --zones samples/town-zones.gpkg --zone-field MSOA --lookup samples/town-lookup.csv --offences samples/town-offences.csv --categories samples/town-categories.csv --trend --output model.gpkg"}};
}

void CalibrateCommand::declare(toolkit::OptionList& options) {
    declare_calibrate_options(options, m_options);
}

void CalibrateCommand::check() {
    const CrimeSourceOptions& source = m_options.source;
    check_crime_source(source);
    if (!source.crimes.empty() && source.force.empty()) {
        throw UsageError("⟨--force⟩ is missing: a download holds the crimes of many forces");
    }
    if (!source.incidents.layer.empty() && !m_options.zones.layer) {
        throw UsageError("⟨--incidents⟩ needs ⟨--date-field⟩ and ⟨--zones⟩");
    }
    check_excluded(m_options);
    if (m_options.output == "-") {
        throw UsageError("⟨--output -⟩: a model is a file; name one that ends with .gpkg");
    }
}

CalibrationInput CalibrateCommand::input() const {
    const CalibrateOptions& o = m_options;
    CalibrationInput input{.crimes = o.source.crimes,
                           .force = o.source.force,
                           .incidents = incident_layer(o.source),
                           .months = o.source.months,
                           .excluded =
                               o.exclude_months.value().value_or(std::vector<crims::Month>()),
                           .zones = o.zones.layer,
                           .zone_field = o.zones.field,
                           .lookup = o.source.lookup,
                           .offences = o.offences,
                           .categories = o.categories,
                           .rhythm_table = o.rhythm,
                           .repeats = o.repeats,
                           .crs = o.crs,
                           .assumed_crs = o.source.assume_crs.value(),
                           .outside = o.outside,
                           .holidays = o.holidays,
                           .year_variation = o.year_variation,
                           .time_zone = calendar_zone(o),
                           .incidence = o.incidence};
    if (!o.rhythm_date_field.empty()) {
        input.rhythm_incidents =
            RhythmIncidents{.layer = {.layer = *o.rhythm,
                                      .date_field = o.rhythm_date_field,
                                      .type_field = o.rhythm_type_field,
                                      .time_zone = o.source.incidents.time_zone.value(),
                                      .date_format = o.source.incidents.date_format.value()},
                            .columns = {.time_field = o.rhythm_time_field,
                                        .date_option = "--rhythm-date-field",
                                        .time_option = "--rhythm-time-field",
                                        .type_option = "--rhythm-type-field"}};
    }
    return input;
}

void CalibrateCommand::require_outputs() const {
    const CalibrateOptions& o = m_options;
    toolkit::require_outputs_apart({{"--output", o.output}, {"--json", o.files.json}},
                                   {o.source.crimes, path_of(o.source.incidents.layer),
                                    path_of(o.zones.layer), path_of(o.source.lookup), o.offences,
                                    o.categories, path_of(o.rhythm), o.repeats, path_of(o.holidays),
                                    o.population});
    require_model_writable(o.output, o.files.overwrite);
    require_writable(o.files);
}

void CalibrateCommand::add_population(Calibration& calibration, toolkit::Console& console) const {
    const std::string& path = m_options.population;
    if (path.empty()) {
        return;
    }
    crims::ModelFile& stored = calibration.stored;
    ZonePopulation population = people_of_zones(path, "--population", stored.model.zones);
    stored.population = std::move(population.people);
    const std::string file = toolkit::layer_path(path);
    calibration.sources.push_back({toolkit::without_password(file), toolkit::sha256_of_file(file)});
    if (!population.missing.empty()) {
        calibration.warnings.push_back(fmt::format(
            "{}: it has no people of {} of {} zones: {}. Their rates by head are not known.",
            population.source, population.missing.size(), stored.model.zones.size(),
            toolkit::name_list(population.missing)));
        console.warn(calibration.warnings.back());
    }
}

toolkit::LayerDescription CalibrateCommand::description_of_layers() const {
    const CrimeSourceOptions& source = m_options.source;
    const std::string of = source.force.empty() ? name_of(*source.incidents.layer) : source.force;
    const auto first = std::chrono::sys_days(source.months.from / std::chrono::day(1));
    const auto last = std::chrono::sys_days(source.months.to / std::chrono::last);
    return toolkit::made_by(
        fmt::format("Crime model {}, {}", of, toolkit::short_period(first, last)),
        "crims calibrate of crimekit " CRIMEKIT_VERSION, recorded());
}

int CalibrateCommand::run(toolkit::Console& console) {
    require_outputs();
    Calibration calibration = calibrate(input(), console);
    for (const std::string& warning : calibration.warnings) {
        console.warn(warning);
    }
    add_population(calibration, console);
    describe(calibration, recorded());
    ModelOutput model(m_options.output, calibration.stored, calibration.polygons,
                      description_of_layers());
    publish_result(m_options.files, calibration_json(calibration, recorded()),
                   [&] { model.publish(m_options.files.overwrite); });
    if (m_options.files.json != "-") {
        console.result(calibration_text(calibration, m_options.output));
    }
    return 0;
}

} // namespace crims_tool
