// SPDX-License-Identifier: MIT
#include "wdd/pooled.hpp"

#include <array>
#include <cmath>
#include <map>
#include <random>
#include <stdexcept>

#include <gtest/gtest.h>

using namespace std::chrono_literals;

namespace {

using std::chrono::sys_days;
using wdd::PooledEvaluation;
using wdd::PooledIncidents;
using wdd::Zone;
using wdd::zone_bit;

constexpr sys_days origin{2020y / 1 / 1};

wdd::Period period(int first, int last) {
    return {origin + std::chrono::days(first), origin + std::chrono::days(last)};
}

/// Ten days before and ten days of treatment.
PooledEvaluation ten_days_from(int start) {
    return {.pre = {period(start - 10, start - 1)},
            .post = {period(start, start + 9)},
            .weights = {},
            .rule = wdd::OverlapRule::clip};
}

/// One incident with its zones in each evaluation.
struct Incident {
    sys_days day;
    std::vector<wdd::ZoneSet> zones;
    double weight = 1;
};

/// Grouped as the function wants it: incidents of the same zones together.
std::vector<PooledIncidents> grouped(const std::vector<Incident>& incidents) {
    std::map<std::pair<std::vector<int>, double>, std::map<sys_days, std::int64_t>> groups;
    for (const Incident& incident : incidents) {
        const std::vector<int> zones(incident.zones.begin(), incident.zones.end());
        ++groups[{zones, incident.weight}][incident.day];
    }
    std::vector<PooledIncidents> result;
    for (const auto& [key, days] : groups) {
        PooledIncidents group;
        group.weight = key.second;
        for (std::size_t i = 0; i < key.first.size(); ++i) {
            if (key.first[i] != 0) {
                group.zones.emplace_back(i, static_cast<wdd::ZoneSet>(key.first[i]));
            }
        }
        for (const auto& [day, count] : days) {
            group.days.push_back({day, count});
        }
        result.push_back(std::move(group));
    }
    return result;
}

/// The sum of all WDD, from the counts of each.
double sum_of_wdd(const std::vector<PooledEvaluation>& evaluations,
                  const std::vector<Incident>& incidents) {
    double sum = 0;
    for (std::size_t i = 0; i < evaluations.size(); ++i) {
        std::array<wdd::BeforeAfter, 4> counts{};
        for (const Incident& incident : incidents) {
            const wdd::ZoneSet counted = wdd::counted_zones(incident.zones[i], evaluations[i].rule);
            for (const Zone zone : wdd::all_zones) {
                if (wdd::holds(counted, zone)) {
                    wdd::BeforeAfter& of_zone = counts.at(static_cast<std::size_t>(zone));
                    of_zone.pre +=
                        wdd::in_any(evaluations[i].pre, incident.day) ? incident.weight : 0;
                    of_zone.post +=
                        wdd::in_any(evaluations[i].post, incident.day) ? incident.weight : 0;
                }
            }
        }
        sum += wdd::weighted_displacement_difference({counts[0], counts[1], counts[2], counts[3]},
                                                     evaluations[i].weights)
                   .total.estimate *
               evaluations[i].weights.time.post;
    }
    return sum;
}

/// By what each incident adds: the sum with it less the sum without it.
double brute_force_variance(const std::vector<PooledEvaluation>& evaluations,
                            const std::vector<Incident>& incidents) {
    double variance = 0;
    for (const Incident& incident : incidents) {
        const double adds = sum_of_wdd(evaluations, {incident});
        variance += adds * adds;
    }
    return variance;
}

std::vector<Incident> random_incidents(std::size_t evaluations, std::mt19937& random) {
    std::uniform_int_distribution<int> day(0, 60);
    std::uniform_int_distribution<int> zones(0, wdd::zone_set_count - 1);
    std::vector<Incident> incidents;
    for (int i = 0; i < 400; ++i) {
        Incident incident{origin + std::chrono::days(day(random)), {}, i % 3 == 0 ? 2.5 : 1};
        for (std::size_t k = 0; k < evaluations; ++k) {
            incident.zones.push_back(static_cast<wdd::ZoneSet>(zones(random) & zones(random)));
        }
        incidents.push_back(std::move(incident));
    }
    return incidents;
}

TEST(SharedIncidents, AreThoseOfBothTreatmentPeriods) {
    const std::vector<PooledEvaluation> evaluations{ten_days_from(11), ten_days_from(16),
                                                    ten_days_from(11)};
    const auto on = [](int day, std::int64_t count) {
        return PooledIncidents::Day{origin + std::chrono::days(day), count};
    };
    const wdd::ZoneSet treated = zone_bit(Zone::treated);
    const wdd::ZoneSet ring = zone_bit(Zone::treated_displacement);
    const std::vector<PooledIncidents> incidents{
        {.zones = {{0, treated}, {1, treated}, {2, ring}},
         .days = {on(5, 7), on(12, 3), on(18, 2), on(22, 1)}},
        {.zones = {{0, zone_bit(Zone::control)}}, .days = {on(18, 9)}}};
    const auto shared = [&](wdd::ZoneSet parts) {
        return wdd::shared_incidents(evaluations, incidents, parts);
    };
    EXPECT_EQ(shared(treated), (std::vector<double>{5, 2, 0, 2, 3, 0, 0, 0, 0}));
    EXPECT_EQ(shared(treated | ring), (std::vector<double>{5, 2, 5, 2, 3, 2, 5, 2, 5}));
    EXPECT_THROW(wdd::shared_incidents({}, incidents, treated), std::out_of_range);
}

} // namespace

TEST(Pooled, agrees_with_what_each_incident_adds_to_the_sum) {
    std::mt19937 random(3);
    std::vector<PooledEvaluation> evaluations{ten_days_from(15), ten_days_from(20),
                                              ten_days_from(27), ten_days_from(40)};
    evaluations[1].weights.area.control = evaluations[1].weights.area.control_displacement = 0.5;
    evaluations[2].weights.time = {.pre = 20, .post = 10};
    evaluations[2].pre = {period(0, 9), period(12, 21)};
    evaluations[3].rule = wdd::OverlapRule::count;
    const std::vector<Incident> incidents = random_incidents(evaluations.size(), random);
    EXPECT_NEAR(wdd::pooled_variance(evaluations, grouped(incidents)),
                brute_force_variance(evaluations, incidents), 1e-9);
}

TEST(Pooled, without_a_shared_incident_is_the_sum_of_the_variances) {
    const std::vector<PooledEvaluation> evaluations{ten_days_from(15), ten_days_from(40)};
    std::mt19937 random(5);
    std::vector<Incident> incidents = random_incidents(2, random);
    std::vector<wdd::WeightedEstimate> parts;
    for (std::size_t own = 0; own < 2; ++own) {
        std::vector<Incident> mine;
        for (std::size_t i = own; i < incidents.size(); i += 2) {
            incidents[i].zones[1 - own] = 0;
            mine.push_back(incidents[i]);
        }
        parts.push_back(
            {.estimate = {.estimate = sum_of_wdd(evaluations, mine),
                          .standard_error = std::sqrt(brute_force_variance(evaluations, mine))}});
    }
    const wdd::Combined apart = wdd::combine(parts);
    EXPECT_NEAR(wdd::pooled_variance(evaluations, grouped(incidents)),
                apart.total.standard_error * apart.total.standard_error, 1e-9);
}

TEST(Pooled, a_shared_control_counts_as_often_as_it_is_used) {
    // 10 evaluations at one time with one control of 4 incidents before and 9 after: each incident
    // has the coefficient 10, so the variance is 100 times 13, not 10 times.
    std::vector<PooledEvaluation> evaluations(10, ten_days_from(15));
    PooledIncidents control;
    for (std::size_t i = 0; i < evaluations.size(); ++i) {
        control.zones.emplace_back(i, zone_bit(Zone::control));
    }
    control.days = {{origin + std::chrono::days(7), 4},
                    {origin + std::chrono::days(18), 9},
                    {origin + std::chrono::days(50), 77}};
    EXPECT_EQ(wdd::pooled_variance(evaluations, std::vector{control}), 1300);
}

TEST(Pooled, what_enters_with_both_signs_cancels) {
    // In the treatment period of one and the pre-treatment period of the other.
    const std::vector<PooledEvaluation> evaluations{ten_days_from(15), ten_days_from(25)};
    const PooledIncidents both{
        .zones = {{0, zone_bit(Zone::control)}, {1, zone_bit(Zone::control)}},
        .days = {{origin + std::chrono::days(17), 5}}};
    EXPECT_EQ(wdd::pooled_variance(evaluations, std::vector{both}), 0);
}

TEST(Pooled, the_variance_of_simulated_sums_is_this_one) {
    // Two evaluations that share their control; Poisson counts of 30, 20 and 50 before and after.
    const std::vector<PooledEvaluation> evaluations(2, ten_days_from(15));
    std::mt19937 random(11);
    double squares = 0;
    constexpr int runs = 20'000;
    std::poisson_distribution<int> first(30);
    std::poisson_distribution<int> second(20);
    std::poisson_distribution<int> control(50);
    for (int run = 0; run < runs; ++run) {
        const int change = first(random) - first(random) + second(random) - second(random) -
                           2 * (control(random) - control(random));
        squares += static_cast<double>(change) * change;
    }
    const auto incidents = [](std::vector<std::pair<std::size_t, wdd::ZoneSet>> zones, int number) {
        return PooledIncidents{.zones = std::move(zones),
                               .days = {{origin + std::chrono::days(7), number},
                                        {origin + std::chrono::days(17), number}}};
    };
    const std::vector<PooledIncidents> expected{
        incidents({{0, zone_bit(Zone::treated)}}, 30),
        incidents({{1, zone_bit(Zone::treated)}}, 20),
        incidents({{0, zone_bit(Zone::control)}, {1, zone_bit(Zone::control)}}, 50)};
    const double variance = wdd::pooled_variance(evaluations, expected);
    EXPECT_EQ(variance, 500);
    EXPECT_NEAR(squares / runs / variance, 1, 0.04);
}

TEST(Pooled, of_the_twelve_areas_that_share_a_control) {
    const wdd::Combined right = wdd::test_of_sum(-232, 10378);
    EXPECT_NEAR(right.total.standard_error, 101.872, 0.001);
    EXPECT_NEAR(*right.z, -2.277, 0.001);
    EXPECT_EQ(right.evidence, wdd::Evidence::moderate);
}

TEST(Pooled, each_incident_that_is_counted_is_one_however_often) {
    const std::vector<PooledEvaluation> evaluations{ten_days_from(15), ten_days_from(25)};
    const wdd::ZoneSet edge = zone_bit(Zone::treated) | zone_bit(Zone::control); // in neither
    const std::vector<PooledIncidents> incidents{
        {.zones = {{0, zone_bit(Zone::control)}, {1, zone_bit(Zone::control)}},
         .days = {{origin + std::chrono::days(17), 5},   // of both
                  {origin + std::chrono::days(7), 3},    // of the first
                  {origin + std::chrono::days(40), 2}}}, // of none
        {.zones = {{0, edge}}, .days = {{origin + std::chrono::days(17), 7}}},
        {.zones = {{1, zone_bit(Zone::treated)}}, .days = {{origin + std::chrono::days(30), 1}}}};
    EXPECT_EQ(wdd::different_incidents(evaluations, incidents), 9);
    EXPECT_THROW(wdd::different_incidents(std::span(evaluations).first(1), incidents),
                 std::out_of_range);
}

TEST(Pooled, nothing_counted_has_no_z) {
    EXPECT_FALSE(wdd::test_of_sum(0, 0).z.has_value());
    EXPECT_EQ(wdd::pooled_variance({}, {}), 0);
}

TEST(Pooled, refuses_what_cannot_be) {
    const std::vector<PooledEvaluation> one{ten_days_from(15)};
    const PooledIncidents strange{.zones = {{1, zone_bit(Zone::control)}}, .days = {}};
    EXPECT_THROW(wdd::pooled_variance(one, std::vector{strange}), std::out_of_range);
    const PooledIncidents negative{.zones = {}, .days = {}, .weight = -1};
    EXPECT_THROW(wdd::pooled_variance(one, std::vector{negative}), std::invalid_argument);
    EXPECT_THROW(wdd::test_of_sum(1, 1, 1), std::invalid_argument);
    EXPECT_THROW(wdd::test_of_sum(1, INFINITY), std::domain_error);
}
