// SPDX-License-Identifier: MIT
#include "crims_tool/options/scenario_options.hpp"

#include <sstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "toolkit/system/paths.hpp"
#include "toolkit/text/errors.hpp"
#include "wdd/period.hpp"

namespace crims_tool {

namespace {

using toolkit::OptionType;
using toolkit::UsageError;

const std::vector<std::string> goes_with_response{"--response"};

ChangeOption parse_change(const std::string& option, const std::string& text, bool is_decay) {
    constexpr double longest = 36525;
    std::istringstream words(text);
    ChangeOption change;
    words >> change.shape >> change.days;
    const bool is_read = !words.fail() && (change.shape == "ramp" || change.shape == "exponential");
    std::string from;
    std::string start;
    words >> from >> start;
    change.from_start = is_decay && from == "from" && start == "start";
    std::string rest;
    if (!is_read || !(change.days > 0 && change.days <= longest) ||
        (!from.empty() && !change.from_start) || words >> rest) {
        throw UsageError(fmt::format(
            "{} '{}': expected ramp or exponential and a number of days, such as \"ramp 30\"{}",
            option, text, is_decay ? ", and \"from start\" if it begins with the treatment" : ""));
    }
    return change;
}

/// A file under its whole path; an address, a database or a service as it is.
std::string absolute_layer(const toolkit::Given<toolkit::LayerReference>& layer) {
    const std::string& path = layer->path;
    if (path.find(':') != std::string::npos || path.starts_with("/vsi")) {
        return layer.text();
    }
    return toolkit::absolute_path(path) + layer.text().substr(path.size());
}

nlohmann::ordered_json change_as_json(const ChangeOption& change) {
    nlohmann::ordered_json json{{"shape", change.shape}, {"days", change.days}};
    if (change.from_start) {
        json["from"] = "start";
    }
    return json;
}

void declare_change(toolkit::OptionList& options, const char* name, const char* help,
                    std::optional<ChangeOption>& target, bool is_decay) {
    options.add({.name = name,
                 .type = OptionType::text,
                 .value = "SHAPE DAYS",
                 .help = help,
                 .goes_with = goes_with_response,
                 .default_words = "at once",
                 .advanced = true},
                &target, [name, is_decay](const std::string& text) {
                    return std::optional(parse_change(name, text, is_decay));
                });
}

void declare_days(toolkit::OptionList& options, InterventionOptions& o) {
    options.add({.name = "--start",
                 .type = OptionType::date,
                 .value = "DATE",
                 .help = "First day of the intervention: YYYY-MM-DD or YYYY-MM.",
                 .goes_with = goes_with_response},
                &o.start);
    options.add({.name = "--end",
                 .type = OptionType::date,
                 .value = "DATE",
                 .help = "Last day of the intervention.",
                 .last_day = true,
                 .goes_with = goes_with_response},
                &o.end);
}

} // namespace

void declare_scenario(toolkit::OptionList& options, ScenarioOptions& o, toolkit::Option own) {
    own.name = "--scenario";
    own.type = OptionType::file;
    own.excludes = goes_with_response;
    options.add(own, &o.file);
    options.add(
        {.name = "--allow-remote",
         .type = OptionType::flag,
         .help =
             "Lets the scenario's areas come from an address, a database or a service. Use it only for a scenario that you trust. Without it a scenario reads only files.",
         .advanced = true},
        &o.allow_remote);
}

void declare_intervention(toolkit::OptionList& options, InterventionOptions& o,
                          const toolkit::Option& where, const std::string& ring_default) {
    options.add(
        {.name = "--response",
         .type = OptionType::layer,
         .value = "LAYER",
         .help =
             "Area of one intervention: polygons, taken together. With its dates and effect it needs no scenario file.",
         .geometry = toolkit::LayerGeometry::polygons},
        &o.response);
    toolkit::Option condition = where;
    condition.type = OptionType::sql;
    condition.value = "SQL";
    condition.help = "Condition that selects in the response layer, such as \"NAME='North'\".";
    condition.parent = "--response";
    condition.goes_with = goes_with_response;
    options.add(condition, &o.where);
    declare_days(options, o);
    options.add({.name = "--effect",
                 .type = OptionType::number,
                 .value = "SHARE",
                 .help = "Share of crimes that the intervention prevents: 0.3 is 30 % fewer.",
                 .range = {.least = 0, .most = 1},
                 .goes_with = goes_with_response},
                &o.effect);
    options.add({.name = "--ring",
                 .type = OptionType::distance,
                 .value = "DISTANCE",
                 .help = "Width of the ring that displaced crimes go to, such as \"250 m\".",
                 .goes_with = goes_with_response,
                 .default_words = ring_default},
                &o.ring);
    declare_change(options, "--onset",
                   "How the effect grows from the start: \"ramp 30\" or \"exponential 30\" (days).",
                   o.onset, false);
    declare_change(
        options, "--decay",
        "How the effect fades after the end: \"ramp 30\" or \"exponential 30\" (days); with \"from start\" it fades from the first day on.",
        o.decay, true);
}

void check_scenario(const ScenarioOptions& o) {
    const InterventionOptions& one = o.intervention;
    if (one.response.empty()) {
        if (o.file.empty()) {
            throw UsageError(
                "the intervention is missing: give ⟨--response⟩, ⟨--start⟩, ⟨--end⟩ and ⟨--effect⟩, or ⟨--scenario⟩ with a file");
        }
        return;
    }
    for (const auto& [is_given, option] : {std::pair{one.start.has_value(), "--start"},
                                           {one.end.has_value(), "--end"},
                                           {one.effect.has_value(), "--effect"}}) {
        if (!is_given) {
            throw UsageError(fmt::format(
                "⟨{}⟩ is missing: an intervention has a first and a last day and an effect",
                option));
        }
    }
    if (*one.end < *one.start) {
        throw UsageError(fmt::format("⟨--end⟩ {}: it is before the start, {}",
                                     wdd::iso_date(*one.end), wdd::iso_date(*one.start)));
    }
    if (one.displaced != 0 && one.ring.empty()) {
        throw UsageError(
            "⟨--displaced⟩ needs a ring that crimes are displaced to: ⟨--ring⟩ \"250 m\"");
    }
    if (!one.ring.empty() && one.ring->value == 0) {
        throw UsageError("⟨--ring⟩ 0: a ring has a width above 0; leave it out for none");
    }
}

std::string scenario_text(const InterventionOptions& o, bool absolute) {
    const std::string layer = absolute ? absolute_layer(o.response) : o.response.text();
    nlohmann::ordered_json area{{"layer", layer}};
    if (!o.where.empty()) {
        area["where"] = o.where;
    }
    nlohmann::ordered_json intervention{{"area", area},
                                        {"start", wdd::iso_date(o.start.value())},
                                        {"end", wdd::iso_date(o.end.value())},
                                        {"effect", o.effect.value()}};
    if (o.onset) {
        intervention["onset"] = change_as_json(*o.onset);
    }
    if (o.decay) {
        intervention["decay"] = change_as_json(*o.decay);
    }
    if (o.displaced != 0) {
        intervention["displaced"] = o.displaced;
    }
    if (!o.ring.empty()) {
        intervention["ring"] = {{"distance", o.ring.text()}};
    }
    const auto all = nlohmann::ordered_json::array({intervention});
    return nlohmann::ordered_json{{"interventions", all}}.dump(2) + "\n";
}

std::string scenario_called(const ScenarioOptions& o) {
    return o.file.empty() ? "the scenario of the options" : o.file;
}

} // namespace crims_tool
