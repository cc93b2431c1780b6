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
}

TEST(Knox, RefusesBandsThatAreNone) {
    EXPECT_THROW(crims::knox_table({}, {.distances = {}, .days = {1}}), std::invalid_argument);
    EXPECT_THROW(crims::knox_table({}, {.distances = {1, 1}, .days = {1}}), std::invalid_argument);
    EXPECT_THROW(crims::knox_table({}, {.distances = {1}, .days = {-1, 1}}), std::invalid_argument);
}

} // namespace
