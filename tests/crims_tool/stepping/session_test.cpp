// SPDX-License-Identifier: MIT
#include "crims_tool/stepping/session.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "crims_tool/step/line_reader.hpp"

#include <unistd.h>

namespace {

using namespace std::chrono_literals;
using crims_tool::StepFormat;
using crims_tool::StepSession;
using nlohmann::json;
using testing::HasSubstr;

crims_tool::StoredModel village() {
    crims_tool::StoredModel stored;
    crims::Model& model = stored.model;
    model.zones = {"north", "south"};
    model.crime_types = {"burglary", "theft"};
    model.offences = {
        {.crime_type = 0, .code = "28", .description = "Burglary", .severity = 400},
        {.crime_type = 1, .code = "45", .description = "From \"a\" car", .share = 0.5},
        {.crime_type = 1, .code = "28", .description = "Other", .share = 0.5}};
    model.incidence.assign(12 * model.cell_count(), 40);
    model.trends.resize(2);
    model.dispersion.resize(2);
    model.suspect.assign(model.cell_count(), 0.1);
    return stored;
}

StepSession begin(const crims_tool::StoredModel& stored, StepFormat format = StepFormat::json) {
    return {stored,
            {.model = "village.gpkg", .options = {.placement = crims::Placement::none}},
            std::chrono::sys_days(2023y / 1 / 1),
            format};
}

TEST(StepSession, answers_a_step_with_its_crimes) {
    const auto stored = village();
    StepSession session = begin(stored);
    const json answer =
        json::parse(session.answer(R"({"do": "advance", "until": "2023-02-03T04:05"})"));
    EXPECT_EQ(answer["time"], "2023-02-03T04:05");
    crims::Stepper stepper(stored.model, std::chrono::sys_days(2023y / 1 / 1),
                           {.placement = crims::Placement::none});
    const crims::StepTable table = stepper.advance(33 * 24h + 4h + 5min);
    ASSERT_EQ(answer["crimes"].size(), table.size());
    ASSERT_GT(table.size(), 100);
    for (std::size_t i = 0; i < table.size(); ++i) {
        const json& crime = answer["crimes"][i];
        const crims::Offence& offence = stored.model.offences[table.offence[i]];
        EXPECT_EQ(crime["id"], table.id[i]);
        EXPECT_EQ(crime["MSOA"], stored.model.zones[table.zone[i]]);
        EXPECT_EQ(crime["description"], offence.description);
        EXPECT_EQ(crime["time"],
                  crims_tool::instant_text(crims::Instant(std::chrono::minutes(table.time[i]))) +
                      ":00");
    }
    EXPECT_EQ(answer["crimes"][0].size(), 8);
}

TEST(StepSession, writes_crimes_as_lines_of_csv) {
    const auto stored = village();
    StepSession session = begin(stored, StepFormat::csv);
    const std::string answer = session.answer(R"({"do": "advance", "days": 20})");
    const json head = json::parse(answer.substr(0, answer.find('\n')));
    EXPECT_EQ(std::count(answer.begin(), answer.end(), '\n'), 1 + head["count"].get<int>());
    EXPECT_THAT(answer, HasSubstr(",theft,45,\"From \"\"a\"\" car\",2023-01-"));
}

TEST(StepSession, names_what_a_loading_is_for) {
    const auto stored = village();
    StepSession session = begin(stored);
    EXPECT_EQ(session.answer(
                  R"({"do": "set_loading", "value": 0, "zones": ["north"], "offences": "28"})"),
              "{\"ok\":true}\n");
    EXPECT_EQ(
        session.answer(
            R"({"do": "set_loading", "value": 0, "zones": [1], "crime_types": ["burglary"]})"),
        "{\"ok\":true}\n");
    const json answer = json::parse(session.answer(R"({"do": "advance", "days": 300})"));
    std::map<std::string, int> seen;
    for (const json& crime : answer["crimes"]) {
        ++seen[crime["MSOA"].get<std::string>() + " " + crime["description"].get<std::string>()];
    }
    EXPECT_EQ(seen.size(), 3);
    EXPECT_EQ(
        seen.count("north Burglary") + seen.count("north Other") + seen.count("south Burglary"), 0);
}

TEST(StepSession, answers_what_makes_no_sense_with_an_error_and_goes_on) {
    const auto stored = village();
    StepSession session = begin(stored);
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"{", "this is not JSON"},
        {"[]", "is not an object"},
        {"{}", "'do' is missing"},
        {R"({"do": "advence", "days": 1})", "the nearest is 'advance'"},
        {R"({"do": "advance"})", "needs either"},
        {R"({"do": "advance", "days": 1, "until": "2024-01-01"})", "needs either"},
        {R"({"do": "advance", "days": 1.5})", "1.5 is not a whole number"},
        {R"({"do": "advance", "days": -1})", "-1 is below 0"},
        {R"({"do": "advance", "days": 367})", "longer than 366"},
        {R"({"do": "advance", "until": "2022-12-31"})", "time only goes on"},
        {R"({"do": "advance", "until": "tomorrow"})", "is not a time"},
        {R"({"do": "advance", "until": "2023-02"})", "is not a time"},
        {R"({"do": "advance", "until": "2023-01-02T00:00Z"})", "times are local"},
        {R"({"do": "advance", "until": "2023-01-02T00:00:30"})", "full minute"},
        {R"({"do": "set_loading"})", "'value' is missing"},
        {R"({"do": "set_loading", "value": NaN})", "not JSON"},
        {R"({"do": "set_loading", "value": "NaN"})", "is not a number"},
        {R"({"do": "set_loading", "value": 1e999})", "not JSON"},
        {R"({"do": "set_loading", "value": -0.1})", "is below 0"},
        {R"({"do": "set_loading", "value": 10001})", "is above 10000"},
        {R"({"do": "set_loading", "value": 1, "zones": ["nort"]})", "the nearest is 'north'"},
        {R"({"do": "set_loading", "value": 1, "zones": [2]})", "they go from 0 to 1"},
        {R"({"do": "set_loading", "value": 1, "zones": [-1]})", "-1 is not a name"},
        {R"({"do": "set_loading", "value": 1, "crime_types": ["arson"]})", "no crime type 'arson'"},
        {R"({"do": "set_loading", "value": 1, "offences": []})", "leave it out for all"},
        {R"({"do": "set_loading", "value": 1, "zone": [1]})", "the nearest is 'zones'"},
        {R"({"do": "set_loading", "value": 1, "value": 2})", "given twice"},
        {R"({"do": "save"})", "'path' is missing"},
        {R"({"do": "save", "path": "/no/such/folder/x"})", "/no/such/folder"},
        {R"({"do": "save", "path": "-"})", "not in a stream"},
        {"\xff\x1b[31m", "not JSON"}};
    for (const auto& [request, words] : cases) {
        const std::string answer = session.answer(request);
        const json parsed = json::parse(answer);
        EXPECT_EQ(parsed.size(), 1) << answer;
        EXPECT_THAT(parsed["error"].get<std::string>(), HasSubstr(words)) << request;
    }
    StepSession other = begin(stored);
    EXPECT_EQ(session.answer(R"({"do": "advance", "days": 60})"),
              other.answer(R"({"do": "advance", "days": 60})"));
}

/// Lines of a text that comes through a pipe, "..." for one that is too long.
std::vector<std::string> lines_of(const std::string& text) {
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe(ends.data()), 0);
    EXPECT_EQ(::write(ends[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
    ::close(ends[1]);
    crims_tool::LineReader reader(ends[0], 10);
    std::vector<std::string> lines;
    while (const auto line = reader.next()) {
        lines.push_back(line->is_too_long ? "..." : line->text);
    }
    ::close(ends[0]);
    return lines;
}

TEST(LineReader, reads_lines_and_passes_over_what_is_too_long) {
    using Lines = std::vector<std::string>;
    EXPECT_EQ(lines_of(""), Lines{});
    EXPECT_EQ(lines_of("a\nb"), (Lines{"a", "b"}));
    EXPECT_EQ(lines_of("\n \t\r\na\n\n"), Lines{"a"});
    EXPECT_EQ(lines_of("1234567890\n12345678901\nb\n"), (Lines{"1234567890", "...", "b"}));
    EXPECT_EQ(lines_of(std::string(50'000, 'x') + "\nb\n" + std::string(11, 'y')),
              (Lines{"...", "b", "..."}));
}

} // namespace
