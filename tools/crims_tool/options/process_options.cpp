// SPDX-License-Identifier: MIT
#include "crims_tool/options/process_options.hpp"

#include <fmt/format.h>

#include "toolkit/text/errors.hpp"

namespace crims_tool {

using toolkit::OptionType;

void declare_replicates(toolkit::OptionList& options, ProcessOptions& o, const std::string& help,
                        double least, double most) {
    options.add({.name = "--replicates",
                 .type = OptionType::integer,
                 .value = "N",
                 .help = help,
                 .range = {.least = least, .most = most},
                 .default_text = fmt::format("{}", o.replicates)},
                &o.replicates);
}

void declare_replicate(toolkit::OptionList& options, std::uint32_t& replicate,
                       const std::string& help, bool advanced) {
    options.add({.name = "--replicate",
                 .type = OptionType::integer,
                 .value = "N",
                 .help = help,
                 .range = {.least = 0, .most = most_replicates},
                 .default_text = "0",
                 .advanced = advanced},
                &replicate);
}

void declare_seed(toolkit::OptionList& options, ProcessOptions& o, const std::string& help) {
    options.add({.name = "--seed",
                 .type = OptionType::integer,
                 .value = "N",
                 .help = help,
                 .default_text = fmt::format("{}", o.seed)},
                &o.seed);
}

void declare_loading(toolkit::OptionList& options, ProcessOptions& o, const std::string& help) {
    options.add(
        {.name = "--loading", .type = OptionType::text, .value = "FACTOR|TABLE", .help = help},
        &o.loading);
}

void declare_placement(toolkit::OptionList& options, ProcessOptions& o, toolkit::Option own) {
    own.name = "--placement";
    own.type = OptionType::choice;
    own.value = "HOW";
    own.default_text = "observed";
    options.add(own, &o.placement, [](const std::string& text) {
        using crims::Placement;
        return text == "uniform" ? Placement::uniform
               : text == "none"  ? Placement::none
                                 : Placement::observed;
    });
}

void declare_dispersion(toolkit::OptionList& options, ProcessOptions& o, const std::string& help) {
    options.add({.name = "--dispersion",
                 .type = OptionType::flag,
                 .help = help,
                 .default_text = "on",
                 .negation = "--no-dispersion"},
                &o.dispersion);
}

void declare_places_and_variation(toolkit::OptionList& options, ProcessOptions& o) {
    declare_placement(
        options, o,
        {.help =
             "Where crimes are placed: where such crimes were recorded, anywhere in the zone's polygon, or nowhere.",
         .choices = {"observed", "uniform", "none"}});
    declare_dispersion(
        options, o,
        "Draws the variation beyond Poisson that the model holds. Without it counts vary less than real ones.");
}

namespace {

std::string usual_text(double usual) {
    return fmt::format("what the model knows of each crime type, otherwise {}", usual);
}

} // namespace

void declare_near_repeat(toolkit::OptionList& options, ProcessOptions& o, const std::string& help) {
    options.add({.name = "--near-repeat", .type = OptionType::flag, .help = help}, &o.near_repeat);
    options.add({.name = "--near-repeat-ratio",
                 .type = OptionType::number,
                 .value = "N",
                 .help = "Mean number of crimes that follow each crime directly, from 0 to 0.99.",
                 .default_words = usual_text(crims::usual_near_repeat.ratio),
                 .advanced = true},
                &o.near_repeats.ratio);
    options.add({.name = "--near-repeat-days",
                 .type = OptionType::number,
                 .value = "DAYS",
                 .help = "Mean number of days from a crime to one that follows it.",
                 .default_words = usual_text(crims::usual_near_repeat.mean_lag_days),
                 .advanced = true},
                &o.near_repeats.mean_lag_days);
}

void declare_near_repeat_spread(toolkit::OptionList& options, ProcessOptions& o) {
    options.add(
        {.name = "--near-repeat-spread",
         .type = OptionType::number,
         .value = "N",
         .help =
             "Standard deviation of the distance from a crime to one that follows it elsewhere, along each axis, in the unit of the model's coordinate system (metres in most).",
         .default_words = usual_text(crims::usual_near_repeat.spread),
         .advanced = true},
        &o.near_repeats.spread);
    options.add(
        {.name = "--near-repeat-same-place",
         .type = OptionType::number,
         .value = "SHARE",
         .help =
             "Share of the crimes that follow, from 0 to 1, that happen at the very place of the crime before.",
         .default_words = usual_text(crims::usual_near_repeat.same_place),
         .advanced = true},
        &o.near_repeats.same_place);
}

void declare_threads(toolkit::OptionList& options, ProcessOptions& o) {
    constexpr double most = 1024;
    options.add({.name = "--threads",
                 .type = OptionType::integer,
                 .value = "N",
                 .help = "Threads to use; 0: one per core. The result is the same.",
                 .range = {.least = 0, .most = most},
                 .default_text = fmt::format("{}", o.threads),
                 .advanced = true,
                 .recorded = false},
                &o.threads);
}

crims::SimulationOptions simulated_process(const ProcessOptions& o) {
    crims::SimulationOptions process{
        .seed = o.seed, .placement = o.placement, .dispersion = o.dispersion};
    if (o.near_repeat) {
        process.near_repeat = o.near_repeats;
    } else if (o.near_repeats != crims::NearRepeatChoice()) {
        throw toolkit::UsageError(
            "⟨--near-repeat-ratio⟩, ⟨--near-repeat-days⟩, ⟨--near-repeat-spread⟩ and ⟨--near-repeat-same-place⟩ have no effect without ⟨--near-repeat⟩; add it, or leave them out");
    }
    try {
        crims::check(process);
    } catch (const std::invalid_argument& error) {
        throw toolkit::UsageError(error.what());
    }
    return process;
}

std::optional<tbb::global_control> thread_limit(std::size_t threads) {
    using Control = tbb::global_control;
    using Limit = std::optional<Control>;
    return threads == 0 ? Limit() : Limit(std::in_place, Control::max_allowed_parallelism, threads);
}

} // namespace crims_tool
