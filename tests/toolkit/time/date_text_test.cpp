// SPDX-License-Identifier: MIT
#include "toolkit/time/date_text.hpp"

#include <gtest/gtest.h>

#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>

#include "toolkit/refusal.hpp"

using namespace std::chrono;
using namespace std::string_view_literals;
using toolkit::DateText;
using toolkit::parse_end_date;
using toolkit::parse_start_date;
using toolkit::read_date;

namespace {

constexpr sys_days mayday{2021y / May / 1};

void expect_unread(std::initializer_list<std::string_view> texts) {
    for (const std::string_view text : texts) {
        EXPECT_FALSE(read_date(text)) << "'" << text << "'";
    }
}

void expect_day(sys_days wanted, std::initializer_list<std::string_view> texts) {
    for (const std::string_view text : texts) {
        const auto date = read_date(text);
        ASSERT_TRUE(date) << text;
        EXPECT_EQ(*date, (DateText{.day = wanted, .utc_offset = {}})) << text;
    }
}

void expect_time(seconds wanted, std::initializer_list<std::string_view> texts) {
    for (const std::string_view text : texts) {
        const auto date = read_date(text);
        ASSERT_TRUE(date) << text;
        EXPECT_EQ(date->day, mayday) << text;
        EXPECT_EQ(date->time_of_day, wanted) << text;
    }
}

void expect_offset(minutes wanted, std::initializer_list<std::string_view> texts) {
    for (const std::string_view text : texts) {
        const auto date = read_date(text);
        ASSERT_TRUE(date) << text;
        EXPECT_EQ(date->utc_offset, wanted) << text;
        EXPECT_EQ(date->day, mayday) << text;
    }
}

template<class Function>
std::string refusal(Function function, std::string_view text) {
    return refusal_of([&] { function(text); });
}

} // namespace

TEST(ReadDate, reads_a_calendar_date) {
    expect_day(mayday,
               {"2021-05-01", "20210501", "2021/05/01", " 2021-05-01\t", "\r\n2021-05-01\n"});
}

TEST(ReadDate, reads_a_month_as_its_first_day_and_says_so) {
    for (const std::string_view text : {"2021-05", "2021/05", " 2021-05 "}) {
        EXPECT_EQ(read_date(text), (DateText{.day = mayday, .month_only = true, .utc_offset = {}}));
    }
}

TEST(ReadDate, knows_leap_years) {
    expect_day(2020y / February / 29, {"2020-02-29"});
    expect_day(2000y / February / 29, {"20000229"});
    expect_unread({"2021-02-29", "1900-02-29", "2020-02-30"});
}

TEST(ReadDate, reads_the_years_1_to_9999) {
    expect_day(1y / January / 1, {"0001-01-01"});
    expect_day(9999y / December / 31, {"9999-12-31"});
    expect_unread({"0000-01-01", "0000-12", "-001-01-01", "+2021-05-01", "10000-01-01"});
}

TEST(ReadDate, refuses_days_and_months_that_do_not_exist) {
    expect_unread({"2021-00-01", "2021-13-01", "2021-05-00", "2021-05-32", "2021-04-31", "2021-13",
                   "2021-00", "20211301", "20210532"});
}

TEST(ReadDate, reads_a_time_in_every_form) {
    expect_time(13h + 45min, {"2021-05-01T13:45", "2021-05-01t13:45", "2021-05-01 13:45",
                              "2021/05/01 13:45", "20210501T1345", "2021-05-01T1345"});
    expect_time(13h + 45min + 7s,
                {"2021-05-01T13:45:07", "20210501T134507", "2021-05-01 13:45:07.000",
                 "2021-05-01T13:45:07.999999999", "2021-05-01T13:45:07,5", "20210501T134507.25"});
    expect_time(0s, {"2021-05-01", "2021-05-01T00:00"});
    expect_time(24h - 1s, {"2021-05-01T23:59:59"});
}

TEST(ReadDate, keeps_a_leap_second_on_its_day) {
    expect_time(24h - 1s, {"2021-05-01T23:59:60", "2021-05-01T235960.5"});
    expect_unread({"2021-05-01T23:59:61"});
}

TEST(ReadDate, keeps_the_midnight_that_ends_a_day_on_it) {
    expect_time(24h - 1s, {"2021-05-01T24:00", "2021-05-01 24:00:00"});
}

TEST(ReadDate, reads_half_days_and_an_offset_after_a_blank) {
    expect_time(12h + 30min, {"2021-05-01T12:30 pm", "2021-05-01 12:30:00 PM", "2021-5-1 12:30"});
    expect_time(30min, {"2021/05/01 12:30 AM", "2021-05-01 12:30 a.m."});
    expect_offset(-5h, {"2021-05-01 15:07:00 -0500", "2021-05-01 3:07 PM -05:00"});
}

TEST(ReadDate, refuses_times_that_do_not_exist) {
    expect_unread({"2021-05-01T24:01", "2021-05-01T25:00", "2021-05-01T12:60",
                   "2021-05-01T12:30:99", "2021-05-01T-1:00"});
}

TEST(ReadDate, refuses_times_that_are_cut_off_or_malformed) {
    expect_unread({"2021-05-01T", "2021-05-01 T12:00", "2021-05-01T12",
                   "2021-05-01T12:", "2021-05-01T12:3", "2021-05-01T13:30 pm",
                   "2021-05-01T12:30:", "2021-05-01T12:30:4", "2021-05-01T12:30:45.",
                   "2021-05-01T12:3045", "2021-05-01T1230:45", "2021-05-01T12:30.5",
                   "2021-05-01T12:30 xm", "2021-05-01T0:30 am", "2021-05-0112:30"});
}

TEST(ReadDate, keeps_utc_and_offsets_beside_the_date_as_written) {
    expect_offset(0min, {"2021-05-01T23:30Z", "2021-05-01T23:30:00z", "20210501T2330Z",
                         "2021-05-01T23:30+00:00", "2021-05-01T23:30-00"});
    expect_offset(14h, {"2021-05-01T00:30+14:00", "2021-05-01T00:30+14", "2021-05-01T00:30+1400"});
    expect_offset(-(9h + 30min), {"2021-05-01T00:30:15.5-09:30", "20210501T0030-0930"});
    expect_offset(5h + 45min, {"2021-05-01 00:30:00+05:45"});
    EXPECT_FALSE(read_date("2021-05-01T23:30")->utc_offset);
}

TEST(ReadDate, refuses_offsets_that_are_malformed) {
    expect_unread({"2021-05-01T12:00+", "2021-05-01T12:00+1", "2021-05-01T12:00+24:00",
                   "2021-05-01T12:00+01:60", "2021-05-01T12:00+01:", "2021-05-01T12:00+01:0",
                   "2021-05-01T12:00+010", "2021-05-01T12:00ZZ", "2021-05-01T12:00Z+01",
                   "2021-05-01T12:00UTC", "2021-05-01T12:00 Z+01",
                   "2021-05-01T12:00\xE2\x88\x92"
                   "01"});
}

TEST(ReadDate, refuses_an_offset_without_a_time_and_a_time_without_a_day) {
    expect_unread(
        {"2021-05-01Z", "2021-05-01+02:00", "2021-05T12:00", "2021-05Z", "2021-05 12:00"});
}

TEST(ReadDate, refuses_everything_else) {
    expect_unread(
        {"",           " ",          "2021",        "202105",     "2021-5",     "21-05-01",
         "2021-05-",   "2021-5-",    "2021-05/01",  "2021/05-01", "2021-0501",  "202105-01",
         "2021.05-01", "01/05/2021", "2021-05-01x", "1e3-05-01",  "0x21-05-01", "May 2021",
         "NaN",        "inf",        "null",        "2021-W18-6", "2021-121",   "２０２１-05-01",
         "2021–05–01", "--"});
}

TEST(ReadDate, refuses_nul_bytes_and_very_long_texts) {
    expect_unread({"\0"sv, "2021-05-01\0"sv, "2021-\0"sv, "2021-05-01\0T12:00"sv});
    EXPECT_FALSE(read_date(std::string(1'000'000, '2')));
    EXPECT_FALSE(read_date("2021-05-01" + std::string(1'000'000, 'x')));
    EXPECT_TRUE(read_date(std::string(1'000'000, ' ') + "2021-05-01"));
    EXPECT_TRUE(read_date("2021-05-01T12:00:00." + std::string(1'000'000, '9')));
}

TEST(ParseStartDate, is_the_first_day_of_a_month) {
    EXPECT_EQ(parse_start_date("2021-05"), mayday);
    EXPECT_EQ(parse_start_date("2021-05-31"), sys_days(2021y / May / 31));
    EXPECT_EQ(parse_start_date("2021-05-01T23:30Z"), mayday);
}

TEST(ParseEndDate, is_the_last_day_of_a_month) {
    EXPECT_EQ(parse_end_date("2021-05"), sys_days(2021y / May / 31));
    EXPECT_EQ(parse_end_date("2020-02"), sys_days(2020y / February / 29));
    EXPECT_EQ(parse_end_date("2021-02"), sys_days(2021y / February / 28));
    EXPECT_EQ(parse_end_date("9999-12"), sys_days(9999y / December / 31));
    EXPECT_EQ(parse_end_date("2021-05-01"), mayday);
}

TEST(ParseDate, reads_a_date_that_proves_its_order) {
    EXPECT_EQ(parse_start_date("31/05/2021"), sys_days(2021y / May / 31));
    EXPECT_EQ(parse_end_date("5/31/2021"), sys_days(2021y / May / 31));
    EXPECT_EQ(parse_start_date("1 May 2021"), mayday);
    EXPECT_EQ(parse_start_date("05/05/2021"), sys_days(2021y / May / 5));
}

TEST(ParseDate, tells_the_user_what_to_write) {
    EXPECT_EQ(
        refusal(parse_start_date, "31/31/2021"),
        "'31/31/2021' is not a date; write the date as YYYY-MM-DD (2021-05-31) or YYYY-MM (2021-05)");
    EXPECT_EQ(
        refusal(parse_end_date, "06/05/2021"),
        "'06/05/2021' could be day first or month first; write the date as YYYY-MM-DD (2021-05-31) or YYYY-MM (2021-05)");
    EXPECT_NE(refusal(parse_end_date, "2021-02-30").find("is not a date"), std::string::npos);
    EXPECT_NE(refusal(parse_end_date, "2021-05\0"sv).find("write the date as"), std::string::npos);
    EXPECT_LT(refusal(parse_start_date, std::string(1'000'000, 'x')).size(), 300U);
}
