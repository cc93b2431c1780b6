// SPDX-License-Identifier: MIT
#include "toolkit/command/option_parser.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "toolkit/command/recorded_parameters.hpp"
#include "toolkit/refusal.hpp"
#include "toolkit/text/errors.hpp"

using toolkit::OptionList;
using toolkit::OptionType;
using toolkit::parameters_json;
using toolkit::parse_options;
using toolkit::record_as;
using toolkit::recorded_parameters;
using toolkit::RecordedParameters;
using toolkit::UsageError;

namespace {

enum class Rule { clip, error };

/// A command's options, each of another type.
struct Options {
    OptionList list;
    toolkit::LayerReference zones;
    std::optional<toolkit::Distance> width;
    double share = 0;
    std::uint64_t seed = 0;
    std::vector<double> effects;
    Rule rule = Rule::error;
    bool trend = false;
    std::string where;
    std::string start;
    std::string end;
    std::string field;
    std::string output;
    std::uint32_t threads = 0;

    Options() {
        list.add({.name = "--zones", .aliases = {"--in_zones"}, .type = OptionType::layer}, &zones);
        list.add({.name = "--where", .type = OptionType::sql, .parent = "--zones"}, &where);
        list.add({.name = "--width", .type = OptionType::distance}, &width);
        list.add({.name = "--share", .type = OptionType::number, .default_text = "0.5"}, &share);
        list.add({.name = "--seed", .type = OptionType::integer, .default_text = "1"}, &seed);
        list.add({.name = "--effects", .type = OptionType::number, .list = true}, &effects);
        list.add_choice<Rule>({.name = "--rule", .default_text = "clip"},
                              {{"clip", Rule::clip}, {"error", Rule::error}}, &rule);
        list.add({.name = "--trend",
                  .type = OptionType::flag,
                  .choices = {"TREND", "FLAT"},
                  .negation = "--no-trend",
                  .value_alias = "--with_trend"},
                 &trend);
        list.add({.name = "--start", .goes_with = {"--end"}}, &start);
        list.add({.name = "--end", .goes_with = {"--start"}, .excludes = {"--field"}}, &end);
        list.add({.name = "--field", .goes_with = {"--zones"}}, &field);
        list.add({.name = "--output", .type = OptionType::output_file}, &output);
        list.add({.name = "--threads", .type = OptionType::integer, .recorded = false}, &threads);
    }

    Options& parse(std::vector<std::string> arguments) {
        parse_options(list, std::move(arguments));
        return *this;
    }
};

std::string refusal(std::vector<std::string> arguments) {
    return refusal_of<UsageError>([&] { Options().parse(std::move(arguments)); });
}

} // namespace

TEST(OptionParser, EachOptionBecomesAValueOfItsType) {
    Options o;
    o.parse({"--zones", "a.gpkg|layername=z", "--width=300 m", "--share", "0.25", "--seed=7",
             "--effects", "0,0.2", "--rule", "error", "--trend"});
    EXPECT_EQ(o.zones.path, "a.gpkg");
    EXPECT_EQ(o.width->value, 300);
    EXPECT_EQ(o.share, 0.25);
    EXPECT_EQ(o.seed, 7U);
    EXPECT_EQ(o.effects, (std::vector<double>{0, 0.2}));
    EXPECT_EQ(o.rule, Rule::error);
    EXPECT_TRUE(o.trend);
}

TEST(OptionParser, DefaultsStandWhereNothingIsGiven) {
    Options o;
    o.parse({});
    EXPECT_FALSE(o.width);
    EXPECT_EQ(o.share, 0.5);
    EXPECT_EQ(o.seed, 1U);
    EXPECT_EQ(o.rule, Rule::clip);
}

TEST(OptionParser, AFlagHasANegationAndASecondName) {
    EXPECT_TRUE(Options().parse({"--with_trend", "TREND"}).trend);
    EXPECT_FALSE(Options().parse({"--with_trend=FLAT"}).trend);
    EXPECT_FALSE(Options().parse({"--trend", "--no-trend"}).trend);
    EXPECT_NE(refusal({"--with_trend", "steep"}).find("'steep' is none of TREND, FLAT"),
              std::string::npos);
}

TEST(OptionParser, ARefusalNamesTheOption) {
    EXPECT_EQ(refusal({"--share", "half"}), "⟨--share⟩ 'half': expected a number");
    EXPECT_TRUE(refusal({"--rule", "none"}).starts_with("⟨--rule⟩: "))
        << refusal({"--rule", "none"});
    EXPECT_EQ(refusal({"--seed", "1", "--seed", "2"}), "⟨--seed⟩ is given twice; give it once");
    EXPECT_NE(refusal({"--zones", ""}).find("a value is missing"), std::string::npos);
}

TEST(OptionParser, AnUnknownOptionIsNamedWithTheNearest) {
    EXPECT_EQ(refusal({"--widht", "250", "m"}),
              "there is no option --widht; the nearest is ⟨--width⟩");
    EXPECT_EQ(refusal({"--widht=250"}), "there is no option --widht; the nearest is ⟨--width⟩");
    EXPECT_EQ(refusal({"--in_zone", "a"}),
              "there is no option --in_zone; the nearest is ⟨--in_zones⟩");
    EXPECT_EQ(refusal({"--no-trent"}),
              "there is no option --no-trent; the nearest is ⟨--no-trend⟩");
    EXPECT_EQ(refusal({"--nothing-like-it", "1"}), "there is no option --nothing-like-it");
    EXPECT_EQ(refusal({"--seed", "1", "--seed", "2", "--widht", "1"}),
              "there is no option --widht; the nearest is ⟨--width⟩");
    EXPECT_EQ(refusal({"--width", "250", "m"}),
              "'m' does not belong to an option; put a value with blanks in quotation marks");
}

TEST(OptionParser, AValueMayStandWithoutItsName) {
    struct Line {
        std::string force;
        std::string from;
        std::string data;

        void parse(std::vector<std::string> arguments) {
            OptionList list;
            list.add({.name = "--force", .required = true, .positional = true}, &force);
            list.add({.name = "--from", .required = true, .positional = true}, &from);
            list.add({.name = "--data"}, &data);
            parse_options(list, std::move(arguments));
        }
    };

    for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
             {"West Yorkshire", "2020", "--data", "d"},
             {"--data", "d", "West Yorkshire", "2020"},
             {"--force", "West Yorkshire", "2020", "--data", "d"},
             {"--from", "2020", "--data=d", "--force=West Yorkshire"}}) {
        Line line;
        line.parse(arguments);
        EXPECT_EQ(line.force, "West Yorkshire");
        EXPECT_EQ(line.from, "2020");
        EXPECT_EQ(line.data, "d");
    }
    const auto refusal_of_line = [](std::vector<std::string> arguments) {
        return refusal_of<UsageError>([&] { Line().parse(std::move(arguments)); });
    };
    EXPECT_EQ(refusal_of_line({"Kent"}), "⟨--from⟩ is required");
    EXPECT_NE(refusal_of_line({"Kent", "2020", "2021"}).find("2021"), std::string::npos);
    EXPECT_EQ(refusal_of_line({"Kent", "2020", "--force", "Kent"}),
              "⟨--force⟩ is given twice; give it once");
}

TEST(OptionParser, AnEmptyConditionIsNone) {
    EXPECT_EQ(Options().parse({"--where", ""}).where, "");
    EXPECT_EQ(Options().parse({"--where", "[a] = '{}'"}).where, "[a] = '{}'");
}

TEST(OptionParser, WhatGoesTogetherIsGivenTogether) {
    EXPECT_EQ(refusal({"--start", "a", "--end", "b"}), "accepted");
    EXPECT_EQ(refusal({"--start", "a"}), "⟨--start⟩ and ⟨--end⟩ go together");
    EXPECT_EQ(refusal({"--field", "a"}), "⟨--field⟩ goes with ⟨--zones⟩");
    EXPECT_EQ(refusal({"--start", "a", "--end", "b", "--field", "c", "--zones", "z"}),
              "⟨--end⟩ and ⟨--field⟩ have the same meaning; give one of them");
}

TEST(RecordedParameters, AreTheOptionsWithTheirTypes) {
    Options o;
    o.parse({"--in_zones", "PG:host=x password=secret", "--trend", "--effects", "0,0.2", "--output",
             "o.gpkg", "--threads", "2", "--width", "300 m"});
    const auto json = parameters_json(recorded_parameters(o.list));
    EXPECT_EQ(json["trend"], true);
    EXPECT_EQ(json["share"], 0.5);
    EXPECT_EQ(json["seed"], 1);
    EXPECT_EQ(json["effects"], "0,0.2");
    EXPECT_EQ(json["rule"], "clip");
    EXPECT_EQ(json["width"], "300 m");
    EXPECT_TRUE(json["where"].is_null());
    EXPECT_EQ(json["zones"].get<std::string>().find("secret"), std::string::npos);
    EXPECT_FALSE(json.contains("output"));
    EXPECT_FALSE(json.contains("threads"));
}

TEST(RecordedParameters, ATextMayStandForAValue) {
    Options o;
    o.parse({"--zones", "copy.gpkg"});
    RecordedParameters parameters = recorded_parameters(o.list);
    record_as(parameters, o.list, {"--in_zones=Beats (selected)", "--where=a = b"});
    EXPECT_EQ(parameters_json(parameters)["zones"], "Beats (selected)");
    EXPECT_EQ(parameters_json(parameters)["where"], "a = b");
    const auto refused = [&](const char* text) {
        return refusal_of<UsageError>([&] { record_as(parameters, o.list, {text}); });
    };
    EXPECT_EQ(refused("--beats=x"), "--record-as '--beats=x': there is no option --beats");
    EXPECT_NE(refused("Beats").find("expected an option and a text"), std::string::npos);
    EXPECT_NE(refused("--output=x").find("there is no option --output"), std::string::npos);
}

TEST(RecordedParameters, ATextIsWhatJsonWrites) {
    EXPECT_EQ(toolkit::recorded_text({}), "");
    EXPECT_EQ(toolkit::recorded_text(true), "true");
    EXPECT_EQ(toolkit::recorded_text(std::uint64_t{5}), "5");
    EXPECT_EQ(toolkit::recorded_text(0.95), "0.95");
    EXPECT_EQ(toolkit::recorded_text(std::string("a")), "a");
}
