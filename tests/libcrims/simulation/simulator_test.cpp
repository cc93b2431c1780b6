// SPDX-License-Identifier: MIT
#include "crims/simulator.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <random>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>
#include <tbb/global_control.h>

#include "crims/stepper.hpp"
#include "libcrims/chi_square.hpp"
#include "libcrims/town_model.hpp"

namespace {

using namespace std::chrono;
using crims::CrimeTable;
using crims::Model;
using crims::Place;
using crims::SimulationOptions;
using crims::Simulator;

const crims::Month start = 2020y / January;

/// All months of a range as one list of crimes that can be compared.
using Crime = std::tuple<int, int, std::uint32_t, std::uint16_t, std::uint8_t, double, double>;

std::vector<Crime> crimes(const Model& model, const SimulationOptions& options, int months,
                          const crims::Loading& loading = {}) {
    Simulator simulator(model, options);
    simulator.set_loading(loading);
    std::vector<Crime> all;
    for (int i = 0; i < months; ++i) {
        const CrimeTable table = simulator.step();
        for (std::size_t c = 0; c < table.size(); ++c) {
            all.emplace_back(crims::month_index(table.month), table.minute[c], table.zone[c],
                             table.offence[c], table.suspect[c], table.x.empty() ? 0 : table.x[c],
                             table.y.empty() ? 0 : table.y[c]);
        }
    }
    return all;
}

double years_total(const Model& model, SimulationOptions options, std::uint32_t replicate,
                   int months) {
    options.replicate = replicate;
    return static_cast<double>(crimes(model, options, months).size());
}

TEST(Simulator, GivesTheSameCrimesOnAnyNumberOfThreads) {
    const Model model = town::model({.zones = 300, .crimes_a_month = 5000});
    const SimulationOptions options{
        .from = start, .near_repeat = crims::NearRepeat{.ratio = 0.3, .mean_lag_days = 20}};
    std::vector<Crime> alone;
    {
        const tbb::global_control one(tbb::global_control::max_allowed_parallelism, 1);
        alone = crimes(model, options, 3);
    }
    const tbb::global_control eight(tbb::global_control::max_allowed_parallelism, 8);
    EXPECT_EQ(crimes(model, options, 3), alone);
}

TEST(Simulator, OrdersCrimesByTimeThenZoneThenOffence) {
    const CrimeTable table =
        Simulator(town::model({.zones = 40, .crimes_a_month = 90000}), {.from = start}).step();
    ASSERT_GT(table.size(), 50000U);
    for (std::size_t i = 1; i < table.size(); ++i) {
        EXPECT_LE(std::tie(table.minute[i - 1], table.zone[i - 1], table.offence[i - 1]),
                  std::tie(table.minute[i], table.zone[i], table.offence[i]));
    }
    EXPECT_LT(table.minute.back(), 31 * 24 * 60);
}

TEST(Simulator, LeavesEveryOtherCellAsItWasWhenOneIsLoaded) {
    const Model model = town::model({.zones = 5, .crimes_a_month = 300});
    for (const bool near_repeat : {false, true}) {
        SimulationOptions options{.from = start};
        if (near_repeat) {
            options.near_repeat = crims::NearRepeat{};
        }
        const auto others = [](std::vector<Crime> all) {
            std::erase_if(all, [](const Crime& crime) {
                return std::get<2>(crime) == 2 && std::get<3>(crime) == 4;
            });
            return all;
        };
        const std::vector<Crime> before = crimes(model, options, 4);
        const std::vector<Crime> after =
            crimes(model, options, 4, {{.zone = 2, .offence = 4, .factor = 5}});
        EXPECT_EQ(others(before), others(after));
        EXPECT_GT(after.size(), before.size());
    }
}

TEST(Simulator, GivesOtherCrimesForAnotherSeedAndReplicate) {
    const Model model = town::model({});
    const std::vector<Crime> one = crimes(model, {.from = start, .seed = 1}, 1);
    EXPECT_NE(crimes(model, {.from = start, .seed = 2}, 1), one);
    EXPECT_NE(crimes(model, {.from = start, .seed = 1, .replicate = 1}, 1), one);
}

TEST(Simulator, GivesAMonthTheSameCrimesWhereverTheRunBegan) {
    const Model model = town::model({});
    const std::vector<Crime> year = crimes(model, {.from = start}, 3);
    const std::vector<Crime> march = crimes(model, {.from = start + months(2)}, 1);
    EXPECT_TRUE(std::equal(march.rbegin(), march.rend(), year.rbegin()));
}

/// Counts of many replicates of a year by what `index` tells of a crime.
template<class Index>
std::vector<double> sums(const Model& model, std::size_t size, int replicates, Index index) {
    std::vector<double> sums(size, 0);
    for (int r = 0; r < replicates; ++r) {
        for (const Crime& crime :
             crimes(model, {.from = start, .replicate = static_cast<std::uint32_t>(r)}, 12)) {
            ++sums[index(crime)];
        }
    }
    return sums;
}

TEST(Simulator, GivesEachZoneOffenceAndMonthItsExpectedCount) {
    constexpr int replicates = 40;
    const Model model = town::model({});
    const std::size_t offences = model.offences.size();
    const std::size_t cells = model.zones.size() * offences * 12;
    std::vector<double> expected(cells);
    for (std::size_t cell = 0; cell < cells; ++cell) {
        const crims::Offence& offence = model.offences[cell / 12 % offences];
        expected[cell] = replicates * offence.share *
                         crims::expected_count(model, cell / 12 / offences, offence.crime_type,
                                               start + months(cell % 12));
    }
    const std::vector<double> found = sums(model, cells, replicates, [&](const Crime& crime) {
        const auto month = static_cast<std::size_t>(std::get<0>(crime) - crims::month_index(start));
        return (((std::get<2>(crime) * offences) + std::get<3>(crime)) * 12) + month;
    });
    // Independent Poisson counts: one degree of freedom a cell.
    EXPECT_GT(chi_square_p(found, expected), 1e-4);
    double total = 0;
    double total_expected = 0;
    double in_common_year = 0;
    for (std::size_t cell = 0; cell < cells; ++cell) {
        total += found[cell];
        total_expected += expected[cell];
        in_common_year += expected[cell] / crims::leap_factor(start + months(cell % 12));
    }
    EXPECT_NEAR(in_common_year, 400.0 * 12 * replicates, 1e-6);
    EXPECT_NEAR(total, total_expected, 4 * std::sqrt(total_expected));
}

TEST(Simulator, SpreadsAMonthAsTheRhythmSays) {
    Model model =
        town::model({.zones = 1, .crime_types = 1, .offences_a_type = 1, .crimes_a_month = 200000});
    const CrimeTable table = Simulator(model, {.from = 2020y / February}).step();
    const std::vector<double> p =
        crims::month_slots(model.offences[0].rhythm, 2020y / February).probabilities;
    ASSERT_EQ(p.size(), 87U); // 29 days
    std::vector<double> observed;
    std::vector<double> expected;
    std::vector<double> in_period(p.size(), 0);
    std::vector<double> within;
    for (const std::uint16_t minute : table.minute) {
        ++in_period.at(minute / 480U);
        within.push_back((minute % 480 + 0.5) / 480);
    }
    for (std::size_t i = 0; i < p.size(); ++i) {
        if (p[i] == 0) {
            EXPECT_EQ(in_period[i], 0);
        } else {
            observed.push_back(in_period[i]);
            expected.push_back(p[i] * static_cast<double>(table.size()));
        }
    }
    EXPECT_GT(chi_square_p(observed, expected), 1e-4);
    EXPECT_LT(kolmogorov_smirnov(within), 2.5);
}

/// Every hour has its own rate: none before 06:00, a peak at 18:00.
crims::WeeklyRhythm hourly_rhythm() {
    crims::WeeklyRhythm rhythm = {};
    for (std::size_t hour = 0; hour < crims::hours_a_week; ++hour) {
        const std::size_t of_day = hour % 24;
        rhythm[hour] = of_day < 6 ? 0 : static_cast<double>(of_day <= 18 ? of_day : 36 - of_day);
    }
    return crims::normalised(rhythm);
}

TEST(Simulator, SpreadsAMonthByTheHourWhereTheRhythmHasHours) {
    Model model =
        town::model({.zones = 1, .crime_types = 1, .offences_a_type = 1, .crimes_a_month = 200000});
    model.offences[0].rhythm = hourly_rhythm();
    model.calendar.clock_changes = {{.day = 2021y / March / 28, .hour = 7, .times = 0},
                                    {.day = 2021y / March / 29, .hour = 7, .times = 2}};
    for (const bool near_repeats : {false, true}) {
        crims::SimulationOptions options{.from = 2021y / March};
        if (near_repeats) {
            options.near_repeat = crims::NearRepeat{.ratio = 0.5, .mean_lag_days = 2};
        }
        const CrimeTable table = Simulator(model, options).step();
        std::vector<double> in_hour(744, 0);
        for (const std::uint16_t minute : table.minute) {
            ++in_hour.at(minute / 60U);
        }
        const std::vector<double> p =
            crims::month_slots(model.offences[0].rhythm, 2021y / March, model.calendar)
                .probabilities;
        std::vector<double> observed;
        std::vector<double> expected;
        for (std::size_t i = 0; i < p.size(); ++i) {
            if (p[i] == 0) {
                EXPECT_EQ(in_hour[i], 0) << i;
            } else {
                observed.push_back(in_hour[i]);
                expected.push_back(p[i] * static_cast<double>(table.size()));
            }
        }
        EXPECT_EQ(in_hour[(27 * 24) + 7], 0);
        EXPECT_GT(in_hour[(28 * 24) + 7], 1.5 * in_hour[(26 * 24) + 7]);
        if (!near_repeats) {
            EXPECT_GT(chi_square_p(observed, expected), 1e-4);
        }
    }
}

TEST(Simulator, AddsADaysCrimeToTheFebruaryOfALeapYear) {
    Model model = town::model({.zones = 1, .crime_types = 1, .crimes_a_month = 200000});
    model.trends[0] = {};
    const double leap =
        static_cast<double>(Simulator(model, {.from = 2020y / February}).step().size());
    const double common =
        static_cast<double>(Simulator(model, {.from = 2021y / February}).step().size());
    EXPECT_NEAR(leap / common, 29.0 / 28, 0.01);
    EXPECT_DOUBLE_EQ(crims::expected_count(model, 0, 0, 2020y / February),
                     crims::expected_count(model, 0, 0, 2021y / February) * 29 / 28);
}

TEST(Simulator, MakesASuspectAsOftenAsTheOffenceHasOne) {
    Model model =
        town::model({.zones = 1, .crime_types = 1, .offences_a_type = 2, .crimes_a_month = 100000});
    model.suspect.assign(model.suspect.size(), 0.3);
    model.offences[0].share = model.offences[1].share = 0.5;
    model.offences[0].suspect_ratio = 0.5;
    model.offences[1].suspect_ratio = 1.5;
    const CrimeTable table = Simulator(model, {.from = 2021y / March}).step();
    std::array<double, 2> crimes{};
    std::array<double, 2> suspects{};
    for (std::size_t i = 0; i < table.size(); ++i) {
        crimes.at(table.offence[i]) += 1;
        suspects.at(table.offence[i]) += table.suspect[i];
    }
    EXPECT_NEAR(suspects[0] / crimes[0], 0.15, 0.01);
    EXPECT_NEAR(suspects[1] / crimes[1], 0.45, 0.01);
}

TEST(Simulator, PutsNearRepeatsAtTheirParentsPlaceOrAtAnotherKnownOne) {
    Model model =
        town::model({.zones = 1, .crime_types = 1, .offences_a_type = 1, .crimes_a_month = 20000});
    model.places.clear();
    for (int i = 0; i < 400; ++i) {
        model.places.push_back({.x = 50.0 * (i % 20), .y = 50.0 * (i / 20)});
    }
    model.place_begin = {0, model.places.size()};
    const auto shared = [&model](double same_place) {
        const crims::SimulationOptions options{
            .from = 2021y / March,
            .near_repeat = crims::NearRepeat{
                .ratio = 0.9, .mean_lag_days = 0.01, .spread = 60, .same_place = same_place}};
        const CrimeTable table = Simulator(model, options).step();
        for (std::size_t i = 0; i < table.size(); ++i) {
            EXPECT_EQ(std::fmod(table.x[i], 50), 0); // at a known place
        }
        // Lags are so short that what follows a crime comes next but for a few others.
        std::map<std::pair<double, double>, double> at;
        for (std::size_t i = 0; i < table.size(); ++i) {
            at[{table.x[i], table.y[i]}] += 1;
        }
        double squares = 0;
        for (const auto& [place, count] : at) {
            squares += count * count;
        }
        return squares / static_cast<double>(table.size());
    };
    EXPECT_GT(shared(1), 1.2 * shared(0));
}

TEST(Simulator, HasExponentialGapsOnceTimeIsRescaled) {
    Model model = town::model({.zones = 3, .crimes_a_month = 4000});
    const CrimeTable table = Simulator(model, {.from = 2021y / January}).step();
    const std::vector<double> p =
        crims::month_slots(model.offences[0].rhythm, 2021y / January).probabilities;
    std::mt19937_64 random(1); // where in its minute a crime is
    std::uniform_real_distribution<double> part(0, 1);
    std::vector<double> rescaled;
    double total = 0;
    std::vector<double> before(1, 0);
    for (const double probability : p) {
        before.push_back(before.back() + probability);
    }
    for (std::size_t type = 0; type < 3; ++type) {
        for (std::size_t zone = 0; zone < 3; ++zone) {
            total += crims::expected_count(model, zone, type, 2021y / January);
        }
    }
    for (const std::uint16_t minute : table.minute) {
        const std::size_t period = minute / 480U;
        const double within = (minute % 480 + part(random)) / 480;
        rescaled.push_back(total * (before[period] + (p[period] * within)));
    }
    std::sort(rescaled.begin(), rescaled.end());
    std::vector<double> gaps; // as probabilities of the exponential distribution
    for (std::size_t i = 1; i < rescaled.size(); ++i) {
        gaps.push_back(1 - std::exp(-(rescaled[i] - rescaled[i - 1])));
    }
    EXPECT_LT(kolmogorov_smirnov(gaps), 1.95);
}

TEST(Simulator, FollowsTheTrendFromItsOrigin) {
    Model model = town::model({.crimes_a_month = 40000});
    model.trend_origin = crims::month_index(2019y / January);
    for (crims::Trend& trend : model.trends) {
        trend.per_year = std::log(1.5);
    }
    const double first = static_cast<double>(crimes(model, {.from = 2020y / January}, 1).size());
    // January has 2/3 of the mean month; one year after the origin it is half as much again.
    EXPECT_NEAR(first, 40000, 4 * std::sqrt(40000.0));
}

TEST(Simulator, HoldsTheTrendAYearBeyondTheModelsData) {
    Model model = town::model({.crimes_a_month = 40000});
    model.trend_origin = crims::month_index(2019y / January);
    model.data = crims::DataMonths{2018y / January, 2019y / January};
    for (crims::Trend& trend : model.trends) {
        trend.per_year = std::log(1.5);
    }
    const double first = static_cast<double>(crimes(model, {.from = 2050y / January}, 1).size());
    EXPECT_NEAR(first, 40000, 4 * std::sqrt(40000.0));
}

TEST(Simulator, IdentifiesSuspectsAsOftenAsTheModelSays) {
    const CrimeTable table =
        Simulator(town::model({.crimes_a_month = 100000}), {.from = start}).step();
    const auto suspects =
        static_cast<double>(std::count(table.suspect.begin(), table.suspect.end(), 1));
    const auto size = static_cast<double>(table.size());
    EXPECT_NEAR(suspects / size, 0.25, 4 * std::sqrt(0.25 * 0.75 / size));
}

TEST(Simulator, PutsCrimesAtObservedPlacesAsOftenAsTheirWeights) {
    const Model model =
        town::model({.zones = 1, .crime_types = 1, .places_a_cell = 5, .crimes_a_month = 60000});
    const CrimeTable table = Simulator(model, {.from = start}).step();
    std::map<double, double> at;
    for (const double x : table.x) {
        ++at[x];
    }
    ASSERT_EQ(at.size(), 5U);
    std::vector<double> observed;
    std::vector<double> expected;
    for (std::size_t place = 0; place < 5; ++place) {
        observed.push_back(at[7.0 * static_cast<double>(place)]);
        expected.push_back(static_cast<double>(table.size() * (place + 1)) / 15);
    }
    EXPECT_GT(chi_square_p(observed, expected), 1e-4);
}

TEST(Simulator, PutsACrimeWithoutAPlaceOfItsTypeWhereOthersOfTheZoneWere) {
    Model model = town::model({.zones = 2, .crime_types = 2, .places_a_cell = 1});
    // Only type 1 of zone 0 has a place.
    model.places = {{3, 4, 1}};
    model.place_begin = {0, 0, 1, 1, 1};
    model.triangles.clear();
    model.triangle_begin.clear();
    const CrimeTable table = Simulator(model, {.from = start}).step();
    ASSERT_GT(table.size(), 100U);
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (table.zone[i] == 0) {
            EXPECT_EQ(table.x[i], 3);
        } else {
            EXPECT_TRUE(std::isnan(table.x[i]));
        }
    }
}

TEST(Simulator, SpreadsUniformlyOverAZone) {
    const Model model = town::model({.zones = 1, .crimes_a_month = 60000});
    const CrimeTable table =
        Simulator(model, {.from = start, .placement = crims::Placement::uniform}).step();
    std::vector<double> quarter(16, 0);
    for (std::size_t i = 0; i < table.size(); ++i) {
        ASSERT_TRUE(table.x[i] >= 0 && table.x[i] <= 1000 && table.y[i] >= 0 && table.y[i] <= 1000);
        const auto column = std::min(static_cast<std::size_t>(table.x[i] / 250), std::size_t{3});
        const auto row = std::min(static_cast<std::size_t>(table.y[i] / 250), std::size_t{3});
        ++quarter[(4 * row) + column];
    }
    EXPECT_GT(
        chi_square_p(quarter, std::vector<double>(16, static_cast<double>(table.size()) / 16)),
        1e-4);
}

TEST(Simulator, RefusesUniformPlacementWithoutPolygons) {
    Model model = town::model({});
    model.triangles.clear();
    model.triangle_begin.clear();
    EXPECT_THROW(Simulator(model, {.from = start, .placement = crims::Placement::uniform}),
                 std::invalid_argument);
}

struct Moments {
    double mean = 0;
    double variance = 0;
};

Moments moments(const std::vector<double>& values) {
    Moments result;
    for (const double value : values) {
        result.mean += value / static_cast<double>(values.size());
    }
    for (const double value : values) {
        result.variance +=
            (value - result.mean) * (value - result.mean) / static_cast<double>(values.size() - 1);
    }
    return result;
}

TEST(Simulator, VariesAsTheGammaFactorsSay) {
    constexpr std::uint32_t replicates = 1500;
    Model model = town::model({.zones = 1, .crime_types = 1, .crimes_a_month = 150});
    model.incidence.assign(12, 150);
    model.dispersion = {{.year = 0.02, .zone_year = 0.03, .zone_month = 0.1}};
    std::vector<double> months_total;
    std::vector<double> two_months;
    for (std::uint32_t r = 0; r < replicates; ++r) {
        const SimulationOptions options{.from = start, .placement = crims::Placement::none};
        months_total.push_back(years_total(model, options, r, 1));
        two_months.push_back(years_total(model, options, r, 2));
    }
    // Independent factors with mean 1: the variances of their products.
    const double year = (1.02 * 1.03) - 1;
    const double month = (1.02 * 1.03 * 1.1) - 1;
    const double one = 150 + (150 * 150 * month);
    const double two = (2 * one) + (2 * 150 * 150 * year);
    EXPECT_NEAR(moments(months_total).mean, 150, 4 * std::sqrt(one / replicates));
    EXPECT_NEAR(moments(months_total).variance / one, 1, 0.2);
    EXPECT_NEAR(moments(two_months).variance / two, 1, 0.2);
}

TEST(Simulator, VariesLessInBusyZonesWhereTheVarianceFallsWithTheLevel) {
    constexpr std::size_t zones = 6000; // the first half has 5 crimes a month, the others 80
    Model model = town::model({.zones = zones, .crime_types = 1, .places_a_cell = 1});
    for (std::size_t i = 0; i < model.incidence.size(); ++i) {
        model.incidence[i] = i < model.incidence.size() / 2 ? 5 : 80;
    }
    for (const auto term : {&crims::Dispersion::zone_year, &crims::Dispersion::zone_half_year,
                            &crims::Dispersion::zone_month}) {
        model.dispersion = {{.by_level = {.level = 60, .exponent = 0.5}}};
        model.dispersion[0].*term = 0.4;
        crims::Simulator simulator(model, {.from = start, .placement = crims::Placement::none});
        std::vector<double> counts(zones, 0);
        const CrimeTable crimes = simulator.step();
        for (std::size_t i = 0; i < crimes.size(); ++i) {
            ++counts[crimes.zone[i]];
        }
        const auto half = counts.begin() + zones / 2;
        const double quiet = moments({counts.begin(), half}).variance;
        const double busy = moments({half, counts.end()}).variance;
        EXPECT_NEAR(quiet / (5 + (0.4 * 5 * 5)), 1, 0.15);
        EXPECT_NEAR(busy / (80 + (0.1 * 80 * 80)), 1, 0.15); // 16 times the level, a quarter
    }
}

TEST(Simulator, DrawsPoissonCountsWithoutDispersion) {
    constexpr std::uint32_t replicates = 1500;
    Model model = town::model({.zones = 1, .crime_types = 1, .crimes_a_month = 150});
    model.dispersion = {{.year = 0.02, .zone_year = 0.03, .zone_month = 0.1}};
    std::vector<double> totals;
    for (std::uint32_t r = 0; r < replicates; ++r) {
        totals.push_back(years_total(
            model, {.from = start, .placement = crims::Placement::none, .dispersion = false}, r,
            1));
    }
    EXPECT_NEAR(moments(totals).variance / moments(totals).mean, 1, 0.15);
}

// Mohler et al. 2011: total = background / (1 - theta); over a long window the variance of a
// branching process is its mean over (1 - theta)^2.
TEST(Simulator, KeepsTotalsAndAddsVarianceWhereCrimesFollowCrimes) {
    constexpr std::uint32_t replicates = 600;
    Model model =
        town::model({.zones = 2, .crime_types = 1, .offences_a_type = 1, .crimes_a_month = 40});
    model.incidence.assign(24, 20);
    const SimulationOptions options{.from = start,
                                    .placement = crims::Placement::none,
                                    .near_repeat =
                                        crims::NearRepeat{.ratio = 0.3, .mean_lag_days = 2}};
    std::vector<double> totals;
    std::vector<double> first_month;
    for (std::uint32_t r = 0; r < replicates; ++r) {
        totals.push_back(years_total(model, options, r, 12));
        first_month.push_back(years_total(model, options, r, 1));
    }
    const double sd = std::sqrt(480 / 0.49);
    EXPECT_NEAR(moments(totals).mean, 480, 4 * sd / std::sqrt(replicates));
    EXPECT_NEAR(moments(totals).variance / (480 / 0.49), 1, 0.25);
    EXPECT_NEAR(moments(first_month).mean, 40, 4 * std::sqrt(40 / 0.49 / replicates));
}

/// The crimes of a simulator month by month, with a loading of its own for each.
std::vector<Crime> crimes_under(Simulator simulator, const std::vector<double>& loadings) {
    std::vector<Crime> all;
    for (const double loading : loadings) {
        simulator.set_loading(crims::uniform_loading(loading));
        const CrimeTable table = simulator.step();
        for (std::size_t c = 0; c < table.size(); ++c) {
            all.emplace_back(crims::month_index(table.month), table.minute[c], table.zone[c],
                             table.offence[c], table.suspect[c], table.x[c], table.y[c]);
        }
    }
    return all;
}

std::size_t in_month(const std::vector<Crime>& all, crims::Month month) {
    return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](const Crime& crime) {
        return std::get<0>(crime) == crims::month_index(month);
    }));
}

TEST(Simulator, HoldsOffspringAgainstTheLoadingOfTheTimeTheyFallIn) {
    const Model model = town::model({.zones = 5, .crimes_a_month = 400});
    SimulationOptions options{.from = start};
    options.near_repeat = crims::NearRepeat{.ratio = 0.5, .mean_lag_days = 20};
    const std::vector<double> loadings = {1, 1, 0, 1, 1.5};
    const std::vector<Crime> simulated = crimes_under(Simulator(model, options), loadings);
    EXPECT_EQ(in_month(simulated, start + months(2)), 0); // not one of earlier months' offspring
    crims::Stepper stepper(model, crims::first_day(start), options);
    std::vector<Crime> stepped;
    for (std::size_t i = 0; i < loadings.size(); ++i) {
        stepper.set_loading(loadings[i]);
        const crims::Month month = start + months(i);
        const auto begin =
            duration_cast<minutes>(crims::first_day(month).time_since_epoch()).count();
        const crims::StepTable table = stepper.step();
        for (std::size_t c = 0; c < table.size(); ++c) {
            stepped.emplace_back(crims::month_index(month), table.time[c] - begin, table.zone[c],
                                 table.offence[c], table.suspect[c], table.x[c], table.y[c]);
        }
    }
    EXPECT_GT(simulated.size(), 1000);
    EXPECT_TRUE(simulated == stepped); // one rule for both
}

TEST(Simulator, TakesABaseLoadingForOneThatIsSet) {
    const Model model = town::model({.zones = 5, .crimes_a_month = 400});
    SimulationOptions options{.from = start};
    options.near_repeat = crims::NearRepeat{.ratio = 0.5, .mean_lag_days = 20};
    const crims::Loading base = {{.month = start, .factor = 1},
                                 {.month = start + months(1), .factor = 0.3}};
    std::vector<Crime> from_base;
    Simulator simulator = crims::Simulation(model, options, base).replicate(0);
    for (int i = 0; i < 3; ++i) {
        const CrimeTable table = simulator.step();
        for (std::size_t c = 0; c < table.size(); ++c) {
            from_base.emplace_back(crims::month_index(table.month), table.minute[c], table.zone[c],
                                   table.offence[c], table.suspect[c], table.x[c], table.y[c]);
        }
    }
    EXPECT_TRUE(from_base == crimes_under(Simulator(model, options), {1, 0.3, 1}));
}

TEST(Simulator, PutsOffspringNearTheirParentsAndInTheZone) {
    Model model = town::model({.zones = 1,
                               .crime_types = 1,
                               .offences_a_type = 1,
                               .places_a_cell = 1,
                               .crimes_a_month = 3000});
    // All that is nobody's offspring is at the first place; the others are where offspring may be.
    model.places = {{500, 500, 1e9}};
    for (int i = 0; i < 2500; ++i) {
        const Place place{375.0 + (5 * (i % 50)), 375.0 + (5.0 * (i / 50)), 1e-9};
        if (place.x != 500 || place.y != 500) {
            model.places.push_back(place);
        }
    }
    model.place_begin = {0, model.places.size()};
    const CrimeTable table =
        Simulator(model, {.from = start,
                          .near_repeat =
                              crims::NearRepeat{
                                  .ratio = 0.5, .mean_lag_days = 1, .spread = 20, .same_place = 0}})
            .step();
    std::vector<double> dx;
    double background = 0;
    for (std::size_t i = 0; i < table.size(); ++i) {
        ASSERT_TRUE(table.x[i] >= 0 && table.x[i] <= 1000 && table.y[i] >= 0 && table.y[i] <= 1000);
        dx.push_back(table.x[i] - 500);
        background += table.x[i] == 500 && table.y[i] == 500 ? 1 : 0;
    }
    // Generation g, a share 0.5^(g+1) of all, has variance g * 20^2: 400 on average.
    EXPECT_NEAR(moments(dx).variance / 400, 1, 0.3);
    EXPECT_NEAR(background / static_cast<double>(dx.size()), 0.5, 0.06);
}

TEST(Simulator, DrawsTheSameTimesWhateverThePlacement) {
    const Model model = town::model({});
    SimulationOptions options{.from = start, .near_repeat = crims::NearRepeat{.ratio = 0.5}};
    const CrimeTable placed = Simulator(model, options).step();
    options.placement = crims::Placement::none;
    const CrimeTable unplaced = Simulator(model, options).step();
    EXPECT_EQ(placed.minute, unplaced.minute);
    EXPECT_EQ(placed.zone, unplaced.zone);
    EXPECT_EQ(placed.suspect, unplaced.suspect);
}

TEST(Simulator, KeepsTheRhythmOfOffspring) {
    const Model model =
        town::model({.zones = 1, .crime_types = 1, .offences_a_type = 1, .crimes_a_month = 5000});
    const CrimeTable table =
        Simulator(model, {.from = 2021y / March,
                          .near_repeat = crims::NearRepeat{.ratio = 0.5, .mean_lag_days = 3}})
            .step();
    for (const std::uint16_t minute : table.minute) {
        // March 2021 began on a Monday, whose day period has weight 0.
        EXPECT_FALSE(minute / 480 % 21 == 1);
    }
}

TEST(Simulator, IsSteppedByAModelOfPoliceWhoFeedBackLoading) {
    // Police want 300 crimes a month; where they see more they act, and the rate falls.
    const Model model = town::model({.zones = 20, .crimes_a_month = 600});
    Simulator simulator(model, {.from = start});
    double loading = 1;
    std::vector<double> counts;
    for (int month = 0; month < 36; ++month) {
        simulator.set_loading(crims::uniform_loading(loading));
        const CrimeTable table = simulator.step();
        const double season = month % 12 < 6 ? 2.0 / 3 : 4.0 / 3;
        counts.push_back(static_cast<double>(table.size()) / season);
        loading *= 300 / counts.back();
    }
    EXPECT_EQ(simulator.month(), 2023y / January);
    EXPECT_NEAR(counts.front(), 600, 5 * 30);
    EXPECT_NEAR(moments({counts.end() - 24, counts.end()}).mean, 300, 15);
}

/// Pairs of crimes of a type at the very place and within three days.
std::size_t repeated(const CrimeTable& crimes, const Model& model, std::size_t type) {
    std::size_t pairs = 0;
    for (std::size_t i = 0; i < crimes.size(); ++i) {
        for (std::size_t j = i + 1;
             j < crimes.size() && crimes.minute[j] - crimes.minute[i] < 3 * 1440; ++j) {
            pairs += model.offences[crimes.offence[i]].crime_type == type &&
                             crimes.offence[i] == crimes.offence[j] && crimes.x[i] == crimes.x[j] &&
                             crimes.y[i] == crimes.y[j]
                         ? 1
                         : 0;
        }
    }
    return pairs;
}

TEST(Simulator, CrimesFollowCrimesAsTheModelKnowsItOfEachType) {
    Model model = town::model({});
    model.near_repeats = {crims::NearRepeat{.ratio = 0},
                          crims::NearRepeat{.ratio = 0.5, .mean_lag_days = 1, .same_place = 1},
                          std::nullopt};
    const SimulationOptions alone{.from = start, .placement = crims::Placement::uniform};
    SimulationOptions followed = alone;
    followed.near_repeat = crims::NearRepeatChoice{};
    const CrimeTable before = Simulator(model, alone).step();
    const CrimeTable after = Simulator(model, followed).step();
    const auto of_type = [&model](const CrimeTable& crimes, std::size_t type) {
        std::vector<std::tuple<std::uint16_t, std::uint32_t, double>> found;
        for (std::size_t i = 0; i < crimes.size(); ++i) {
            if (model.offences[crimes.offence[i]].crime_type == type) {
                found.emplace_back(crimes.minute[i], crimes.zone[i], crimes.x[i]);
            }
        }
        return found;
    };
    EXPECT_EQ(of_type(before, 0), of_type(after, 0)); // nothing follows: one by one the same
    EXPECT_NE(of_type(before, 1), of_type(after, 1));
    EXPECT_NE(of_type(before, 2), of_type(after, 2)); // not known: what is usual
    EXPECT_EQ(repeated(before, model, 1), 0U);
    EXPECT_GT(repeated(after, model, 1), 10U);
    followed.near_repeat->ratio = 0; // what is given holds for all types
    EXPECT_EQ(of_type(Simulator(model, followed).step(), 1), of_type(before, 1));
}

TEST(Simulator, HasOneSetOfUsualNearRepeats) {
    EXPECT_EQ(crims::NearRepeat(), crims::usual_near_repeat);
    const Model model = town::model({.crimes_a_month = 5000});
    const auto crimes_with = [&](const crims::NearRepeatChoice& repeats) {
        return crimes_under(Simulator(model, {.from = start, .near_repeat = repeats}), {1});
    };
    EXPECT_TRUE(crimes_with(crims::NearRepeat()) == crimes_with({}));
    EXPECT_TRUE(crimes_with(crims::NearRepeat{.ratio = 0.5}) == crimes_with({.ratio = 0.5}));
}

TEST(Simulator, RefusesNearRepeatsThatAreNone) {
    Model model = town::model({});
    model.near_repeats.assign(2, std::nullopt);
    EXPECT_THROW(crims::validate(model), crims::ModelError);
    model.near_repeats.assign(3, std::nullopt);
    EXPECT_NO_THROW(crims::validate(model));
    for (const crims::NearRepeat& wrong : std::vector<crims::NearRepeat>{
             {.ratio = 1}, {.mean_lag_days = 0}, {.spread = -1}, {.same_place = 1.1}}) {
        model.near_repeats[1] = wrong;
        EXPECT_THROW(crims::validate(model), crims::ModelError);
    }
}

TEST(Simulator, RefusesOptionsThatMeanNothing) {
    const Model model = town::model({});
    const double nan = std::nan("");
    for (const crims::NearRepeat& near_repeat :
         std::vector<crims::NearRepeat>{{.ratio = 1},
                                        {.ratio = 0.9999999},
                                        {.ratio = nan},
                                        {.mean_lag_days = 0},
                                        {.mean_lag_days = 5e-324},
                                        {.mean_lag_days = 1e308},
                                        {.mean_lag_days = nan},
                                        {.spread = -1},
                                        {.spread = 1e308},
                                        {.spread = nan}}) {
        EXPECT_THROW(Simulator(model, {.from = start, .near_repeat = near_repeat}),
                     std::invalid_argument);
    }
    EXPECT_THROW(Simulator(model, {.from = start}).set_loading(crims::uniform_loading(-1)),
                 std::invalid_argument);
}

// Each number can be, and so can what is expected: what is drawn cannot.
TEST(Simulator, EndsAMonthThatHasMoreCrimesThanCanBeHeld) {
    Model model = town::model({.zones = 40});
    model.incidence.assign(model.incidence.size(), 1e4);
    model.dispersion.assign(model.crime_types.size(), {.zone_month = 1e6});
    ASSERT_NO_THROW(crims::validate(model));
    const crims::Simulation simulation(model, {.from = start, .placement = crims::Placement::none});
    bool ended = false;
    for (std::uint32_t replicate = 0; replicate < 20000 && !ended; ++replicate) {
        try {
            simulation.replicate(replicate).step();
        } catch (const std::domain_error& error) {
            ended = true;
            EXPECT_NE(std::string(error.what()).find("more than 10,000,000 crimes in a month"),
                      std::string::npos);
        }
    }
    EXPECT_TRUE(ended);
}

TEST(Simulator, EndsAMonthInWhichZonesTogetherHaveMoreCrimesThanCanBeHeld) {
    Model model = town::model({.zones = 15, .crime_types = 1, .offences_a_type = 1});
    model.incidence.assign(model.incidence.size(), 1e6); // no zone alone has too many
    Simulator simulator(model, {.from = start, .placement = crims::Placement::none});
    EXPECT_THROW(simulator.step(), std::domain_error);
}

TEST(Simulator, SimulatesAModelWithoutCrime) {
    Model model = town::model({});
    std::fill(model.incidence.begin(), model.incidence.end(), 0);
    EXPECT_EQ(Simulator(model, {.from = start}).step().size(), 0U);
}

TEST(Simulator, ZonesThatAreLeftOutChangeNothingInTheOthers) {
    const crims::Model town = town::model({});
    crims::SimulationOptions options{.from = 2020y / March,
                                     .near_repeat = crims::NearRepeat{.spread = 20}};
    const crims::CrimeTable all = crims::Simulator(town, options).step();
    options.zones = {0, 1, 0, 1};
    const crims::CrimeTable some = crims::Simulator(town, options).step();
    std::size_t next = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all.zone[i] % 2 == 1) {
            ASSERT_LT(next, some.size());
            EXPECT_EQ(some.zone[next], all.zone[i]);
            EXPECT_EQ(some.minute[next], all.minute[i]);
            EXPECT_EQ(some.x[next], all.x[i]);
            ++next;
        }
    }
    EXPECT_GE(next, 100);
    EXPECT_EQ(next, some.size());
    options.zones = {1};
    EXPECT_THROW(crims::Simulator(town, options), std::invalid_argument);
}

} // namespace
