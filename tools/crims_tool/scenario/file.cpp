// SPDX-License-Identifier: MIT
#include "crims_tool/scenario/file.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "crims_tool/scenario/area.hpp"
#include "crims_tool/scenario/json_node.hpp"
#include "toolkit/files/whole_file.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/lower_case.hpp"
#include "toolkit/text/nearest.hpp"
#include "toolkit/time/date_text.hpp"

namespace crims_tool {

namespace {

constexpr const char* all_types = "*";
constexpr const char* expected_effect =
    "a share of crimes prevented, from 0 to 1 (0.3: 30 % fewer)";

std::chrono::sys_days read_day(const JsonNode& node,
                               std::chrono::sys_days (*parse)(std::string_view)) {
    constexpr std::size_t day_length = 10;
    constexpr std::size_t month_length = 7;
    const std::string expected = "a date YYYY-MM-DD (or a month YYYY-MM)";
    const std::string text = node.text(expected);
    // The toolkit reads more: times, other separators. A scenario has one way to write a day.
    if ((text.size() != day_length && text.size() != month_length) || text[4] != '-' ||
        text.find_first_not_of("0123456789-") != std::string::npos) {
        node.fail_expecting(expected);
    }
    try {
        return parse(text);
    } catch (const std::invalid_argument& error) {
        node.fail(error.what());
    }
}

std::map<std::string, double> read_effects(const JsonNode& node) {
    if (node.value().is_number()) {
        return {{all_types, node.number(0, 1, expected_effect)}};
    }
    if (!node.value().is_object() || node.value().empty()) {
        node.fail_expecting(fmt::format(
            "{}, or an object with one per crime type ('*': all others)", expected_effect));
    }
    std::map<std::string, double> effects;
    for (const auto& [type, value] : node.value().items()) {
        const JsonNode effect = node.member(type);
        if (!effects.emplace(toolkit::lower_case(type), effect.number(0, 1, expected_effect))
                 .second) {
            effect.fail(
                "the crime type is given twice (upper and lower case are the same); keep one of them");
        }
    }
    return effects;
}

crims::Shape read_shape(const JsonNode& node, const std::vector<std::string>& choices) {
    const std::string expected = "one of " + toolkit::listed(choices);
    const std::string text = node.text(expected);
    if (std::find(choices.begin(), choices.end(), text) == choices.end()) {
        node.fail_expecting(expected);
    }
    if (text == "step") {
        return crims::Shape::step;
    }
    return text == "ramp" ? crims::Shape::ramp : crims::Shape::exponential;
}

/// "step", or an object with `shape` and, unless that is a step, `days`.
crims::Change read_change(const JsonNode& node, const std::vector<std::string>& keys) {
    if (node.value().is_string()) {
        if (node.value() != "step") {
            node.fail_expecting(
                "'step'; a ramp or an exponential change needs its days: {\"shape\": \"ramp\", \"days\": 30}");
        }
        return {};
    }
    node.allow_keys(keys);
    const JsonNode shape = node.member("shape");
    crims::Change change{.shape = read_shape(shape, {"step", "ramp", "exponential"})};
    const auto days = node.find("days");
    if (change.shape == crims::Shape::step) {
        if (days) {
            days->fail("a step takes no days; choose 'ramp' or 'exponential', or leave them out");
        }
        return change;
    }
    constexpr double longest = 36525;
    constexpr const char* expected = "a number of days above 0, at most a hundred years";
    change.days = node.member("days").number(0, longest, expected);
    if (change.days == 0) {
        days->fail_expecting(expected);
    }
    return change;
}

void read_decay(const JsonNode& node, crims::Intervention& intervention) {
    intervention.decay = read_change(node, {"shape", "days", "from"});
    const auto from = node.find("from");
    if (!from) {
        return;
    }
    const std::string expected = "'end' or 'start'";
    const std::string text = from->text(expected);
    if (text != "end" && text != "start") {
        from->fail_expecting(expected);
    }
    intervention.decay_from_start = text == "start";
    if (intervention.decay_from_start && intervention.decay.shape == crims::Shape::step) {
        from->fail("an effect that decays from the start needs a ramp or an exponential decay");
    }
}

toolkit::Distance read_distance(const JsonNode& node) {
    constexpr double longest = 1e6;
    constexpr const char* expected =
        "a distance above 0 such as '250 m' (a bare number is in the coordinates' unit)";
    toolkit::Distance distance;
    if (node.value().is_number()) {
        distance.value = node.number(0, longest, expected);
    } else {
        try {
            distance = toolkit::parse_distance(node.text(expected));
        } catch (const std::invalid_argument& error) {
            node.fail(error.what());
        }
    }
    if (distance.value == 0) {
        node.fail_expecting(expected);
    }
    return distance;
}

void read_ring(const JsonNode& node, ScenarioIntervention& result) {
    node.allow_keys({"distance", "where"});
    result.ring = read_distance(node.member("distance"));
    if (const auto where = node.find("where")) {
        const std::string expected =
            "'uniform' (anywhere in the ring) or 'crime' (where crime already is)";
        const std::string text = where->text(expected);
        if (text != "uniform" && text != "crime") {
            where->fail_expecting(expected);
        }
        result.intervention.ring_placement =
            text == "crime" ? crims::RingPlacement::crime : crims::RingPlacement::uniform;
    }
}

ScenarioIntervention read_intervention(const JsonNode& node, std::size_t number,
                                       bool allow_remote) {
    node.allow_keys({"name", "description", "area", "start", "end", "effect", "onset", "decay",
                     "displaced", "ring"});
    ScenarioIntervention result;
    result.path = node.path();
    crims::Intervention& intervention = result.intervention;
    const auto name = node.find("name");
    intervention.name = name ? name->text("a name") : fmt::format("intervention {}", number);
    if (const auto description = node.find("description")) {
        description->text("a text");
    }
    result.area = read_area(node.member("area"), allow_remote);
    intervention.start = read_day(node.member("start"), toolkit::parse_start_date);
    intervention.end = read_day(node.member("end"), toolkit::parse_end_date);
    if (intervention.end < intervention.start) {
        node.member("end").fail(fmt::format("it is before the start, {}",
                                            node.member("start").value().get<std::string>()));
    }
    result.effects = read_effects(node.member("effect"));
    if (const auto onset = node.find("onset")) {
        intervention.onset = read_change(*onset, {"shape", "days"});
    }
    if (const auto decay = node.find("decay")) {
        read_decay(*decay, intervention);
    }
    if (const auto displaced = node.find("displaced")) {
        intervention.displaced = displaced->number(
            -1, 1, "a share of the prevented crimes, from -1 (diffusion of benefit) to 1");
    }
    if (const auto ring = node.find("ring")) {
        read_ring(*ring, result);
    } else if (intervention.displaced != 0) {
        node.member("displaced")
            .fail(R"(displaced crimes need a ring to go to: "ring": {"distance": "250 m"})");
    }
    return result;
}

} // namespace

Scenario read_scenario(const std::string& path, bool allow_remote) {
    constexpr std::size_t largest = std::size_t{64} << 20U;
    return parse_scenario(toolkit::read_whole_file(path, path, largest), path, allow_remote);
}

Scenario parse_scenario(std::string text, const std::string& called, bool allow_remote) {
    Scenario scenario;
    scenario.file = called;
    scenario.text = std::move(text);
    const nlohmann::json document = parse_json(scenario.text, called);
    const JsonNode root(document, called);
    root.allow_keys({"$schema", "name", "description", "interventions"});
    for (const char* key : {"$schema", "description"}) {
        if (const auto node = root.find(key)) {
            node->text("a text");
        }
    }
    if (const auto name = root.find("name")) {
        scenario.name = name->text("a name");
    }
    const JsonNode interventions = root.member("interventions");
    if (!interventions.value().is_array() || interventions.value().empty()) {
        interventions.fail_expecting("a list of at least one intervention");
    }
    for (std::size_t i = 0; i < interventions.value().size(); ++i) {
        scenario.interventions.push_back(
            read_intervention(interventions.element(i), i + 1, allow_remote));
    }
    return scenario;
}

crims::Intervention for_crime_types(const Scenario& scenario,
                                    const ScenarioIntervention& intervention,
                                    const std::vector<std::string>& crime_types) {
    std::vector<std::string> known;
    std::transform(crime_types.begin(), crime_types.end(), std::back_inserter(known),
                   toolkit::lower_case);
    for (const auto& [type, effect] : intervention.effects) {
        if (type != all_types && std::find(known.begin(), known.end(), type) == known.end()) {
            throw toolkit::DataError(fmt::format(
                "{}: {}.effect{}: there is no such crime type; the nearest is '{}', and all are: {}",
                scenario.file, intervention.path, path_step(type), toolkit::nearest(type, known),
                toolkit::listed(crime_types)));
        }
    }
    crims::Intervention result = intervention.intervention;
    const auto others = intervention.effects.find(all_types);
    const double otherwise = others == intervention.effects.end() ? 0 : others->second;
    for (const std::string& type : known) {
        const auto own = intervention.effects.find(type);
        result.effect.push_back(own == intervention.effects.end() ? otherwise : own->second);
    }
    crims::check(result);
    return result;
}

} // namespace crims_tool
