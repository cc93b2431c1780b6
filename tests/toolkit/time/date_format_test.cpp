// SPDX-License-Identifier: MIT
#include "toolkit/time/date_format.hpp"

#include <gtest/gtest.h>

#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>

#include "toolkit/refusal.hpp"

using namespace std::chrono;
using toolkit::DateFormat;
using toolkit::DateFormatGuess;
using toolkit::DateText;

namespace {

DateFormatGuess guessed(std::initializer_list<std::string_view> texts) {
    DateFormatGuess guess;
    for (const std::string_view text : texts) {
        guess.add(text);
    }
    return guess;
}

DateFormat::Kind kind_of(std::initializer_list<std::string_view> texts) {
    return guessed(texts).format().kind();
}

std::string refused(std::initializer_list<std::string_view> texts) {
    try {
        guessed(texts).format();
    } catch (const std::invalid_argument& error) {
        return error.what();
    }
    return "";
}

DateText read(std::string_view format, std::string_view text) {
    const auto date = DateFormat::named(format).read(text);
    EXPECT_TRUE(date) << format << " " << text;
    return date.value_or(DateText{});
}

} // namespace

TEST(DateFormat, reads_what_is_written_with_the_day_first) {
    for (const std::string_view text :
         {"5/10/2022", "05/10/2022", "5-10-22", "05.10.2022", "5 Oct 2022", "05-Oct-2022",
          "5 october 2022", "05 Oct. 22"}) {
        EXPECT_EQ(read("day-first", text).day, sys_days(2022y / October / 5)) << text;
    }
    EXPECT_EQ(read("day-first", "05/10/1969").day, sys_days(1969y / October / 5));
    EXPECT_EQ(read("day-first", "05/10/69").day, sys_days(1969y / October / 5));
    EXPECT_EQ(read("day-first", "05/10/68").day, sys_days(2068y / October / 5));
}

TEST(DateFormat, reads_what_is_written_with_the_month_first) {
    for (const std::string_view text :
         {"10/5/2022", "10/05/22", "Oct 5, 2022", "October 5 2022", "Oct-05-2022"}) {
        EXPECT_EQ(read("month-first", text).day, sys_days(2022y / October / 5)) << text;
    }
}

TEST(DateFormat, reads_the_time_of_day) {
    EXPECT_EQ(read("month-first", "10/05/2022 03:07:00 PM").time_of_day, 15h + 7min);
    EXPECT_EQ(read("month-first", "10/05/2022 12:07 AM").time_of_day, 7min);
    EXPECT_EQ(read("day-first", "05/10/2022 15:07").time_of_day, 15h + 7min);
    EXPECT_TRUE(read("day-first", "05/10/2022 00:00").has_time);
    EXPECT_FALSE(read("day-first", "05/10/2022").has_time);
}

TEST(DateFormat, refuses_days_that_do_not_exist_and_parts_that_do_not_fit) {
    for (const std::string_view text :
         {"31/04/2022", "00/10/2022", "05/13/2022", "05/10/202", "05/10/20222", "05/10-2022",
          "5/Octo/2022x", "5 Oc 2022", "05/10", "05102022", "", "05/10/2022 25:00",
          "05/10/2022 13:00 PM", "05/10/2022x"}) {
        EXPECT_FALSE(DateFormat::named("day-first").read(text)) << text;
    }
}

TEST(DateFormat, reads_milliseconds_and_seconds_since_1970_as_utc) {
    const DateText date = read("epoch-ms", "1664982420000");
    EXPECT_EQ(date.day, sys_days(2022y / October / 5));
    EXPECT_EQ(date.time_of_day, 15h + 7min);
    EXPECT_EQ(date.utc_offset, 0min);
    EXPECT_EQ(read("epoch-s", "1664982420"), date);
    EXPECT_FALSE(DateFormat::named("epoch-ms").read("1e300"));
    EXPECT_FALSE(DateFormat::named("epoch-ms").read("nan"));
}

TEST(DateFormat, reads_the_serial_days_of_excel) {
    EXPECT_EQ(read("excel", "44839").day, sys_days(2022y / October / 5));
    EXPECT_EQ(read("excel", "44839.62986").time_of_day, 15h + 7min);
    EXPECT_FALSE(DateFormat::named("excel").read("2022"));
}

TEST(DateFormat, reads_a_pattern_of_codes) {
    const DateText date = read("%d.%m.%Y %H.%M", "05.10.2022 15.07");
    EXPECT_EQ(date.day, sys_days(2022y / October / 5));
    EXPECT_EQ(date.time_of_day, 15h + 7min);
    EXPECT_TRUE(date.has_time);
    EXPECT_EQ(read("%Y%j", "2022278").day, sys_days(2022y / October / 5));
    EXPECT_FALSE(DateFormat::named("%d/%m/%Y").read("05/10/2022 15:07"));
    EXPECT_NE(refusal_of([] { DateFormat::named("dd/mm/yyyy"); }).find("%d/%m/%Y"),
              std::string::npos);
    EXPECT_NE(refusal_of([] { DateFormat::named("%H:%M"); }).find("is not a date format"),
              std::string::npos);
}

TEST(DateFormatGuess, is_proved_by_a_day_above_12) {
    EXPECT_EQ(kind_of({"05/10/2022", "13/10/2022", "01/01/2023"}), DateFormat::Kind::day_first);
    EXPECT_EQ(kind_of({"05/10/2022", "10/13/2022", "01/01/2023"}), DateFormat::Kind::month_first);
    EXPECT_EQ(kind_of({"05-Oct-2022"}), DateFormat::Kind::day_first);
    EXPECT_EQ(kind_of({"1664982420000", "1673088660000"}), DateFormat::Kind::epoch_ms);
    EXPECT_EQ(kind_of({"44839.62986", "44933"}), DateFormat::Kind::excel);
    EXPECT_EQ(kind_of({"soon", "later"}), DateFormat::Kind::iso);
}

TEST(DateFormatGuess, asks_where_nothing_proves_it) {
    const std::string question = refused({"05/10/2022", "01/02/2023"});
    EXPECT_NE(question.find("--date-format"), std::string::npos);
    EXPECT_NE(question.find("01/02/2023"), std::string::npos);
}

TEST(DateFormatGuess, refuses_a_column_in_two_formats) {
    EXPECT_NE(refused({"2023-01-05", "13/01/2023", "14/01/2023"}).find("two ways"),
              std::string::npos);
    EXPECT_NE(refused({"01/13/2023", "13/01/2023"}).find("two ways"), std::string::npos);
    EXPECT_NE(refused({"01/13/2023", "01/14/2023", "13/01/2023"}).find("two ways"),
              std::string::npos);
}

TEST(DateFormatGuess, lets_a_rare_slip_be_unreadable) {
    DateFormatGuess guess;
    for (int i = 0; i < 100; ++i) {
        guess.add("13/01/2023");
    }
    guess.add("01/14/2023");
    guess.add("unknown");
    EXPECT_EQ(guess.format().kind(), DateFormat::Kind::day_first);
}
