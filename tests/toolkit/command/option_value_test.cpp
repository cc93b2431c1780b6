// SPDX-License-Identifier: MIT
#include "toolkit/command/option_value.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "toolkit/command/option.hpp"
#include "toolkit/refusal.hpp"
#include "toolkit/text/errors.hpp"

using toolkit::Crs;
using toolkit::Distance;
using toolkit::LayerReference;
using toolkit::NumberRange;
using toolkit::Option;
using toolkit::option_value;
using toolkit::OptionType;
using toolkit::read_option;
using toolkit::TimeZone;
using toolkit::UsageError;

namespace {

template<class Value>
std::string refusal(const Option& option, const std::string& text) {
    return refusal_of<UsageError>([&] { option_value<Value>(option, text); });
}

template<class Value>
void expect_refusal_names(const Option& option, const std::string& text) {
    const std::string message = refusal<Value>(option, text);
    EXPECT_NE(message.find(option.name), std::string::npos) << message;
    EXPECT_NE(message.find(text), std::string::npos) << message;
}

} // namespace

TEST(OptionValue, NumbersKeepToTheirRange) {
    const Option share{.name = "--share", .range = {.least = 0, .most = 1}};
    EXPECT_EQ(option_value<double>(share, "1"), 1);
    EXPECT_EQ(option_value<double>(share, " 0.25 "), 0.25);
    EXPECT_EQ(refusal<double>(share, "1.5"), "⟨--share⟩ '1.5': expected a number from 0 to 1");
    EXPECT_EQ(refusal<double>(share, "-1"), "⟨--share⟩ '-1': expected a number from 0 to 1");
    const Option level{.name = "--level", .range = {.least = 0, .most = 1, .open = true}};
    EXPECT_EQ(refusal<double>(level, "1"), "⟨--level⟩ '1': expected a number between 0 and 1");
    const Option percent{.name = "--percent", .range = {.least = 0}};
    EXPECT_EQ(refusal<double>(percent, "-1"), "⟨--percent⟩ '-1': expected a number of 0 or more");
}

TEST(OptionValue, ASharePassesForNoPercentage) {
    const Option power{.name = "--power",
                       .range = {.least = 0, .most = 100, .open = true, .least_percent = 1}};
    EXPECT_EQ(refusal<double>(power, "0.8"),
              "⟨--power⟩ '0.8': expected a number in percent: 80, not 0.8");
    EXPECT_EQ(option_value<double>(power, "80"), 80);
    const Option zero{.name = "--n", .range = {.least = 0, .least_percent = 1}};
    EXPECT_EQ(option_value<double>(zero, "0"), 0);
    const Option level{.name = "--level", .range = {.least = 0, .most = 1, .open = true}};
    EXPECT_EQ(refusal<double>(level, "95"),
              "⟨--level⟩ '95': expected a number between 0 and 1: 0.95, not 95");
}

TEST(OptionValue, ATextIsNotCalledAWorkbook) {
    const Option csv{.name = "--output", .type = OptionType::output_file, .endings = {"csv"}};
    EXPECT_EQ(refusal<std::string>(csv, "a/out.xlsx"),
              "⟨--output⟩ 'a/out.xlsx': the result is a CSV; end the file's name with .csv");
    for (const char* name :
         {"-", "out.csv", "out.CSV", "out", "out.txt", "out.2024", "/dev/null"}) {
        EXPECT_EQ(option_value<std::string>(csv, name), name);
    }
}

TEST(OptionValue, ADistinctListHasNoValueTwice) {
    const Option months{.name = "--months", .list = true, .distinct = true};
    std::vector<double> values;
    read_option(months, "3,6", values);
    EXPECT_EQ(values, (std::vector<double>{3, 6}));
    EXPECT_EQ(refusal_of<UsageError>([&] { read_option(months, "6,3,6.0", values); }),
              "⟨--months⟩ '6,3,6.0': 6.0 is in the list twice; give it once");
}

TEST(OptionValue, WhatIsNoNumberIsRefused) {
    for (const char* text : {"x", "", "1,5", "nan", "inf", "1e999", "0x1"}) {
        expect_refusal_names<double>({.name = "--n"}, text);
    }
}

TEST(OptionValue, WholeNumbersFitTheirType) {
    const Option seed{.name = "--seed", .type = OptionType::integer};
    EXPECT_EQ(option_value<std::uint64_t>(seed, "18446744073709551615"), 18446744073709551615U);
    expect_refusal_names<std::uint64_t>(seed, "18446744073709551616");
    expect_refusal_names<std::uint32_t>(seed, "4294967296");
    expect_refusal_names<int>(seed, "2147483648");
    expect_refusal_names<std::uint64_t>(seed, "-1");
    expect_refusal_names<std::uint64_t>(seed, "1.0");
    const Option classes{.name = "--classes", .range = {.least = 1, .most = 9}};
    EXPECT_EQ(refusal<std::uint64_t>(classes, "10"),
              "⟨--classes⟩ '10': expected a whole number from 1 to 9");
}

TEST(OptionValue, AMonthAsADateIsItsFirstOrItsLastDay) {
    using namespace std::chrono;
    EXPECT_EQ(option_value<sys_days>({.name = "--start"}, "2024-02"), sys_days(year(2024) / 2 / 1));
    EXPECT_EQ(option_value<sys_days>({.name = "--end", .last_day = true}, "2024-02"),
              sys_days(year(2024) / 2 / 29));
    expect_refusal_names<sys_days>({.name = "--start"}, "2024-02-30");
}

TEST(OptionValue, AMonthIsNothingElse) {
    using std::chrono::year;
    const Option from{.name = "--from"};
    EXPECT_EQ(option_value<std::chrono::year_month>(from, "2020-11"), year(2020) / 11);
    for (const char* text : {"2020-13", "2020-1", "2020-11-01", "2020/11", " 2020-11", "202011"}) {
        expect_refusal_names<std::chrono::year_month>(from, text);
    }
}

TEST(OptionValue, ALayerADistanceAZoneAndASystemAreReadAsSuch) {
    EXPECT_EQ(option_value<LayerReference>({.name = "--zones"}, "a.gpkg|layername=z").layer, "z");
    expect_refusal_names<LayerReference>({.name = "--zones"}, "a.gpkg|colour=red");
    EXPECT_EQ(option_value<Distance>({.name = "--ring"}, "0.5 km").value, 0.5);
    expect_refusal_names<Distance>({.name = "--ring"}, "3 furlongs");
    expect_refusal_names<TimeZone>({.name = "--time-zone"}, "Mars/Olympus");
    EXPECT_TRUE(option_value<Crs>({.name = "--crs"}, "EPSG:27700").is_projected());
    expect_refusal_names<Crs>({.name = "--crs"}, "EPSG:0");
}

TEST(OptionValue, ASystemToComputeInHasLengths) {
    const Option crs{.name = "--crs", .projected = true};
    EXPECT_TRUE(option_value<Crs>(crs, "EPSG:27700").is_projected());
    expect_refusal_names<Crs>(crs, "EPSG:4326");
}

TEST(OptionValue, AListIsReadPartByPart) {
    const Option effects{.name = "--effects", .list = true, .range = {.least = 0, .most = 1}};
    std::vector<double> values{9};
    read_option(effects, "0.3, 0,1", values);
    EXPECT_EQ(values, (std::vector<double>{0.3, 0, 1}));
    EXPECT_EQ(refusal_of<UsageError>([&] { read_option(effects, "0.3,2", values); }),
              "⟨--effects⟩ '2': expected a number from 0 to 1: 0.02, not 2");
    EXPECT_EQ(refusal_of<UsageError>([&] { read_option(effects, "0.3,,1", values); }),
              "⟨--effects⟩ '0.3,,1': there is nothing between two commas");
}

TEST(OptionValue, AGivenValueKeepsItsText) {
    toolkit::Given<LayerReference> layer;
    EXPECT_TRUE(layer.empty());
    EXPECT_EQ(layer.text(), "");
    read_option({.name = "--zones"}, "a.gpkg|layername=z", layer);
    EXPECT_EQ(layer.text(), "a.gpkg|layername=z");
    EXPECT_EQ(layer->layer, "z");
    toolkit::Given<toolkit::DateFormat> format;
    EXPECT_THROW(read_option({.name = "--date-format"}, "upside-down", format), UsageError);
    EXPECT_TRUE(format.empty());
}

TEST(OptionValue, WhatIsGivenSeveralTimesIsKeptWhole) {
    const Option text{.name = "--record-as", .repeatable = true};
    std::vector<std::string> values;
    read_option(text, "a,b", values);
    read_option(text, "c", values);
    EXPECT_EQ(values, (std::vector<std::string>{"a,b", "c"}));
}

TEST(NumberRange, SaysWhatItHolds) {
    EXPECT_EQ(NumberRange{}.text(), "");
    EXPECT_EQ((NumberRange{.most = 1, .open = true}).text(), " below 1");
    EXPECT_EQ((NumberRange{.most = 1}).text(), " of 1 or less");
    EXPECT_EQ((NumberRange{.least = 0, .open = true}).text(), " above 0");
    EXPECT_TRUE(NumberRange{}.contains(-1e300));
    EXPECT_FALSE((NumberRange{.least = 0, .open = true}).contains(0));
    EXPECT_TRUE((NumberRange{.least = 0}).contains(0));
}
