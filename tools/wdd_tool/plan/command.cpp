// SPDX-License-Identifier: MIT
#include "wdd_tool/plan/command.hpp"

#include <stdexcept>

#include <fmt/format.h>

#include "toolkit/text/errors.hpp"
#include "wdd_tool/plan/plan_json.hpp"

namespace wdd_tool {

namespace {

using toolkit::OptionType;
using toolkit::UsageError;

constexpr double in_percent = 100;

wdd::PlanInput plan_input(const PlanOptions& o) {
    wdd::PlanInput input{.area = o.area.value_or(1), // with incidents: as they tell
                         .ring = o.ring,
                         .control = o.control,
                         .control_ring = o.control_ring,
                         .variation = o.variation.value_or(0) / in_percent,
                         .months = o.months,
                         .reductions = {},
                         .power = o.power / in_percent,
                         .alpha = o.alpha / in_percent,
                         .confidence = o.confidence,
                         .comparison_areas =
                             static_cast<std::size_t>(o.comparison_areas.value_or(50))};
    input.reductions.reserve(o.reductions.size());
    for (const double reduction : o.reductions) {
        input.reductions.push_back(reduction / in_percent);
    }
    return input;
}

void declare_counts(toolkit::OptionList& options, PlanOptions& o) {
    options.group("Incidents per month, if nothing is done");
    const auto count = [](const char* name, const char* help) {
        constexpr double most_incidents = 1e6; // of more the numbers would take minutes
        return toolkit::Option{.name = name,
                               .type = OptionType::number,
                               .value = "NUMBER",
                               .help = help,
                               .range = {.least = 0, .most = most_incidents},
                               .excludes = {"--incidents"}};
    };
    options.add(count("--area", "In the response area. This and ⟨--variation⟩, or ⟨--incidents⟩."),
                &o.area);
    options.add(
        count(
            "--ring",
            "In the displacement area around it. The report then also shows both together, where the same effect is a smaller share."),
        &o.ring);
    options.add(
        count(
            "--control",
            "In the control area. The plan then also covers the plain Weighted Displacement Difference test."),
        &o.control);
    toolkit::Option control_ring =
        count("--control-ring", "In the displacement area of the control area.");
    control_ring.goes_with = {"--control"};
    options.add(control_ring, &o.control_ring);
}

void declare_precision(toolkit::OptionList& options, PlanOptions& o) {
    options.group("Forecast");
    options.add(
        {.name = "--variation",
         .type = OptionType::number,
         .value = "PERCENT",
         .help =
             "How far counts usually are from their forecast beyond chance, as a standard deviation. In a finished evaluation it is 100 times the square root of tau2 in the JSON of ⟨wdd test⟩. In areas of about 8,000 people over six months it was 13 % for all crime and 36 % for robbery (Avon and Somerset). Small, quiet or changing areas vary more.",
         .range = {.least = 0, .most = 200, .least_percent = 1},
         .unit = "%",
         .excludes = {"--incidents"}},
        &o.variation);
    options.add({.name = "--comparison-count",
                 .type = OptionType::integer,
                 .value = "NUMBER",
                 .help = "How many comparable areas the forecast is made from.",
                 .range = {.least = 20, .most = 100000},
                 .excludes = {"--incidents"},
                 .default_words = "50"},
                &o.comparison_areas);
}

void declare_questions(toolkit::OptionList& options, PlanOptions& o) {
    options.group("Question");
    options.add({.name = "--months",
                 .type = OptionType::integer,
                 .list = true,
                 .distinct = true,
                 .value = "LIST",
                 .help = "Lengths of the treatment in months.",
                 .range = {.least = 1, .most = 120},
                 .default_text = "3,6,12,24"},
                &o.months);
    options.add({.name = "--reductions",
                 .type = OptionType::number,
                 .list = true,
                 .distinct = true,
                 .value = "LIST",
                 .help = "True reductions in the response area whose power is shown.",
                 .range = {.least = 0, .most = 100, .least_percent = 1},
                 .unit = "%",
                 .default_text = "10,20,30,40"},
                &o.reductions);
    options.add({.name = "--power",
                 .type = OptionType::number,
                 .value = "PERCENT",
                 .help = "How often the smallest reduction must be detected.",
                 .range = {.least = 0, .most = 100, .open = true, .least_percent = 1},
                 .unit = "%",
                 .default_text = "80"},
                &o.power);
    options.add({.name = "--alpha",
                 .type = OptionType::number,
                 .value = "PERCENT",
                 .help = "Size of the one-tailed test.",
                 // 0.5 % is a test that is meant to be strict, 0.05 the usual one as a share.
                 .range = {.least = 0, .most = 50, .open = true, .least_percent = 0.5},
                 .unit = "%",
                 .default_text = "5"},
                &o.alpha);
    options.add(confidence_option(), &o.confidence);
}

} // namespace

toolkit::CommandDescription PlanCommand::description() const {
    return {
        .name = "plan",
        .summary = "what reduction an evaluation would detect, from counts alone",
        .description =
            {"Says, before an intervention starts, what the forecast verdict of ⟨wdd test⟩ would detect: the smallest reduction for the power that you want, after each of some lengths of the treatment, how wide the interval gets, and how often given reductions would be detected. The numbers are exact for counts with this expectation and variation; nothing is simulated.",
             "The incidents a month and their variation are numbers that you give, or are estimated: with ⟨--incidents⟩, ⟨--response⟩, ⟨--control-area⟩ and ⟨--displacement⟩ the command runs the forecast of ⟨wdd test⟩ over the last months that the incidents cover, for each length of the treatment, as if a treatment had taken place then. Nothing should have been done there in that time.",
             "⟨crims evaluate⟩ answers the same question from a model of crime, with places, displacement and the shape of the effect. Use it where you have a model."},
        .exit_statuses = {{0, "done"},
                          {1, "something else failed: a file; nothing is written"},
                          {2, "the command line is wrong"}},
        .examples = {
            "wdd plan --area 120 --ring 80 --variation 13",
            "wdd plan --incidents \"samples/town-county.gpkg|layername=incidents\" --incidents-where \"occurred < '2023-01-01'\" --date-field occurred --response \"samples/town.gpkg|layername=response\" --where \"NAME='Market Square'\" --control-area \"samples/town.gpkg|layername=control\" --displacement \"250 m\" --comparison-areas \"samples/town-county.gpkg|layername=districts\" --months 3,6"}};
}

void PlanCommand::declare(toolkit::OptionList& options) {
    declare_counts(options, m_options);
    declare_estimate(options, m_options.estimate);
    declare_precision(options, m_options);
    declare_questions(options, m_options);
    options.group("Output");
    declare_message_files(options, m_options.files);
}

void PlanCommand::check() {
    PlanOptions& o = m_options;
    if (has_incidents(o.estimate)) {
        check_estimate(o.estimate);
    } else if (!o.area || !o.variation) {
        throw UsageError(
            "⟨--area⟩ and ⟨--variation⟩ are required, or ⟨--incidents⟩ with ⟨--response⟩, ⟨--control-area⟩ and ⟨--displacement⟩ to estimate them");
    }
    m_input = plan_input(o);
    try {
        wdd::plan_evaluation(m_input);
    } catch (const std::logic_error& error) { // a number that no plan can have
        throw UsageError(error.what());
    }
}

int PlanCommand::run(toolkit::Console& console) {
    const EstimateOptions& estimated = m_options.estimate;
    require_outputs_apart(
        named_outputs(m_options.files),
        has_incidents(estimated) ? named_inputs(estimated) : std::vector<std::string>(), {}, "");
    require_writable(m_options.files);
    std::optional<PlanEstimate> estimate;
    if (has_incidents(estimated)) {
        estimate = estimate_plan(estimated, m_input.months, console);
        m_input = with_estimate(m_input, *estimate);
    }
    const wdd::PlannedEvaluation plan = wdd::plan_evaluation(m_input);
    wdd::Message message = wdd::describe(plan);
    nlohmann::ordered_json json = plan_json(plan);
    json["estimate"] = nullptr;
    if (estimate) {
        message.facts = estimate->facts;
        json["estimate"] = estimate_json(*estimate);
        for (const std::string& warning : estimate->warnings) {
            console.warn(warning);
        }
    }
    json["parameters"] = toolkit::parameters_json(recorded());
    publish(std::move(message), std::move(json), m_options.files);
    return 0;
}

} // namespace wdd_tool
