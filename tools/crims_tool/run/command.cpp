// SPDX-License-Identifier: MIT
#include "crims_tool/run/command.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "crims_tool/run/report.hpp"
#include "toolkit/files/output_file.hpp"
#include "toolkit/files/part_files.hpp"
#include "toolkit/files/temporary_folder.hpp"
#include "toolkit/system/file_system.hpp"
#include "toolkit/system/paths.hpp"
#include "toolkit/system/process.hpp"
#include "toolkit/text/errors.hpp"

namespace crims_tool {

namespace {

using toolkit::DataError;
using toolkit::OptionType;
using toolkit::UsageError;

constexpr std::array run_files{report_file, model_file, crimes_file, map_file};

/// "2020" or "2020-03": a year begins in January and ends in December.
crims::Month month_or_year(const std::string& text, const char* option,
                           std::chrono::month of_year) {
    if (const auto month = read_month(text)) {
        return *month;
    }
    if (const auto month = read_month(text + "-01"); month && text.size() == 4) {
        return month->year() / of_year;
    }
    throw UsageError(
        fmt::format("⟨{}⟩ '{}': expected a year (2020) or a month (2020-03)", option, text));
}

bool are_whole_years(const MonthRange& months) {
    return months.from.month() == std::chrono::January &&
           months.to.month() == std::chrono::December;
}

/// "avon-and-somerset-2020-2021".
std::string default_output(const std::string& force, const MonthRange& months) {
    return are_whole_years(months)
               ? fmt::format("{}-{}-{}", force, static_cast<int>(months.from.year()),
                             static_cast<int>(months.to.year()))
               : fmt::format("{}-{}-{}", force, month_text(months.from), month_text(months.to));
}

} // namespace

toolkit::CommandDescription RunCommand::description() const {
    return {
        .name = "run",
        .summary = "simulates a force's crime from a folder of data, and reports it, in one line",
        .description =
            {"Finds what it needs in a folder of data, whatever the files are called: street-level crimes of data.police.uk (archives, or files at any depth), polygons of MSOAs (with a field such as MSOA11CD), a lookup (columns LSOA and MSOA), police-recorded crime by offence, the offences in each crime type, and the forces' boundaries. Only crimes are needed; the report says what else is missing and where to get it. Where several files fit, the one that holds most of the force's crimes is used, and the report says so.",
             "Calibrates a model once and keeps it: the next run with the same data and options uses it again. Then it simulates the years, draws a map, compares replicates with crimes that the model was not made from, and writes one report. These are the steps of ⟨crims calibrate⟩, ⟨crims simulate⟩, ⟨crims map⟩ and ⟨crims validate⟩; the report lists their command lines.",
             "The model is made from the recorded months before the simulated ones if they are 12 or more, otherwise from all of them. It is tested with the simulated months that are recorded. If there are none, a second model without the last year is tested with that year.",
             "The output is a folder with report.html, model.gpkg, crimes.gpkg and map.svg. It appears when all of it is complete."},
        .exit_statuses =
            {{0, "done"},
             {1, "something else failed: no crimes of the force, a file; nothing is written"},
             {2, "the command line is wrong"}},
        .examples = {"crims run Thornmere 2023 2024 --data samples --output thornmere"}};
}

void RunCommand::declare(toolkit::OptionList& options) {
    options.group("What to simulate");
    options.add(
        {.name = "--force",
         .type = OptionType::text,
         .value = "FORCE",
         .help =
             "The force: its usual name ('Avon & Somerset') or the name in the files ('avon-and-somerset').",
         .required = true,
         .positional = true},
        &m_request.force);
    options.add({.name = "--from",
                 .type = OptionType::month,
                 .value = "FROM",
                 .help = "First year (2020) or month (2020-03).",
                 .required = true,
                 .positional = true},
                &m_request.months.from, [](const std::string& text) {
                    return month_or_year(text, "--from", std::chrono::January);
                });
    options.add({.name = "--to",
                 .type = OptionType::month,
                 .value = "TO",
                 .help = "Last year or month, included.",
                 .required = true,
                 .positional = true},
                &m_request.months.to, [](const std::string& text) {
                    return month_or_year(text, "--to", std::chrono::December);
                });
    options.add({.name = "--data",
                 .type = OptionType::file,
                 .value = "FOLDER",
                 .help = "Folder with the data, at any depth.",
                 .may_be_folder = true,
                 .default_words = "the folder that the environment variable CRIMEKIT_DATA names"},
                &m_request.data);
    options.add({.name = "--seed",
                 .type = OptionType::integer,
                 .value = "N",
                 .help = "Seed of the random numbers; another seed gives another history.",
                 .default_text = "1"},
                &m_seed);
    declare_model_options(options);
    declare_output(options);
}

void RunCommand::declare_model_options(toolkit::OptionList& options) {
    CalibrationChoices& o = m_request.calibration;
    options.group("Model");
    options.add({.name = "--calibrate-from",
                 .type = OptionType::month,
                 .value = "YYYY-MM",
                 .help = "First month that the model is made from.",
                 .goes_with = {"--calibrate-to"},
                 .default_words = "the first recorded month"},
                &m_calibrate_from);
    options.add(
        {.name = "--calibrate-to",
         .type = OptionType::month,
         .value = "YYYY-MM",
         .help = "Last month that the model is made from.",
         .goes_with = {"--calibrate-from"},
         .default_words =
             "the last recorded month before ⟨--from⟩ if 12 or more are recorded before it, otherwise the last recorded month"},
        &m_calibrate_to);
    options.add(
        {.name = "--exclude-months",
         .type = OptionType::text,
         .value = "MONTHS",
         .help =
             "Months to treat as if they had no data, such as those of a lockdown, as in ⟨crims calibrate⟩.",
         .advanced = true},
        &o.exclude_months);
    options.add(
        {.name = "--rhythm",
         .type = OptionType::file,
         .value = "TABLE",
         .help =
             "Weights of the 168 hours of a week, as in ⟨crims calibrate⟩. A table in the folder is not used unless it is named here: only you know whose rhythm it is."},
        &o.rhythm);
    options.add({.name = "--trend",
                 .type = OptionType::flag,
                 .help = "Estimates a trend for each crime type; otherwise it is flat.",
                 .default_text = "off"},
                &o.trend);
    options.add({.name = "--dispersion",
                 .type = OptionType::flag,
                 .help = "Estimates how much counts vary beyond Poisson, and draws that variation.",
                 .default_text = "on",
                 .negation = "--no-dispersion"},
                &o.dispersion);
    constexpr double most = 100'000;
    options.add(
        {.name = "--replicates",
         .type = OptionType::integer,
         .value = "N",
         .help = "How many independent histories the validation compares with, two or more.",
         .range = {.least = 2, .most = most},
         .default_text = "100",
         .advanced = true},
        &m_replicates);
    options.add({.name = "--models",
                 .type = OptionType::file,
                 .value = "FOLDER",
                 .help = "Folder where models are kept.",
                 .may_be_folder = true,
                 .default_words = "crimekit/models in the user's cache (XDG_CACHE_HOME, ~/.cache)",
                 .advanced = true,
                 .recorded = false},
                &m_request.models);
}

void RunCommand::declare_output(toolkit::OptionList& options) {
    options.group("Output");
    options.add({.name = "--output",
                 .type = OptionType::output_file,
                 .value = "FOLDER",
                 .help = "Folder for the report, the model, the crimes and the map.",
                 .default_words = "FORCE-FROM-TO, such as avon-and-somerset-2020-2021"},
                &m_request.output);
    declare_result_files(options, m_files);
}

void RunCommand::check() {
    require_ordered(m_request.months);
    constexpr std::size_t most_months = 1200;
    if (m_request.months.size() > most_months) {
        throw UsageError("⟨--from⟩, ⟨--to⟩: that is more than a hundred years");
    }
    if (m_calibrate_from) {
        m_request.calibrated = MonthRange{*m_calibrate_from, *m_calibrate_to};
        if (*m_calibrate_to < *m_calibrate_from) {
            throw UsageError(fmt::format("⟨--calibrate-from⟩ {} is after ⟨--calibrate-to⟩ {}",
                                         month_text(*m_calibrate_from),
                                         month_text(*m_calibrate_to)));
        }
    }
    if (!m_request.calibration.exclude_months.empty()) {
        parse_month_list(m_request.calibration.exclude_months, "--exclude-months");
    }
    if (m_request.data.empty()) {
        m_request.data = toolkit::environment_variable("CRIMEKIT_DATA");
    }
    if (m_request.data.empty()) {
        throw UsageError(
            "⟨--data⟩ is missing: name the folder with the data, or set the environment variable CRIMEKIT_DATA");
    }
    m_request.seed = std::to_string(m_seed);
    m_request.replicates = std::to_string(m_replicates);
}

std::string RunCommand::output_of(const RunResult& result) const {
    std::string output = m_request.output.empty()
                             ? default_output(result.inputs.force, m_request.months)
                             : m_request.output;
    while (output.size() > 1 && output.ends_with('/')) {
        output.pop_back();
    }
    return output;
}

/// A folder is replaced as a whole, so nothing else may be in it.
void RunCommand::require_output(const std::string& output) const {
    toolkit::require_writable_folder(output);
    if (!toolkit::is_name_taken(output)) {
        return;
    }
    if (!toolkit::is_folder(output)) {
        throw DataError(fmt::format("{}: it is a file; name a folder with ⟨--output⟩", output));
    }
    for (const std::string& path : toolkit::paths_in(output)) {
        const std::string name = toolkit::file_name_of(path);
        if (std::find(run_files.begin(), run_files.end(), name) == run_files.end()) {
            throw DataError(fmt::format(
                "{}: the folder holds something else, {}; name another folder with ⟨--output⟩",
                output, name));
        }
        if (!m_files.overwrite) {
            throw DataError(fmt::format(
                "{}: the folder holds a run already; give ⟨--overwrite⟩ or name another with ⟨--output⟩",
                output));
        }
    }
}

int RunCommand::run(toolkit::Console& console) {
    require_writable(m_files);
    if (!m_request.output.empty()) {
        require_output(output_of({}));
    }
    console.progress(0, 1);
    RunResult result = prepare_run(m_request);
    m_request.output = output_of(result);
    require_output(m_request.output);
    for (const MissingInput& missing : result.inputs.missing) {
        console.warn(fmt::format("There is no {}: {}. Where to get it: {}.", missing.what,
                                 missing.consequence, missing.where));
    }
    toolkit::TemporaryFolder folder(toolkit::path_beside(m_request.output, ""));
    if (const std::error_code error = toolkit::make_folder(folder.path())) {
        throw DataError(
            fmt::format("{}: it cannot be written: {}", m_request.output, error.message()));
    }
    do_steps(m_request, folder.path(), result, console);
    toolkit::OutputFile report(toolkit::in_folder(folder.path(), report_file),
                               run_report(result, recorded()), false);
    report.publish();
    console.end_progress();
    nlohmann::ordered_json json = run_json(result, m_request.output);
    json["parameters"] = toolkit::parameters_json(recorded());
    toolkit::remove_file(m_request.output); // an empty one is not a run
    publish_result(m_files, std::move(json),
                   [&] { folder.publish_as(m_request.output, m_files.overwrite); });
    if (m_files.json != "-") {
        console.result(run_text(result, m_request.output));
    }
    return 0;
}

} // namespace crims_tool
