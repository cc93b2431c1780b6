// SPDX-License-Identifier: MIT
#include "crims/knox.hpp"

#include <cmath>
#include <random>
#include <stdexcept>

#include <gtest/gtest.h>

namespace {

using crims::KnoxBands;
using crims::KnoxEvent;
using crims::KnoxTable;

const KnoxBands bands{.distances = {0, 50, 120}, .days = {0, 3, 10}};

std::vector<KnoxEvent> scattered(std::size_t count, unsigned seed) {
    std::mt19937_64 random(seed);
    std::uniform_int_distribution<int> place(0, 60);
    std::uniform_int_distribution<int> day(0, 90);
    std::vector<KnoxEvent> events;
    for (std::size_t i = 0; i < count; ++i) {
        events.push_back(
            {.x = 10.0 * place(random), .y = 10.0 * place(random), .day = day(random)});
    }
    return events;
}

/// Every pair, one by one.
KnoxTable brute_force(const std::vector<KnoxEvent>& events) {
    KnoxTable table{.bands = bands, .events = events.size(), .pairs = {}, .expected = {}};
    std::vector<double> of_distance(bands.distances.size());
    std::vector<double> of_days(bands.days.size());
    table.pairs.assign(of_distance.size() * of_days.size(), 0);
    double all = 0;
    const auto band = [](const auto& ends, double value) {
        std::size_t i = 0;
        while (i < ends.size() && value > ends[i]) {
            ++i;
        }
        return i;
    };
    for (std::size_t i = 0; i < events.size(); ++i) {
        for (std::size_t j = i + 1; j < events.size(); ++j) {
            const std::size_t d = band(
                bands.distances, std::hypot(events[i].x - events[j].x, events[i].y - events[j].y));
            const std::size_t t = band(bands.days, std::abs(events[i].day - events[j].day));
            all += 1;
            if (d < of_distance.size()) {
                of_distance[d] += 1;
            }
            if (t < of_days.size()) {
                of_days[t] += 1;
            }
            if (d < of_distance.size() && t < of_days.size()) {
                table.pairs[(d * of_days.size()) + t] += 1;
            }
        }
    }
    for (const double d : of_distance) {
        for (const double t : of_days) {
            table.expected.push_back(d * t / all);
        }
    }
    return table;
}

TEST(Knox, CountsAsEveryPairOneByOneDoes) {
    for (const std::size_t count : {0U, 1U, 2U, 700U}) {
        const std::vector<KnoxEvent> events = scattered(count, 5);
        const KnoxTable table = crims::knox_table(events, bands);
        const KnoxTable expected = brute_force(events);
        for (std::size_t i = 0; i < table.pairs.size(); ++i) {
            EXPECT_EQ(table.pairs[i], expected.pairs[i]) << i;
            if (count > 1) {
                EXPECT_NEAR(table.expected[i], expected.expected[i],
                            1e-9 * (1 + expected.expected[i]));
            }
        }
    }
}

TEST(Knox, RatiosAreAboutOneWhereTimesDoNotDependOnPlaces) {
    const KnoxTable table = crims::knox_table(scattered(8000, 7), bands);
    for (std::size_t d = 0; d < 3; ++d) {
        for (std::size_t t = 0; t < 3; ++t) {
            EXPECT_NEAR(table.ratio(d, t), 1, 0.15) << d << " " << t;
        }
    }
    EXPECT_EQ(crims::repeat_estimate(table).ratio, 0);
}

/// Each crime is followed by Poisson(0.25) others, 0.4 of them at its place, the others 40 m off
/// along each axis, after 4 days on average.
std::vector<KnoxEvent> followed(unsigned seed) {
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> place(0, 12000);
    std::uniform_real_distribution<double> unit(0, 1);
    std::normal_distribution<double> off(0, 40);
    std::exponential_distribution<double> lag(1 / 4.0);
    std::poisson_distribution<int> children(0.25);

    struct Crime {
        double x, y, time;
    };

    std::vector<Crime> crimes;
    for (int i = 0; i < 6000; ++i) {
        crimes.push_back({place(random), place(random), 730 * unit(random)});
    }
    for (std::size_t i = 0; i < crimes.size(); ++i) {
        for (int child = children(random); child > 0; --child) {
            Crime next = crimes[i];
            next.time += lag(random);
            if (unit(random) >= 0.4) {
                next.x += off(random);
                next.y += off(random);
            }
            crimes.push_back(next);
        }
    }
    std::vector<KnoxEvent> events;
    for (const Crime& crime : crimes) {
        events.push_back({crime.x, crime.y, static_cast<int>(crime.time)});
    }
    return events;
}

TEST(Knox, TellsTheNearRepeatsOfAProcessThatIsKnown) {
    const KnoxTable table = crims::knox_table(
        followed(3), {.distances = {0, 40, 80, 120, 160, 240, 400}, .days = {1, 3, 7, 14, 21, 30}});
    const crims::RepeatEstimate estimate = crims::repeat_estimate(table);
    EXPECT_NEAR(estimate.ratio, 0.25, 0.04);
    // Of pairs that descend from one crime fewer are at one place than of parents and offspring.
    EXPECT_NEAR(estimate.same_place, 0.36, 0.08);
    EXPECT_NEAR(estimate.mean_distance, 45, 12);
    EXPECT_NEAR(estimate.mean_days, 5, 1.5);
}

TEST(Knox, RefusesBandsThatAreNone) {
    EXPECT_THROW(crims::knox_table({}, {.distances = {}, .days = {1}}), std::invalid_argument);
    EXPECT_THROW(crims::knox_table({}, {.distances = {1, 1}, .days = {1}}), std::invalid_argument);
    EXPECT_THROW(crims::knox_table({}, {.distances = {1}, .days = {-1, 1}}), std::invalid_argument);
    EXPECT_THROW(
        crims::repeat_estimate(crims::knox_table({}, {.distances = {1, 2}, .days = {1, 2}})),
        std::invalid_argument);
}

} // namespace
