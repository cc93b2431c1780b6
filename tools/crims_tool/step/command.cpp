// SPDX-License-Identifier: MIT
#include "crims_tool/step/command.hpp"

#include <stdexcept>

#include <fmt/format.h>

#include "crims/limits.hpp"
#include "crims_tool/records/month_warnings.hpp"
#include "crims_tool/step/line_reader.hpp"
#include "toolkit/files/output_file.hpp"
#include "toolkit/system/descriptor.hpp"
#include "toolkit/text/errors.hpp"

namespace crims_tool {

using toolkit::OptionType;
using toolkit::UsageError;

namespace {

/// Enough for a loading that names all LSOAs of the country.
constexpr std::size_t longest_request = std::size_t{1} << 20;

/// Answers wait for each other while requests are there already.
constexpr std::size_t most_waiting = std::size_t{1} << 16;

std::string too_long_answer() {
    return StepSession::error_answer(fmt::format(
        "request: the line is longer than {} bytes; name fewer zones at a time", longest_request));
}

} // namespace

toolkit::CommandDescription StepCommand::description() const {
    return {
        .name = "step",
        .summary = "simulates crimes in steps of any length, for a program in any language",
        .description =
            {"Takes requests on standard input, one JSON object a line, and answers each with a line on standard output. Crimes are drawn once a month, as ⟨crims simulate⟩ draws them, and each has a mark, a random number of its own; it happens if its mark is below the loading at its time. So without a loading the crimes are those of ⟨crims simulate⟩ with the same seed, one by one, and those under a lower loading are among those under a higher one.",
             R"({"do": "advance", "until": "2022-01-01T01:00"} goes on to a time, or by "minutes", "hours" and "days" (366 days at most), and is answered with {"time": ..., "crimes": [...]}, the columns of ⟨crims simulate⟩. {"do": "set_loading", "value": 0.8, "zones": [...], "crime_types": [...], "offences": [...]} sets a factor on the rates of what it names, by name or number, from now on; a list that is left out names all. {"do": "save", "path": "later"} keeps the simulation for ⟨--resume⟩. {"do": "describe"} tells zones, crime types and offences, {"do": "expected"} how many crimes were to be expected so far.)",
             R"(A request that cannot be carried out is answered with {"error": "..."}, and changes nothing; the session goes on. It ends with the input. Times are local; a crime at the end of a step belongs to the next. With ⟨--format csv⟩ the answer to advance is {"time": ..., "count": N}, and N lines of CSV follow, without a header line.)"},
        .exit_statuses = {{0, "the input has ended, whatever was answered"},
                          {1, "something else failed: the model, the saved simulation, a pipe"},
                          {2, "the command line is wrong"}},
        .examples = {
            "crims step --model model.gpkg --start 2022-01-01 < requests.jsonl > answers.jsonl"}};
}

void StepCommand::declare(toolkit::OptionList& options) {
    StepOptions& o = m_options;
    options.group("What to simulate");
    options.add(
        {.name = "--model",
         .type = OptionType::file,
         .value = "FILE",
         .help =
             "Model written by ⟨crims calibrate⟩. With ⟨--resume⟩: where it is now, if it has moved."},
        &o.model);
    options.add(
        {.name = "--start",
         .type = OptionType::text,
         .value = "TIME",
         .help = "Where the first step begins: 2022-01-01 or 2022-01-01T08:00, local time."},
        &o.start, [](const std::string& text) {
            try {
                return toolkit::Given<crims::Instant>(text, read_instant(text));
            } catch (const std::invalid_argument& error) {
                throw UsageError(fmt::format("⟨--start⟩: {}", error.what()));
            }
        });
    options.add(
        {.name = "--resume",
         .type = OptionType::file,
         .value = "FILE",
         .help =
             "Goes on with a simulation that was saved, by a request or by the Python module; it knows its start, seed and process.",
         .excludes = {"--start"}},
        &o.resume);
    declare_seed(options, o.process,
                 "Seed of the random numbers; another seed gives another history.");
    declare_replicate(options, o.replicate,
                      "Which of the histories of a seed; ⟨crims simulate⟩ begins with 0.");
    declare_process(options);
    options.group("Output");
    options.add_choice<StepFormat>({.name = "--format",
                                    .value = "HOW",
                                    .help = "How crimes are written.",
                                    .default_text = "json",
                                    .recorded = false},
                                   {{"json", StepFormat::json}, {"csv", StepFormat::csv}},
                                   &o.format);
}

void StepCommand::declare_process(toolkit::OptionList& options) {
    ProcessOptions& o = m_options.process;
    options.group("Process");
    options.add({.name = "--base-loading",
                 .type = OptionType::number,
                 .value = "FACTOR",
                 .help = "Factor on all rates that holds throughout; loadings multiply it.",
                 .range = {.least = crims::loading_range.least, .most = crims::loading_range.most},
                 .default_text = "1"},
                &m_options.base_loading);
    declare_places_and_variation(options, o);
    declare_near_repeat(
        options, o,
        "Near repeats: some crimes follow crimes that happened, at or near their place.");
    declare_near_repeat_spread(options, o);
    declare_threads(options, o);
}

bool StepCommand::says_how_to_begin() const {
    const ProcessOptions& o = m_options.process;
    const ProcessOptions usual;
    return o.seed != usual.seed || m_options.replicate != 0 || m_options.base_loading != 1 ||
           o.placement != usual.placement || o.dispersion != usual.dispersion || o.near_repeat;
}

void StepCommand::check() {
    const StepOptions& o = m_options;
    m_simulation = simulated_process(o.process);
    m_simulation.replicate = o.replicate;
    if (!o.resume.empty()) {
        if (says_how_to_begin()) {
            throw UsageError(
                "⟨--resume⟩ goes on as the simulation was begun; leave out seed, replicate, loading, placement, dispersion and near repeats");
        }
        return;
    }
    if (o.model.empty()) {
        throw UsageError("⟨--model⟩ is missing: the model to simulate");
    }
    if (o.start.empty()) {
        throw UsageError("⟨--start⟩ is missing: where the first step begins, such as 2022-01-01");
    }
}

int StepCommand::run(toolkit::Console& console) {
    const StepOptions& o = m_options;
    const auto threads = thread_limit(o.process.threads);
    SavedSession begun = o.resume.empty() ? SavedSession{.model = o.model,
                                                         .options = m_simulation,
                                                         .base_loading = o.base_loading}
                                          : read_session(o.resume);
    if (!o.model.empty()) {
        begun.model = o.model;
    }
    // A simulation that is saved with one part of a model does not go on with another.
    const StoredModel stored = read_model(begun.model, ReadShapes::yes);
    try {
        StepSession session = o.resume.empty() ? StepSession(stored, begun, *o.start, o.format)
                                               : StepSession(stored, begun, o.format);
        const std::string warning = beyond_data_warning(stored.model, session.time());
        if (!warning.empty()) {
            console.warn(warning);
        }
        converse(session);
    } catch (const std::invalid_argument& error) {
        throw toolkit::DataError(
            fmt::format("{}: {}", o.resume.empty() ? o.model : o.resume, error.what()));
    }
    return 0;
}

void StepCommand::converse(StepSession& session) {
    LineReader requests(toolkit::standard_input, longest_request);
    toolkit::OutputStream answers("-", true);
    std::string waiting;
    try {
        while (const auto line = requests.next()) {
            waiting += line->is_too_long ? too_long_answer() : session.answer(line->text);
            // Who asks one by one gets each answer at once.
            if (!requests.has_line() || waiting.size() > most_waiting) {
                answers.write(waiting);
                waiting.clear();
            }
        }
    } catch (const toolkit::Cancelled&) {
        throw toolkit::Refusal("stopped; what was saved before is kept", 1);
    }
    answers.finish();
}

} // namespace crims_tool
