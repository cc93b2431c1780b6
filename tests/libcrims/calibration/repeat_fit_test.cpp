// SPDX-License-Identifier: MIT
#include "crims/repeat_fit.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace {

using crims::KnoxEvent;
using crims::NearRepeat;
using crims::RepeatFit;
using crims::RepeatVerdict;

/// A town of squares of 500 m whose crime varies, on a grid of places 40 m apart.
struct Town {
    NearRepeat law = {0.25, 8, 80, 0.5};
    double crimes = 12000; ///< of which no other crime is the cause, before the season
    double side = 10000;
    double days = 1095;
    double month_variance = 0; ///< of each square's months
    double uneven = 0;         ///< variance of the places' levels
    double season = 0;
    unsigned seed = 1;
};

double snapped(double coordinate) {
    constexpr double grid = 40;
    return grid * std::round(coordinate / grid);
}

double gamma_factor(double variance, std::mt19937_64& random) {
    return variance == 0 ? 1 : std::gamma_distribution<double>(1 / variance, variance)(random);
}

struct TownCrime {
    double x = 0;
    double y = 0;
    double time = 0;
};

std::vector<TownCrime> background(const Town& town, std::mt19937_64& random) {
    constexpr double square = 500;
    constexpr double month = 30.4;
    const auto squares = static_cast<int>(town.side / square);
    const auto months = static_cast<int>(town.days / month);
    std::uniform_real_distribution<double> unit(0, 1);
    std::vector<TownCrime> crimes;
    const double usual = town.crimes / (squares * squares * months);
    for (int i = 0; i < squares * squares; ++i) {
        const double level = gamma_factor(town.uneven, random);
        const double x0 = square * (i % squares);
        const double y0 = square * (i / squares);
        for (int m = 0; m < months; ++m) {
            const double season = 1 + (town.season * std::sin(2 * std::numbers::pi * m / 12));
            const double mean = usual * level * season * gamma_factor(town.month_variance, random);
            for (int n = std::poisson_distribution<int>(mean)(random); n > 0; --n) {
                const double width = unit(random) < 0.5 ? square / 3 : square;
                crimes.push_back({snapped(x0 + (width * unit(random))),
                                  snapped(y0 + (width * unit(random))),
                                  month * (m + unit(random))});
            }
        }
    }
    return crimes;
}

std::vector<KnoxEvent> town_crimes(const Town& town) {
    std::mt19937_64 random(town.seed);
    std::uniform_real_distribution<double> unit(0, 1);
    std::exponential_distribution<double> lag(1 / town.law.mean_lag_days);
    std::normal_distribution<double> off(0, town.law.spread);
    constexpr double no_mean = 1e-12; // a Poisson distribution needs one above 0
    std::poisson_distribution<int> followers(std::max(town.law.ratio, no_mean));
    std::vector<TownCrime> crimes = background(town, random);
    for (std::size_t i = 0; i < crimes.size() && town.law.ratio > 0; ++i) {
        for (int child = followers(random); child > 0; --child) {
            TownCrime next = crimes[i];
            next.time += lag(random);
            while (unit(random) >= town.law.same_place && next.x == crimes[i].x &&
                   next.y == crimes[i].y) {
                next.x = snapped(crimes[i].x + off(random));
                next.y = snapped(crimes[i].y + off(random));
                if (next.x != crimes[i].x || next.y != crimes[i].y) {
                    break;
                }
            }
            crimes.push_back(next);
        }
    }
    std::vector<KnoxEvent> events;
    for (const TownCrime& crime : crimes) {
        if (crime.time < town.days) {
            events.push_back({crime.x, crime.y, static_cast<int>(crime.time)});
        }
    }
    return events;
}

struct NamedTown {
    const char* name;
    Town town;
};

class FittedTowns : public testing::TestWithParam<NamedTown> {};

/// Known repeats are found again within what the fit calls its standard errors.
TEST_P(FittedTowns, TellHowCrimesFollowCrimes) {
    const Town& town = GetParam().town;
    const RepeatFit fit = crims::fit_near_repeats(town_crimes(town));
    ASSERT_EQ(fit.verdict, RepeatVerdict::clear);
    constexpr double far = 3.5; // standard errors
    const auto expect = [&](const char* what, double found, double truth, double error) {
        EXPECT_NEAR(found, truth, far * error) << what;
        EXPECT_LT(error, 0.35 * truth + 0.05) << what;
    };
    expect("ratio", fit.law.ratio, town.law.ratio, fit.standard_error.ratio);
    expect("days", fit.law.mean_lag_days, town.law.mean_lag_days, fit.standard_error.mean_lag_days);
    expect("spread", fit.law.spread, town.law.spread, fit.standard_error.spread);
    expect("same place", fit.law.same_place, town.law.same_place, fit.standard_error.same_place);
}

INSTANTIATE_TEST_SUITE_P(
    RepeatFit, FittedTowns,
    testing::Values(NamedTown{"even", {}}, NamedTown{"other_seed", {.seed = 2}},
                    NamedTown{"season", {.uneven = 1, .season = 0.5, .seed = 3}},
                    NamedTown{"local_months", {.month_variance = 0.15, .uneven = 1, .seed = 4}},
                    NamedTown{"many", {.law = {0.5, 5, 60, 0.8}, .uneven = 1, .seed = 5}},
                    NamedTown{"long", {.law = {0.2, 20, 120, 0.3}, .crimes = 20000, .seed = 6}}),
    [](const auto& one) { return std::string(one.param.name); });

TEST(RepeatFit, FindsNoneWhereCrimesDoNotFollowCrimes) {
    int clear = 0;
    for (unsigned seed = 11; seed < 16; ++seed) {
        const Town town{.law = {0, 1, 1, 0},
                        .crimes = 8000,
                        .month_variance = 0.15,
                        .uneven = 1.5,
                        .season = 0.3,
                        .seed = seed};
        const RepeatFit fit = crims::fit_near_repeats(town_crimes(town));
        clear += fit.verdict == RepeatVerdict::clear ? 1 : 0;
    }
    EXPECT_EQ(clear, 0);
}

TEST(RepeatFit, FewCrimesTellNothing) {
    std::vector<KnoxEvent> events = town_crimes({.crimes = 30});
    EXPECT_EQ(crims::fit_near_repeats(events).verdict, RepeatVerdict::unknown);
    EXPECT_EQ(crims::fit_near_repeats({}).verdict, RepeatVerdict::unknown);
    events.resize(1);
    EXPECT_EQ(crims::fit_near_repeats(events).verdict, RepeatVerdict::unknown);
    events.front().x = std::nan("");
    EXPECT_THROW(crims::fit_near_repeats(events), std::invalid_argument);
}

} // namespace
