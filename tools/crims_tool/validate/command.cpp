// SPDX-License-Identifier: MIT
#include "crims_tool/validate/command.hpp"

#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "crims_tool/ranks/together.hpp"
#include "crims_tool/validate/findings.hpp"
#include "crims_tool/validate/json.hpp"
#include "crims_tool/validate/report.hpp"
#include "crims_tool/validate/table.hpp"
#include "toolkit/command/option_values.hpp"
#include "toolkit/files/named_output.hpp"
#include "toolkit/files/output_file.hpp"

namespace crims_tool {

using toolkit::OptionType;
using toolkit::require_with;

toolkit::CommandDescription ValidateCommand::description() const {
    return {
        .name = "validate",
        .summary = "tells how well a model predicts crimes it was not made from",
        .description =
            {"Simulates months many times (mpirun -n 4 ⟨crims validate⟩ ... shares them among processes, with the same result) and compares the replicates with the crimes recorded in those months: totals, months, crime types and zones, each with its error and the interval of nine in ten replicates; how much counts vary; how much zones change beside each other, the busiest ones and the others; how concentrated crime is; its rhythm over the week. It says in plain words where the model is good and where it is not. Validate with months that the model was not made from; the report names any others.",
             "Zones and crime types are those of the model. Recorded crimes without a zone are spread over the zones in proportion, as in the calibration, so that totals compare; crimes of a type that the model does not have are left out and counted. A month without data is left out of both.",
             "An error is called good if it is at most 3 % of all crime, or no more than chance gives (up to 1.25 times that, or within nineteen of twenty replicates). It is poor if it is above 10 % and above twice what chance gives, and fair otherwise. Intervals are good if they hold at least 85 % of what was observed, and poor below 70 %. Changes by level have the same limits; they compare the last twelve months with the twelve before, or the second half with the first where there are fewer than 24 months."},
        .exit_statuses =
            {{0, "done, even if the model is poor"},
             {1, "something else failed: a file, a model of another force; nothing is written"},
             {2, "the command line is wrong"}},
        .examples = {
            "crims calibrate --crimes samples/town-crimes.zip --force Thornmere --from 2021-04 --to 2022-12 --zones samples/town-zones.gpkg --zone-field MSOA --lookup samples/town-lookup.csv --output model.gpkg",
            "crims validate --model model.gpkg --crimes samples/town-crimes.zip --from 2023-01 --to 2023-12 --html validation.html"}};
}

void ValidateCommand::declare(toolkit::OptionList& options) {
    ValidateOptions& o = m_options;
    options.group("Model");
    declare_model(options, o.model);
    declare_crime_source(options, o.source, "the model's");
    declare_lookup(
        options, o.source,
        "the calibration's, if that file is unchanged; otherwise crimes get the zone they lie in");
    toolkit::declare_assumed_crs(options, o.source.assume_crs,
                                 {.help = "Coordinate system of incidents that have none."});
    declare_simulation(options);
    declare_output(options);
}

void ValidateCommand::declare_simulation(toolkit::OptionList& options) {
    ProcessOptions& o = m_options.process;
    options.group("Simulation");
    constexpr double most = 100'000;
    declare_replicates(options, o, "How many independent histories to compare with, two or more.",
                       2, most);
    declare_seed(
        options, o,
        "Seed of the random numbers; the crimes are those of ⟨crims simulate⟩ with the same seed.");
    declare_loading(options, o, "Factor on all rates, or a table of them, as in ⟨crims simulate⟩.");
    declare_dispersion(options, o, "Draws the variation beyond Poisson that the model holds.");
    declare_near_repeat(
        options, o,
        "Near repeats: some crimes follow other crimes at or near their place. Expected totals stay the same.");
    declare_near_repeat_spread(options, o);
    declare_threads(options, o);
}

void ValidateCommand::declare_output(toolkit::OptionList& options) {
    options.group("Output");
    options.add({.name = "--html",
                 .type = OptionType::output_file,
                 .value = "FILE",
                 .help = "A report with plots, as one self-contained web page.",
                 .endings = {"html"}},
                &m_options.html);
    declare_result_files(options, m_options.files);
}

void ValidateCommand::check() {
    const ValidateOptions& o = m_options;
    check_crime_source(o.source);
    require_with(o.source.force, "--force", o.source.crimes, "--crimes");
    m_input = {.model = o.model,
               .crimes = o.source.crimes,
               .force = o.source.force,
               .incidents = incident_layer(o.source),
               .months = o.source.months,
               .lookup = o.source.lookup,
               .loading = o.process.loading,
               .simulation = simulated_process(o.process),
               .replicates = o.process.replicates};
    m_input.simulation.from = m_input.months.from;
}

void ValidateCommand::require_outputs() const {
    const ValidateOptions& o = m_options;
    toolkit::require_outputs_apart(
        {{"--html", o.html}, {"--json", o.files.json}},
        {o.model, o.source.crimes, path_of(o.source.incidents.layer), path_of(o.source.lookup)});
    for (const std::string& output : {o.html, o.files.json}) {
        if (!output.empty()) {
            toolkit::OutputFile::require_writable(output, o.files.overwrite);
        }
    }
}

toolkit::Processes ValidateCommand::processes() const {
    return Ranks::can_share() ? toolkit::Processes::share : toolkit::Processes::would_share;
}

int ValidateCommand::run(toolkit::Console& console) {
    const auto threads = thread_limit(m_options.process.threads);
    const Ranks ranks;
    std::optional<Validator> validator;
    work_together(
        ranks, console,
        [&](toolkit::Console& own) {
            if (ranks.is_first()) {
                require_outputs();
            }
            validator.emplace(m_input, ranks, own);
            validator->read();
        },
        [&](toolkit::Console& own) {
            const ModelValidation validation = validator->compare();
            if (ranks.is_first()) {
                report(validation, own);
            }
        });
    return 0;
}

void ValidateCommand::report(const ModelValidation& validation, toolkit::Console& console) const {
    for (const std::string& warning : validation.warnings) {
        console.warn(warning);
    }
    if (!validation.in_sample.empty()) {
        console.warn(in_sample_text(validation));
    }
    publish(validation);
}

void ValidateCommand::publish(const ModelValidation& validation) const {
    const ValidateOptions& o = m_options;
    nlohmann::ordered_json json = validation_json(validation);
    json["parameters"] = toolkit::parameters_json(recorded());
    std::optional<toolkit::OutputFile> html;
    if (!o.html.empty()) {
        html.emplace(o.html, validation_report(validation, recorded()), o.files.overwrite);
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

} // namespace crims_tool
