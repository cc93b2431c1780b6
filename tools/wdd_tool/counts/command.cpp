// SPDX-License-Identifier: MIT
#include "wdd_tool/counts/command.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "toolkit/files/output_file.hpp"
#include "toolkit/text/errors.hpp"
#include "wdd_tool/counts/result_table.hpp"
#include "wdd_tool/result/json.hpp"
#include "wdd_tool/result/workbook.hpp"

namespace wdd_tool {

namespace {

using toolkit::OptionType;
using toolkit::UsageError;

using Numbers = std::vector<double>;

void require_number_of_values(const Numbers& numbers, std::size_t how_many,
                              std::string_view option) {
    if (numbers.size() != how_many) {
        throw UsageError(
            fmt::format("⟨{}⟩ '{}': expected {} numbers with commas between, such as {}", option,
                        fmt::join(numbers, ","), how_many, how_many == 2 ? "207,110" : "1,1,1,1"));
    }
}

wdd::BeforeAfter before_after(const Numbers& numbers, std::string_view option) {
    if (numbers.empty()) {
        return {};
    }
    require_number_of_values(numbers, 2, option);
    return {numbers[0], numbers[1]};
}

/// One ring without the other is compared with no incidents.
std::string lone_ring(bool has_treated, bool has_control) {
    if (has_treated == has_control) {
        return "";
    }
    return fmt::format(
        "only the displacement area of the {0} area has counts, so that of the {1} area was taken to have none (0 before, 0 after)",
        has_treated ? "response" : "control", has_treated ? "control" : "response");
}

std::string lone_ring(const DesignTable& table, const DesignRow& row) {
    const wdd::Counts& counts = row.counts;
    if (counts.treated_displacement == wdd::BeforeAfter{} &&
        counts.control_displacement == wdd::BeforeAfter{}) {
        return "";
    }
    return lone_ring(table.has("treated_displacement_pre", row),
                     table.has("control_displacement_pre", row));
}

std::string lone_rings(const DesignTable& table) {
    std::string text;
    std::size_t more = 0;
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        const std::string lone = lone_ring(table, table.rows[i]);
        if (lone.empty()) {
            continue;
        }
        if (text.empty()) {
            text = fmt::format("row {}: {}", i + 1, lone);
        } else {
            ++more;
        }
    }
    return more == 0 ? text
                     : fmt::format("{}; {} more {} like it", text, more,
                                   more == 1 ? "row is" : "rows are");
}

} // namespace

toolkit::CommandDescription CountsCommand::description() const {
    return {
        .name = "counts",
        .summary = "runs the test on counts: one design, or a CSV with one design per row",
        .description =
            {"Runs the Weighted Displacement Difference test of Wheeler and Ratcliffe (2018) on counts that you already have. Each count is written before,after.",
             "A CSV has the columns treated_pre, treated_post, control_pre, control_post and, where needed, treated_displacement_pre, treated_displacement_post, control_displacement_pre, control_displacement_post, time_pre, time_post, area_treated, area_control, area_treated_displacement, area_control_displacement, confidence. Other columns pass through. The results are appended: local_estimate, local_se, displacement_estimate, displacement_se, total_estimate, total_se, z, p_one_tailed, ci_low, ci_high, evidence; and other ways to say the same: share_of_expected, rate_ratio, rate_ratio_low, rate_ratio_high, p_exact, p_mid, probability_of_reduction, gross_effect, net_effect, displacement_quotient, total_net_effect (docs/method.md)."},
        .exit_statuses = {{0, "done"},
                          {1, "something else failed: a file, a row; nothing is written"},
                          {2, "the command line is wrong"}},
        .examples = {
            "wdd counts --treated 207,110 --control 308,318 --treated-displacement 178,157 --control-displacement 150,140"}};
}

void CountsCommand::declare(toolkit::OptionList& options) {
    CountsOptions& o = m_options;
    options.group("One design");
    const auto add_counts = [&options](const char* name, const char* what, Numbers& target) {
        options.add({.name = name,
                     .type = OptionType::number,
                     .list = true,
                     .value = "BEFORE,AFTER",
                     .help = fmt::format("Incidents in the {}.", what)},
                    &target);
    };
    add_counts("--treated", "response area", o.treated);
    add_counts("--control", "control area", o.control);
    add_counts("--treated-displacement", "displacement area of the response area",
               o.treated_displacement);
    add_counts("--control-displacement", "displacement area of the control area",
               o.control_displacement);
    options.group("A table of designs");
    options.add({.name = "--input",
                 .type = OptionType::file,
                 .value = "FILE",
                 .help = "CSV with one design per row, instead of the counts above."},
                &o.input);
    options.add({.name = "--output",
                 .type = OptionType::output_file,
                 .value = "FILE",
                 .help = "CSV with the results; - or nothing for standard output.",
                 .endings = {"csv"}},
                &o.output);
    options.add(
        {.name = "--combine",
         .type = OptionType::flag,
         .help =
             "Adds a last row with the sum of all rows, each multiplied by its weight (column weight; 1 without one), and columns with each row's p-value adjusted for the number of rows: p_holm, q_benjamini_hochberg. The rows must not share incidents, such as those of a control area used twice.",
         .goes_with = {"--input"}},
        &o.combine);
    options.group("Test");
    options.add({.name = "--time-weights",
                 .type = OptionType::number,
                 .list = true,
                 .value = "PRE,POST",
                 .help = "Lengths of the periods; each count is divided by its period's.",
                 .default_text = "1,1"},
                &o.time_weights);
    options.add(
        {.name = "--area-weights",
         .type = OptionType::number,
         .list = true,
         .value = "T,C,TD,CD",
         .help =
             "Sizes of the zones (treated, control, treated displacement, control displacement); each count is divided by its zone's.",
         .default_text = "1,1,1,1"},
        &o.area_weights);
    options.add(confidence_option(), &o.confidence);
    options.group("Output");
    declare_message_files(options, o.files);
    declare_summary(options, o.files);
    declare_workbook(options, o.files);
}

void CountsCommand::check() {
    const CountsOptions& o = m_options;
    const bool single = !o.treated.empty() || !o.control.empty() ||
                        !o.treated_displacement.empty() || !o.control_displacement.empty();
    if (single == !o.input.empty()) {
        throw UsageError("give either ⟨--treated⟩ and ⟨--control⟩, or ⟨--input⟩ with a CSV");
    }
    if (single && (o.treated.empty() || o.control.empty())) {
        throw UsageError("⟨--treated⟩ and ⟨--control⟩ are both needed");
    }
    if (single && !o.output.empty()) {
        throw UsageError(
            "⟨--output⟩ goes with ⟨--input⟩; for one design there are ⟨--json⟩, ⟨--message⟩, ⟨--html⟩, ⟨--summary⟩, ⟨--xlsx⟩");
    }
    if (!single && o.files.any()) {
        throw UsageError(
            "⟨--json⟩, ⟨--message⟩, ⟨--html⟩, ⟨--summary⟩, ⟨--xlsx⟩ and ⟨--title⟩ go with one design; the results of ⟨--input⟩ go to ⟨--output⟩");
    }
    check_endings(o.files);
    m_design.counts = {
        .treated = before_after(o.treated, "--treated"),
        .control = before_after(o.control, "--control"),
        .treated_displacement = before_after(o.treated_displacement, "--treated-displacement"),
        .control_displacement = before_after(o.control_displacement, "--control-displacement")};
    require_number_of_values(o.time_weights, 2, "--time-weights");
    m_design.weights.time = {o.time_weights[0], o.time_weights[1]};
    require_number_of_values(o.area_weights, 4, "--area-weights");
    m_design.weights.area = {o.area_weights[0], o.area_weights[1], o.area_weights[2],
                             o.area_weights[3]};
    m_design.confidence = o.confidence;
    try {
        wdd::weighted_displacement_difference(m_design.counts, m_design.weights,
                                              m_design.confidence);
    } catch (const std::logic_error& error) { // a number that no design can have
        throw UsageError(error.what());
    }
}

int CountsCommand::run(toolkit::Console& console) {
    return m_options.input.empty() ? run_single(console) : run_table(console);
}

int CountsCommand::run_table(toolkit::Console& console) const {
    const CountsOptions& o = m_options;
    const std::string output = o.output.empty() ? "-" : o.output;
    toolkit::OutputFile::require_writable(output, o.files.overwrite);
    toolkit::require_outputs_apart({{"--output", output}}, {o.input});
    const DesignTable table = read_designs(
        o.input, m_design, {.result_columns = result_columns(), .weighted = o.combine});
    if (table.rows.empty()) {
        console.warn(
            fmt::format("{}: it has a header and no row, so there are no results.", o.input));
    }
    refuse_unused(table);
    if (const std::string lone = lone_rings(table); !lone.empty()) {
        console.warn(fmt::format("{}: {}.", o.input, lone));
    }
    const std::vector<DesignResult> results = results_of(o.input, table);
    std::optional<CombinedRows> combined;
    if (o.combine) {
        combined = combine_rows(o.input, table, results, o.confidence);
        if (const std::string warning = shared_control(table); !warning.empty()) {
            console.warn(fmt::format("{}: {}", o.input, warning));
        }
    }
    toolkit::OutputFile(output, results_csv(table, results, combined), o.files.overwrite).publish();
    return 0;
}

/// An option is for rows that do not say it themselves; where all do, it would be ignored.
void CountsCommand::refuse_unused(const DesignTable& table) const {
    const CountsOptions& o = m_options;
    const auto refuse = [&](bool given, const char* option,
                            const std::vector<std::string>& columns) {
        const auto is_full = [&table](const std::string& name) { return table.is_full(name); };
        if (given && std::all_of(columns.begin(), columns.end(), is_full)) {
            throw UsageError(fmt::format(
                "⟨{}⟩ would have no effect: every row of {} has its own ({}); leave out one of them",
                option, o.input, fmt::join(columns, ", ")));
        }
    };
    const CountsOptions defaults;
    refuse(o.confidence != defaults.confidence && !o.combine, "--confidence", {"confidence"});
    refuse(o.time_weights != defaults.time_weights, "--time-weights", {"time_pre", "time_post"});
    refuse(
        o.area_weights != defaults.area_weights, "--area-weights",
        {"area_treated", "area_control", "area_treated_displacement", "area_control_displacement"});
}

int CountsCommand::run_single(toolkit::Console& console) const {
    toolkit::require_outputs_apart(named_outputs(m_options.files), {});
    require_writable(m_options.files);
    wdd::Evaluation evaluation;
    evaluation.counts = m_design.counts;
    evaluation.weights = m_design.weights;
    evaluation.statistic = wdd::weighted_displacement_difference(m_design.counts, m_design.weights,
                                                                 m_design.confidence);
    if (std::string lone = lone_ring(!m_options.treated_displacement.empty(),
                                     !m_options.control_displacement.empty());
        !lone.empty()) {
        lone.front() = 'O';
        evaluation.warnings.push_back(lone + ".");
        console.warn(evaluation.warnings.back());
    }
    nlohmann::ordered_json json = result_json(evaluation);
    json["parameters"] = toolkit::parameters_json(recorded());
    publish(wdd::describe(evaluation), std::move(json), m_options.files,
            {.summary = wdd::summary(evaluation), .workbook = [&] {
                 return workbook(evaluation, m_options.files.title, with_version(recorded()));
             }});
    return 0;
}

} // namespace wdd_tool
