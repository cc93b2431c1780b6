// SPDX-License-Identifier: MIT
#include "toolkit/time/time_zone.hpp"

#include <gtest/gtest.h>

#include <initializer_list>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "toolkit/refusal.hpp"

using namespace std::chrono;
using namespace std::string_view_literals;
using toolkit::read_date;
using toolkit::TimeZone;

namespace {

/// The local day of a date text, as YYYYMMDD.
int local_day(std::string_view zone, std::string_view text) {
    const auto date = read_date(text);
    if (!date) {
        throw std::logic_error("the test's date cannot be read");
    }
    const year_month_day day{TimeZone(zone).local_day(*date)};
    return static_cast<int>(day.year()) * 10000 +
           static_cast<int>(static_cast<unsigned>(day.month()) * 100 +
                            static_cast<unsigned>(day.day()));
}

std::string refusal(std::string_view zone) {
    return refusal_of([zone] { TimeZone{zone}; });
}

} // namespace

TEST(TimeZone, moves_a_late_summer_evening_in_utc_to_the_next_day_in_london) {
    EXPECT_EQ(local_day("Europe/London", "2021-06-30T23:30Z"), 20210701);
    EXPECT_EQ(local_day("Europe/London", "2021-06-30T22:59:59Z"), 20210630);
    EXPECT_EQ(local_day("Europe/London", "2021-06-30T23:00:00Z"), 20210701);
}

TEST(TimeZone, leaves_a_late_winter_evening_in_utc_on_its_day_in_london) {
    EXPECT_EQ(local_day("Europe/London", "2021-12-31T23:30Z"), 20211231);
    EXPECT_EQ(local_day("Europe/London", "2022-01-01T00:00Z"), 20220101);
}

TEST(TimeZone, follows_london_over_both_changes_of_the_clock) {
    EXPECT_EQ(local_day("Europe/London", "2021-03-27T23:30Z"), 20210327);
    EXPECT_EQ(local_day("Europe/London", "2021-03-28T23:30Z"), 20210329);
    EXPECT_EQ(local_day("Europe/London", "2021-10-30T23:30Z"), 20211031);
    EXPECT_EQ(local_day("Europe/London", "2021-10-31T23:30Z"), 20211031);
}

TEST(TimeZone, leaves_a_date_as_written_when_it_carries_no_offset) {
    EXPECT_EQ(local_day("Europe/London", "2021-06-30T23:30"), 20210630);
    EXPECT_EQ(local_day("Pacific/Kiritimati", "2021-06-30"), 20210630);
    EXPECT_EQ(local_day("America/New_York", "2021-06"), 20210601);
}

TEST(TimeZone, converts_from_any_offset) {
    EXPECT_EQ(local_day("Europe/London", "2021-07-01T13:59+14:00"), 20210701);
    EXPECT_EQ(local_day("Europe/London", "2021-07-01T12:59+14:00"), 20210630);
    EXPECT_EQ(local_day("Europe/London", "2021-12-31T23:30-01:00"), 20220101);
    EXPECT_EQ(local_day("Pacific/Kiritimati", "2021-12-31T10:00Z"), 20220101);
    EXPECT_EQ(local_day("America/New_York", "2021-01-01T04:59Z"), 20201231);
    EXPECT_EQ(local_day("Asia/Kathmandu", "2021-01-01T18:15Z"), 20210102);
}

TEST(TimeZone, keeps_a_leap_second_on_its_day) {
    EXPECT_EQ(local_day("UTC", "2016-12-31T23:59:60Z"), 20161231);
}

TEST(TimeZone, may_be_a_fixed_offset) {
    for (const std::string_view zone : {"UTC", "utc", "Z", "z", "+00:00", "-00:00"}) {
        EXPECT_EQ(local_day(zone, "2021-06-30T23:30Z"), 20210630) << zone;
    }
    for (const std::string_view zone : {"+02:00", "+02", "+0200"}) {
        EXPECT_EQ(local_day(zone, "2021-06-30T21:59Z"), 20210630) << zone;
        EXPECT_EQ(local_day(zone, "2021-06-30T22:00Z"), 20210701) << zone;
    }
    EXPECT_EQ(local_day("-09:30", "2021-07-01T09:29Z"), 20210630);
    EXPECT_EQ(local_day("-09:30", "2021-07-01T09:30Z"), 20210701);
    EXPECT_EQ(local_day("+14:00", "2021-06-30T10:00Z"), 20210701);
}

TEST(TimeZone, takes_an_instant_before_1970_and_in_the_first_and_last_year) {
    EXPECT_EQ(local_day("Europe/London", "1969-12-31T22:59Z"), 19691231); // British Standard Time
    EXPECT_EQ(local_day("Europe/London", "1969-12-31T23:00Z"), 19700101);
    EXPECT_EQ(local_day("UTC", "0001-01-01T00:00Z"), 10101);
    EXPECT_EQ(local_day("UTC", "9999-12-31T23:59Z"), 99991231);
    EXPECT_EQ(local_day("Europe/London", "2150-07-01T12:00Z"), 21500701);
}

TEST(TimeZone, knows_links_and_zones_without_a_slash) {
    EXPECT_EQ(local_day("Europe/Belfast", "2021-06-30T23:30Z"), 20210701);
    EXPECT_EQ(local_day("GMT", "2021-06-30T23:30Z"), 20210630);
    EXPECT_EQ(local_day("Etc/GMT-2", "2021-06-30T22:30Z"), 20210701);
}

TEST(TimeZone, can_be_copied) {
    std::optional<TimeZone> first(std::in_place, "Europe/London");
    const TimeZone second = *first;
    first.reset();
    EXPECT_EQ(second.local_day(sys_days(2021y / June / 30) + 23h + 30min),
              sys_days(2021y / July / 1));
}

TEST(TimeZone, refuses_an_unknown_name_and_says_what_to_write) {
    EXPECT_EQ(
        refusal("Europe/Londn"),
        "'Europe/Londn': no such time zone; use an IANA name such as Europe/London, UTC, or an offset such as +02:00");
    const std::initializer_list<std::string_view> unknown{"",
                                                          " ",
                                                          "GMT Standard Time",
                                                          "BSTT",
                                                          "UTC+2",
                                                          "../../etc/passwd",
                                                          "/etc/passwd",
                                                          "+",
                                                          "-",
                                                          "+2",
                                                          "+24:00",
                                                          "+02:60",
                                                          "02:00",
                                                          ":30Z",
                                                          "+02:00x",
                                                          "nan",

                                                          "Zürich"};
    for (const std::string_view zone : unknown) {
        EXPECT_NE(refusal(zone).find("no such time zone"), std::string::npos) << zone;
    }
    EXPECT_LT(refusal(std::string(1'000'000, 'x')).size(), 300U);
}

TEST(TimeZone, refuses_a_nul_byte) {
    EXPECT_EQ(refusal("UTC\0"sv),
              "'UTC': a NUL character follows; the name of a time zone has none");
    EXPECT_EQ(refusal("\0Z"sv), "'': a NUL character follows; the name of a time zone has none");
}

TEST(TimeZone, tells_the_right_case_of_a_name) {
    EXPECT_EQ(refusal("europe/london"),
              "'europe/london': no such time zone; write 'Europe/London'");
}
