// SPDX-License-Identifier: MIT
#include "wdd_tool/placebo/options.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "toolkit/command/option_values.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/number.hpp"
#include "toolkit/time/date_text.hpp"

namespace wdd_tool {

namespace {

using toolkit::OptionType;
using toolkit::UsageError;

constexpr std::uint64_t most_placebos = 1'000'000;

/// How many earlier dates; 0 for "all".
std::size_t dates_option(const std::string& text) {
    if (text == "all") {
        return 0;
    }
    if (!toolkit::read_number(text)) {
        throw UsageError(fmt::format("--dates '{}': expected a number, or all", text));
    }
    return toolkit::parse_integer(text, "--dates", 1, most_placebos);
}

std::optional<wdd::PlaceboStep> step_option(const std::string& text) {
    using wdd::PlaceboStep;
    constexpr std::array steps{
        std::pair{"day", PlaceboStep::day}, std::pair{"week", PlaceboStep::week},
        std::pair{"month", PlaceboStep::month}, std::pair{"year", PlaceboStep::year},
        std::pair{"period", PlaceboStep::period}};
    const auto* const found = std::find_if(steps.begin(), steps.end(),
                                           [&](const auto& step) { return text == step.first; });
    return found == steps.end() ? std::nullopt : std::optional(found->second);
}

void check_places(const PlaceboOptions& o, const PlaceboChoices& choices) {
    if ((choices.relocations > 0) != !o.region.empty()) {
        throw UsageError("--relocations and --region go together: how many random places, and "
                         "within which polygons");
    }
    if (!o.region.empty()) {
        toolkit::layer_option(o.region, "--region");
    }
    if (!o.candidates.empty()) {
        toolkit::layer_option(o.candidates, "--candidates");
    }
    if (o.dates.empty() && o.date_step != "auto") {
        throw UsageError("--date-step goes with --dates");
    }
}

} // namespace

void declare_placebos(toolkit::OptionList& options, PlaceboOptions& o) {
    options.group("Placebos");
    options.add({.name = "--dates",
                 .type = OptionType::text,
                 .value = "N|all",
                 .help = "Earlier start dates: so many, the latest first, or all that the "
                         "incidents hold. Both periods lie before the real treatment."},
                &o.dates);
    options.add(
        {.name = "--date-step",
         .type = OptionType::choice,
         .value = "STEP",
         .help = "How far earlier dates lie apart; period is the length of the treatment, so that "
                 "no two placebo treatments share a day; auto is a week, or a month where "
                 "incidents are dated by month.",
         .choices = {"auto", "day", "week", "month", "year", "period"},
         .default_text = "auto",
         .advanced = true},
        &o.date_step);
    options.add({.name = "--dates-from",
                 .type = OptionType::date,
                 .value = "DATE",
                 .help = "First day that a placebo's periods may include, where the recording "
                         "changed, say. Default: that of the first incident.",
                 .goes_with = {"--dates"},
                 .advanced = true},
                &o.dates_from);
    options.add({.name = "--relocations",
                 .type = OptionType::integer,
                 .value = "N",
                 .help = "So many random pairs of places: the response area and the control area, "
                         "each moved and turned within --region, clear of each other and of all "
                         "pairs before; fewer where no more have room."},
                &o.relocations);
    options.add({.name = "--region",
                 .type = OptionType::layer,
                 .value = "LAYER",
                 .help = "Polygons within which both areas are moved; they hold both areas, "
                         "too.",
                 .geometry = toolkit::LayerGeometry::polygons,
                 .goes_with = {"--relocations"}},
                &o.region);
    options.add({.name = "--region-where",
                 .type = OptionType::sql,
                 .value = "SQL",
                 .help = "Condition that selects in the region layer.",
                 .parent = "--region",
                 .goes_with = {"--region"},
                 .advanced = true},
                &o.region_where);
    options.add({.name = "--seed",
                 .type = OptionType::integer,
                 .value = "N",
                 .help = "Seed of the random places and of the order of candidate zones: the "
                         "same seed gives the same.",
                 .default_text = "1"},
                &o.seed);
    options.add({.name = "--candidates",
                 .type = OptionType::layer,
                 .value = "LAYER",
                 .help = "Zones (beats, MSOAs), each taken in turn as if it had been treated, "
                         "with another as its control area; those that overlap the study's zones "
                         "are left out.",
                 .geometry = toolkit::LayerGeometry::polygons},
                &o.candidates);
    options.add({.name = "--candidates-where",
                 .type = OptionType::sql,
                 .value = "SQL",
                 .help = "Condition that selects in the layer of candidates.",
                 .parent = "--candidates",
                 .goes_with = {"--candidates"},
                 .advanced = true},
                &o.candidates_where);
    options.add({.name = "--candidates-field",
                 .type = OptionType::field,
                 .value = "FIELD",
                 .help = "Name of the zone; features with the same value are one zone. Without it "
                         "each feature is one.",
                 .parent = "--candidates",
                 .goes_with = {"--candidates"},
                 .advanced = true},
                &o.candidates_field);
    options.add({.name = "--comparable",
                 .type = OptionType::number,
                 .value = "FACTOR",
                 .help =
                     "A random place or candidate zone is left out if it holds more than FACTOR "
                     "times more, or fewer, incidents (of both periods together) than the "
                     "study's area that it stands for.",
                 .range = {.least = 1},
                 .default_text = "2",
                 .advanced = true},
                &o.comparable);
}

PlaceboChoices check_placebos(const PlaceboOptions& o) {
    PlaceboChoices choices{
        .dates = {},
        .relocations = toolkit::parse_integer(o.relocations, "--relocations", 0, most_placebos),
        .seed = toolkit::parse_seed(o.seed)};
    if (o.dates.empty() && choices.relocations == 0 && o.candidates.empty()) {
        throw UsageError("say which placebos to try: --dates all, --relocations N with --region, "
                         "or --candidates");
    }
    if (!o.dates.empty()) {
        choices.dates.at_most = dates_option(o.dates);
    }
    choices.dates.step = step_option(o.date_step);
    if (!o.dates_from.empty()) {
        choices.dates.from = toolkit::parsed(
            "--dates-from", [&o] { return toolkit::parse_start_date(o.dates_from); });
    }
    check_places(o, choices);
    return choices;
}

} // namespace wdd_tool
