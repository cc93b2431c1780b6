// SPDX-License-Identifier: MIT
#include "validate_command.hpp"

#include <limits>
#include <optional>

#include <fmt/format.h>
#include <tbb/global_control.h>

#include "common/errors.hpp"
#include "common/layer.hpp"
#include "common/number.hpp"
#include "common/output_file.hpp"
#include "option_values.hpp"
#include "validation_findings.hpp"
#include "validation_json.hpp"
#include "validation_report.hpp"
#include "validation_table.hpp"

namespace crims_tool {

using toolkit::OptionType;
using toolkit::UsageError;

toolkit::CommandDescription ValidateCommand::description() const {
    return {
        .name = "validate",
        .summary = "tells how well a model predicts crimes that it was not made from",
        .description =
            {"Simulates months many times and compares the replicates with the crimes recorded in "
             "those months: totals, months, crime types and zones, each with its error and the "
             "interval that nine in ten replicates lie in; how much counts vary; how concentrated "
             "crime is; its rhythm over the week. It says in plain words where the model is good "
             "and where it is not. Validate with months that the model was not made from: others "
             "are called out.",
             "Zones and crime types are those of the model. Recorded crimes without a zone are "
             "spread over the zones in proportion, as in the calibration, so that totals compare; "
             "crimes of a type that the model does not know are left out and counted. A month "
             "without data is left out of both.",
             "An error is called good if it is 3 % of all crime at most, or what chance alone "
             "would "
             "give (up to 1.25 times that, or what nineteen in twenty replicates keep to); poor if "
             "it is above 10 % and above twice what chance would give; else fair. Intervals are "
             "good if they hold 85 % or more of what was observed, poor "
             "below 70 %."},
        .exit_statuses = {{0, "done, however good the model is"},
                          {1, "something else failed: a file, a model of another force; nothing "
                              "is written"},
                          {2, "the command line is wrong"}},
        .examples = {"crims calibrate --crimes samples/town-crimes.zip --force Thornmere --from "
                     "2021-04 --to 2022-12 --zones samples/town-zones.gpkg --zone-field MSOA "
                     "--lookup samples/town-lookup.csv --output model.gpkg",
                     "crims validate --model model.gpkg --crimes samples/town-crimes.zip --from "
                     "2023-01 --to 2023-12 --html validation.html"}};
}

void ValidateCommand::declare(toolkit::OptionList& options) {
    ValidateOptions& o = m_options;
    options.group("Model");
    options.add({.name = "--model",
                 .type = OptionType::file,
                 .value = "FILE",
                 .help = "Model that `crims calibrate` has written.",
                 .required = true},
                &o.model);
    declare_crime_source(options, o.source, "the model's");
    options.add({.name = "--lookup",
                 .type = OptionType::file,
                 .value = "TABLE",
                 .help = "Table with the columns LSOA and MSOA (or another zone under that name).",
                 .default_text = "that of the calibration, if the file is still the same; else "
                                 "crimes get the zone they lie in"},
                &o.lookup);
    options.add({.name = "--assume-crs",
                 .type = OptionType::crs,
                 .value = "CRS",
                 .help = "Coordinate system of incidents that have none.",
                 .advanced = true},
                &o.assume_crs);
    declare_simulation(options);
    declare_output(options);
}

void ValidateCommand::declare_simulation(toolkit::OptionList& options) {
    ValidateOptions& o = m_options;
    options.group("Simulation");
    options.add({.name = "--replicates",
                 .type = OptionType::integer,
                 .value = "N",
                 .help = "How many independent histories to compare with, two or more.",
                 .default_text = "100"},
                &o.replicates);
    options.add({.name = "--seed",
                 .type = OptionType::integer,
                 .value = "N",
                 .help = "Seed of the random numbers; the crimes are those of `crims simulate` "
                         "with the same seed.",
                 .default_text = "1"},
                &o.seed);
    options.add({.name = "--loading",
                 .type = OptionType::text,
                 .value = "FACTOR|TABLE",
                 .help = "Factor on all rates, or a table of them, as in `crims simulate`."},
                &o.loading);
    options.add({.name = "--dispersion",
                 .type = OptionType::flag,
                 .help = "Draw the variation beyond Poisson that the model holds.",
                 .default_text = "on",
                 .negation = "--no-dispersion"},
                &o.dispersion);
    options.add({.name = "--near-repeat",
                 .type = OptionType::flag,
                 .help = "Let crimes be followed by crimes nearby."},
                &o.near_repeat);
    options.add({.name = "--near-repeat-ratio",
                 .type = OptionType::number,
                 .value = "N",
                 .help = "Mean number of crimes that follow each crime directly, below 1.",
                 .default_text = "0.2",
                 .advanced = true},
                &o.near_repeat_ratio);
    options.add({.name = "--near-repeat-days",
                 .type = OptionType::number,
                 .value = "DAYS",
                 .help = "Mean days until they follow.",
                 .default_text = "10",
                 .advanced = true},
                &o.near_repeat_days);
    options.add({.name = "--threads",
                 .type = OptionType::integer,
                 .value = "N",
                 .help = "Threads to use; 0: one a core. The result is the same.",
                 .default_text = "0",
                 .advanced = true},
                &o.threads);
}

void ValidateCommand::declare_output(toolkit::OptionList& options) {
    options.group("Output");
    options.add({.name = "--html",
                 .type = OptionType::output_file,
                 .value = "FILE",
                 .help = "A report to read, with plots: one file that needs nothing else."},
                &m_options.html);
    declare_result_files(options, m_options.files);
}

void ValidateCommand::check() {
    const ValidateOptions& o = m_options;
    check_crime_source(o.source, o.assume_crs);
    require_with(o.source.force, "--force", o.source.crimes, "--crimes");
    require_with(o.lookup, "--lookup", o.source.crimes, "--crimes");
    if (!o.lookup.empty()) {
        layer_option(o.lookup, "--lookup");
    }
    m_input = {.model = o.model,
               .crimes = o.source.crimes,
               .force = o.source.force,
               .months = months_of(o.source),
               .lookup = o.lookup,
               .loading = o.loading};
    if (!o.source.incidents.layer.empty()) {
        m_input.incidents = incident_layer(o.source, o.assume_crs);
    }
    check_simulation();
}

void ValidateCommand::check_simulation() {
    const ValidateOptions& o = m_options;
    constexpr std::uint64_t most_replicates = 100'000;
    constexpr std::uint64_t most_threads = 1024;
    m_input.replicates = static_cast<std::uint32_t>(
        toolkit::parse_integer(o.replicates, "--replicates", 2, most_replicates));
    m_threads = toolkit::parse_integer(o.threads, "--threads", 0, most_threads);
    crims::SimulationOptions& simulation = m_input.simulation;
    simulation.from = m_input.months.from;
    simulation.seed =
        toolkit::parse_integer(o.seed, "--seed", 0, std::numeric_limits<std::uint64_t>::max());
    simulation.dispersion = o.dispersion;
    if (o.near_repeat) {
        simulation.near_repeat =
            crims::NearRepeat{.ratio = o.near_repeat_ratio, .mean_lag_days = o.near_repeat_days};
        try {
            crims::check(simulation);
        } catch (const std::invalid_argument& error) {
            throw UsageError(error.what());
        }
    }
}

void ValidateCommand::require_outputs() const {
    const ValidateOptions& o = m_options;
    std::vector<std::string> inputs;
    for (const std::string& input :
         {o.model, o.source.crimes, o.source.incidents.layer, o.lookup}) {
        if (!input.empty()) {
            inputs.push_back(layer_option(input, "input").path);
        }
    }
    require_outputs_apart({{"--html", o.html}, {"--json", o.files.json}}, inputs);
    for (const std::string& output : {o.html, o.files.json}) {
        if (!output.empty()) {
            toolkit::OutputFile::require_writable(output, o.files.overwrite);
        }
    }
}

int ValidateCommand::run(toolkit::Console& console) {
    require_outputs();
    std::optional<tbb::global_control> threads;
    if (m_threads > 0) {
        threads.emplace(tbb::global_control::max_allowed_parallelism, m_threads);
    }
    const ModelValidation validation = validate_model(m_input, console);
    for (const std::string& warning : validation.warnings) {
        console.warn(warning);
    }
    if (!validation.in_sample.empty()) {
        console.warn(in_sample_text(validation));
    }
    publish(validation);
    return 0;
}

void ValidateCommand::publish(const ModelValidation& validation) const {
    const ValidateOptions& o = m_options;
    nlohmann::ordered_json json = validation_json(validation);
    json["parameters"] = parameters();
    recorded().put_into(json["parameters"]);
    std::optional<toolkit::OutputFile> html;
    if (!o.html.empty()) {
        html.emplace(o.html, validation_report(validation, json["parameters"]));
    }
    publish_result(o.files, std::move(json), [&html] {
        if (html) {
            html->publish();
        }
    });
    if (o.files.json != "-" && o.html != "-") {
        toolkit::write_standard_output(validation_table(validation));
    }
}

nlohmann::ordered_json ValidateCommand::parameters() const {
    const ValidateOptions& o = m_options;
    const auto shown = [](const std::string& path) { return toolkit::without_password(path); };
    nlohmann::ordered_json json{{"model", o.model},
                                {"crimes", shown(o.source.crimes)},
                                {"force", o.source.force},
                                {"from", o.source.from},
                                {"to", o.source.to},
                                {"incidents", shown(o.source.incidents.layer)},
                                {"where", o.source.incidents.where},
                                {"date_field", o.source.incidents.date_field},
                                {"type_field", o.source.incidents.type_field},
                                {"x", o.source.incidents.x},
                                {"y", o.source.incidents.y},
                                {"points_crs", o.source.incidents.points_crs},
                                {"time_zone", o.source.incidents.time_zone},
                                {"lookup", shown(o.lookup)},
                                {"assume_crs", o.assume_crs},
                                {"replicates", m_input.replicates},
                                {"seed", m_input.simulation.seed},
                                {"loading", o.loading},
                                {"dispersion", o.dispersion},
                                {"near_repeat", o.near_repeat}};
    if (o.near_repeat) {
        json["near_repeat_ratio"] = o.near_repeat_ratio;
        json["near_repeat_days"] = o.near_repeat_days;
    }
    return json;
}

} // namespace crims_tool
