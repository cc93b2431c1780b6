// SPDX-License-Identifier: MIT
#include "wdd/daily_counts.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <stdexcept>

namespace {

using std::chrono::days;
using std::chrono::sys_days;
using wdd::BeforeAfter;
using wdd::DailyCounts;
using wdd::OverlapRule;
using wdd::Period;
using wdd::Zone;
using wdd::ZoneSet;

constexpr sys_days first{std::chrono::year{2024} / 2 / 1};

constexpr sys_days day(int of_february) {
    return first + days{of_february - 1};
}

constexpr Period window{.start = day(1), .end = day(29)};
constexpr Period pre{.start = day(5), .end = day(9)};
constexpr Period post{.start = day(10), .end = day(14)};
constexpr ZoneSet treated = wdd::zone_bit(Zone::treated);
constexpr ZoneSet control = wdd::zone_bit(Zone::control);
constexpr ZoneSet treated_ring = wdd::zone_bit(Zone::treated_displacement);
constexpr ZoneSet control_ring = wdd::zone_bit(Zone::control_displacement);

TEST(DailyCounts, start_at_zero) {
    const DailyCounts none(window);
    EXPECT_EQ(none.window(), window);
    EXPECT_EQ(none.counts(pre, post, OverlapRule::clip), wdd::Counts{});
}

TEST(DailyCounts, include_both_ends_of_a_period_and_not_the_days_beside_them) {
    DailyCounts incidents(window);
    for (const int of_february : {4, 5, 9, 10, 14, 15}) {
        incidents.add(day(of_february), treated);
    }
    EXPECT_EQ(incidents.counts(pre, post, OverlapRule::clip).treated, (BeforeAfter{2, 2}));
    EXPECT_EQ(incidents.count({day(5), day(5)}, Zone::treated, OverlapRule::clip), 1);
    EXPECT_EQ(incidents.count({day(6), day(8)}, Zone::treated, OverlapRule::clip), 0);
}

TEST(DailyCounts, keep_the_zones_apart) {
    DailyCounts incidents(window);
    const auto add = [&](ZoneSet zones, int before, int after) {
        for (int i = 0; i < before; ++i) {
            incidents.add(pre.start + days{i}, zones);
        }
        for (int i = 0; i < after; ++i) {
            incidents.add(post.end, zones);
        }
    };
    add(treated, 1, 2);
    add(control, 3, 4);
    add(treated_ring, 5, 6);
    add(control_ring, 0, 8);
    add(ZoneSet{0}, 5, 5);
    const wdd::Counts expected{.treated = {1, 2},
                               .control = {3, 4},
                               .treated_displacement = {5, 6},
                               .control_displacement = {0, 8}};
    for (const OverlapRule rule : {OverlapRule::clip, OverlapRule::error, OverlapRule::count}) {
        EXPECT_EQ(incidents.counts(pre, post, rule), expected);
    }
}

TEST(DailyCounts, apply_the_overlap_rule_when_asked_and_not_when_adding) {
    DailyCounts incidents(window);
    incidents.add(day(5), treated | control_ring);
    incidents.add(day(10), treated_ring | control_ring);
    const wdd::Counts clipped{
        .treated = {1, 0}, .control = {}, .treated_displacement = {}, .control_displacement = {}};
    const wdd::Counts in_each{.treated = {1, 0},
                              .control = {},
                              .treated_displacement = {0, 1},
                              .control_displacement = {1, 1}};
    EXPECT_EQ(incidents.counts(pre, post, OverlapRule::clip), clipped);
    EXPECT_EQ(incidents.counts(pre, post, OverlapRule::count), in_each);
}

TEST(DailyCounts, add_up_what_was_counted_apart) {
    DailyCounts incidents(window);
    DailyCounts others(window);
    incidents.add(day(5), treated);
    others.add(day(5), treated);
    others.add(day(10), control);
    incidents.add(others);
    const wdd::Counts both{.treated = {2, 0},
                           .control = {0, 1},
                           .treated_displacement = {},
                           .control_displacement = {}};
    EXPECT_EQ(incidents.counts(pre, post, OverlapRule::clip), both);
    EXPECT_THROW(incidents.add(DailyCounts(pre)), std::invalid_argument);
}

TEST(DailyCounts, tell_how_many_incidents_lie_in_exactly_some_zones) {
    DailyCounts incidents(window);
    incidents.add(day(5), treated | control_ring);
    incidents.add(day(5), treated);
    incidents.add(day(6), ZoneSet{0});
    EXPECT_EQ(incidents.count_exactly(pre, treated | control_ring), 1);
    EXPECT_EQ(incidents.count_exactly(pre, treated), 1);
    EXPECT_EQ(incidents.count_exactly(pre, control_ring), 0);
    EXPECT_EQ(incidents.count_exactly(pre, ZoneSet{0}), 1);
    EXPECT_EQ(incidents.count_exactly(post, treated), 0);
}

TEST(DailyCounts, ignore_days_outside_the_window_and_keep_its_first_and_last) {
    DailyCounts incidents(window);
    for (const int of_february : {0, 1, 29, 30}) {
        incidents.add(day(of_february), control);
    }
    EXPECT_EQ(incidents.count(window, Zone::control, OverlapRule::clip), 2);
}

TEST(DailyCounts, cut_the_period_of_a_single_count_to_the_window) {
    DailyCounts incidents(window);
    incidents.add(day(1), control);
    const Period wider{.start = day(-1000), .end = day(1000)};
    const Period before{.start = day(-10), .end = day(0)};
    EXPECT_EQ(incidents.count(wider, Zone::control, OverlapRule::clip), 1);
    EXPECT_EQ(incidents.count_exactly(wider, control), 1);
    EXPECT_EQ(incidents.count(before, Zone::control, OverlapRule::clip), 0);
}

TEST(DailyCounts, refuse_a_test_period_that_was_not_counted_in_full) {
    const DailyCounts incidents(window);
    const Period early{.start = day(0), .end = day(9)};
    const Period late{.start = day(10), .end = day(30)};
    EXPECT_THROW(incidents.counts(pre, late, OverlapRule::clip), std::out_of_range);
    try {
        incidents.counts(early, post, OverlapRule::clip);
        FAIL() << "not refused";
    } catch (const std::out_of_range& error) {
        EXPECT_STREQ(
            error.what(),
            "the pre-treatment period (2024-01-31 to 2024-02-09) is not within the days that were counted (2024-02-01 to 2024-02-29)");
    }
    EXPECT_NO_THROW(incidents.counts({day(1), day(9)}, {day(10), day(29)}, OverlapRule::clip));
}

TEST(DailyCounts, refuse_periods_that_end_before_they_start) {
    const Period reversed{.start = day(9), .end = day(8)};
    EXPECT_THROW(DailyCounts{reversed}, std::invalid_argument);
    const DailyCounts incidents(window);
    EXPECT_THROW(incidents.counts(reversed, post, OverlapRule::clip), std::invalid_argument);
    EXPECT_THROW(incidents.count(reversed, Zone::treated, OverlapRule::clip),
                 std::invalid_argument);
    EXPECT_THROW(incidents.count_exactly(reversed, treated), std::invalid_argument);
}

TEST(DailyCounts, of_one_day_hold_one_day) {
    DailyCounts incidents({day(7), day(7)});
    incidents.add(day(6), treated);
    incidents.add(day(7), treated);
    incidents.add(day(8), treated);
    EXPECT_EQ(incidents.count({day(7), day(7)}, Zone::treated, OverlapRule::clip), 1);
}

TEST(DailyCounts, refuse_a_set_of_more_than_the_four_zones) {
    DailyCounts incidents(window);
    EXPECT_THROW(incidents.add(day(5), ZoneSet{16}), std::invalid_argument);
    EXPECT_THROW(incidents.count_exactly(pre, ZoneSet{16}), std::invalid_argument);
}

} // namespace
