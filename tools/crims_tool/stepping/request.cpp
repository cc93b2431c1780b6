// SPDX-License-Identifier: MIT
#include "crims_tool/stepping/request.hpp"

#include <array>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "crims/limits.hpp"
#include "crims_tool/scenario/json_node.hpp"
#include "toolkit/text/nearest.hpp"
#include "toolkit/time/date_text.hpp"

namespace crims_tool {

namespace {

using std::chrono::minutes;

/// Of a whole number of minutes, hours or days: more than a step may have, and no overflow.
constexpr double most_units = 1e6;

crims::Instant instant_of(const JsonNode& node) {
    const std::string text = node.text("a time such as \"2020-01-01T08:00\"");
    try {
        return read_instant(text);
    } catch (const std::invalid_argument& error) {
        node.fail(error.what());
    }
}

minutes whole_units(const JsonNode& node, minutes unit) {
    const std::string expected = fmt::format("a whole number from 0 to {}", most_units);
    if (!node.value().is_number_integer()) {
        node.fail_expecting(expected);
    }
    return unit * static_cast<std::int64_t>(node.number(0, most_units, expected));
}

Request advance_request(const JsonNode& request) {
    request.allow_keys({"do", "until", "minutes", "hours", "days"});
    constexpr std::array<std::pair<const char*, minutes>, 3> units{
        {{"minutes", minutes(1)},
         {"hours", std::chrono::hours(1)},
         {"days", std::chrono::days(1)}}};
    AdvanceRequest advance;
    if (const auto until = request.find("until")) {
        advance.until = instant_of(*until);
    }
    bool has_length = false;
    for (const auto& [name, unit] : units) {
        if (const auto count = request.find(name)) {
            has_length = true;
            advance.length += whole_units(*count, unit);
        }
    }
    if (has_length == advance.until.has_value()) {
        request.fail("advance needs either 'until' or any of 'minutes', 'hours' and 'days'");
    }
    return advance;
}

NameOrNumber name_or_number(const JsonNode& node) {
    if (node.value().is_number_unsigned()) {
        return node.value().get<std::size_t>();
    }
    return node.text("a name or a number from 0 on");
}

/// A list, or one alone.
std::vector<NameOrNumber> names_of(const JsonNode& request, const std::string& key) {
    const auto node = request.find(key);
    if (!node) {
        return {};
    }
    if (!node->value().is_array()) {
        return {name_or_number(*node)};
    }
    if (node->value().empty()) {
        node->fail("the list is empty; leave it out for all of them");
    }
    std::vector<NameOrNumber> names;
    names.reserve(node->value().size());
    for (std::size_t i = 0; i < node->value().size(); ++i) {
        names.push_back(name_or_number(node->element(i)));
    }
    return names;
}

Request loading_request(const JsonNode& request) {
    request.allow_keys({"do", "value", "zones", "crime_types", "offences"});
    const crims::Range& range = crims::loading_range;
    return LoadingRequest{.value = request.member("value").number(
                              range.least, range.most,
                              fmt::format("a number from {} to {}", range.least, range.most)),
                          .zones = names_of(request, "zones"),
                          .crime_types = names_of(request, "crime_types"),
                          .offences = names_of(request, "offences")};
}

Request save_request(const JsonNode& request) {
    request.allow_keys({"do", "path"});
    return SaveRequest{.path = request.member("path").text("the path of a file")};
}

} // namespace

Request read_request(const std::string& line) {
    const nlohmann::json document = parse_json(line, "request");
    const JsonNode request(document, "request");
    if (!document.is_object()) {
        request.fail_expecting(R"(an object such as {"do": "advance", "hours": 1})");
    }
    const std::vector<std::string> known = {"advance", "set_loading", "save", "describe",
                                            "expected"};
    const JsonNode what = request.member("do");
    const std::string name = what.text("the name of a request");
    if (name == known[0]) {
        return advance_request(request);
    }
    if (name == known[1]) {
        return loading_request(request);
    }
    if (name == known[2]) {
        return save_request(request);
    }
    if (name == known[3]) {
        request.allow_keys({"do"});
        return DescribeRequest{};
    }
    if (name == known[4]) {
        request.allow_keys({"do"});
        return ExpectedRequest{};
    }
    what.fail(fmt::format("there is no request '{}'; the nearest is '{}', and all are: {}", name,
                          toolkit::nearest(name, known), fmt::join(known, ", ")));
}

crims::Instant read_instant(const std::string& text) {
    const auto date = toolkit::read_date(text);
    const auto refuse = [&text](const char* why) {
        throw std::invalid_argument(fmt::format("'{}' {}", text, why));
    };
    if (!date || date->month_only) {
        refuse("is not a time; write 2020-01-01 or 2020-01-01T08:00");
    }
    if (date->utc_offset) {
        refuse("has an offset or Z, but times are local; leave it out");
    }
    if (date->time_of_day % minutes(1) != std::chrono::seconds(0)) {
        refuse("has seconds, but a step ends at a full minute; midnight is 00:00 of the next day");
    }
    return date->day + std::chrono::duration_cast<minutes>(date->time_of_day);
}

std::string instant_text(crims::Instant time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const auto of_day = (time - day).count();
    constexpr int minutes_an_hour = 60;
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       of_day / minutes_an_hour, of_day % minutes_an_hour);
}

} // namespace crims_tool
