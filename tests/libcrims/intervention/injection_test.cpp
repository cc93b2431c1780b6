// SPDX-License-Identifier: MIT
#include "crims/injection.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include <gtest/gtest.h>

namespace {

using namespace std::chrono;
using crims::CrimeFate;
using crims::InjectedIntervention;
using crims::InjectionCrimes;
using crims::InjectionPeriod;
using crims::InjectionResult;
using crims::InjectionSite;
using crims::InjectionTally;

constexpr sys_days first_day = 2021y / May / 1;
constexpr int all_days = 90; // May, June and most of July

/// Crimes of two types in turns: two in three in the area (0 <= x < 100), the third in the ring
/// (100 <= x < 200), a day after the other, over and over.
InjectionCrimes crimes(std::size_t count) {
    InjectionCrimes crimes;
    for (std::size_t i = 0; i < count; ++i) {
        const sys_days day = first_day + days(static_cast<int>(i) * 7 % all_days);
        crimes.crime_type.push_back(i / 3 % 2 == 0 ? 0 : 1);
        crimes.dates.push_back({day, day});
        crimes.x.push_back(i % 3 == 2 ? 150 : 50);
        crimes.y.push_back(static_cast<double>(i % 100));
    }
    return crimes;
}

InjectionSite site(double x) {
    if (x < 0 || x >= 200) {
        return InjectionSite::elsewhere;
    }
    return x < 100 ? InjectionSite::area : InjectionSite::ring;
}

/// In June.
InjectedIntervention injected(const InjectionCrimes& crimes, std::vector<double> effect,
                              double displaced = 0) {
    InjectedIntervention result;
    result.intervention = {.name = "patrols",
                           .start = 2021y / June / 1,
                           .end = 2021y / June / 30,
                           .effect = std::move(effect),
                           .displaced = displaced};
    result.before = {2021y / May / 2, 2021y / May / 31};
    for (const double x : crimes.x) {
        result.sites.push_back(site(x));
    }
    // Two triangles whose left half is the area; only the right half is ring.
    result.ring = {{.x = {0, 200, 200}, .y = {0, 0, 100}}, {.x = {0, 200, 0}, .y = {0, 100, 100}}};
    result.in_ring = [](double x, double) { return site(x) == InjectionSite::ring; };
    return result;
}

InjectionResult inject(const InjectionCrimes& crimes, const InjectedIntervention& injected,
                       std::uint64_t seed = 1) {
    return crims::inject(crimes, std::span(&injected, 1), seed);
}

bool is_june(const crims::StudyPeriod& dates) {
    return year_month_day(dates.start).month() == June;
}

InjectionTally total(const InjectionResult& result, std::size_t intervention = 0) {
    InjectionTally sum;
    for (const auto& type : result.truth.at(intervention).by_type) {
        sum = std::accumulate(type.begin(), type.end(), sum,
                              [](InjectionTally a, const auto& b) { return a += b; });
    }
    return sum;
}

void expect_near_binomial(std::uint64_t hits, double n, double p) {
    EXPECT_NEAR(static_cast<double>(hits), n * p, 4 * std::sqrt(n * p * (1 - p)));
}

TEST(Injection, OfNoEffectChangesNothing) {
    const InjectionCrimes all = crimes(3000);
    const InjectionResult result = inject(all, injected(all, {0, 0}, 1));
    EXPECT_TRUE(std::all_of(result.fate.begin(), result.fate.end(),
                            [](CrimeFate fate) { return fate == CrimeFate::untouched; }));
    EXPECT_TRUE(result.displaced.empty());
    EXPECT_EQ(total(result).true_effect(), 0);
}

TEST(Injection, OfFullEffectPreventsAllInAreaTypeAndTime) {
    const InjectionCrimes all = crimes(3000);
    const InjectionResult result = inject(all, injected(all, {1, 0}));
    for (std::size_t i = 0; i < all.size(); ++i) {
        const bool concerned = all.x[i] < 100 && all.crime_type[i] == 0 && is_june(all.dates[i]);
        EXPECT_EQ(result.fate[i] == CrimeFate::prevented, concerned) << i;
    }
}

TEST(Injection, PreventsAndDisplacesTheSharesItSays) {
    const InjectionCrimes all = crimes(90000);
    const InjectionResult result = inject(all, injected(all, {0.3, 0.1}, 0.25));
    double concerned = 0;
    for (std::size_t type : {0U, 1U}) {
        const double n = static_cast<double>(
            std::count_if(all.x.begin(), all.x.end(), [&, i = std::size_t{0}](double x) mutable {
                const bool counts = x < 100 && all.crime_type[i] == type && is_june(all.dates[i]);
                ++i;
                return counts;
            }));
        const InjectionTally& during = result.truth[0].by_type[type][1];
        EXPECT_EQ(static_cast<double>(during.crimes), n);
        expect_near_binomial(during.prevented, n, type == 0 ? 0.3 : 0.1);
        expect_near_binomial(during.displaced, static_cast<double>(during.prevented), 0.25);
        EXPECT_NEAR(during.expected_prevented, n * (type == 0 ? 0.3 : 0.1), 1e-6);
        EXPECT_NEAR(during.expected_effect(), -0.75 * during.expected_prevented, 1e-6);
        concerned += n;
    }
    EXPECT_GT(concerned, 10000);
    EXPECT_EQ(total(result).displaced, result.displaced.size());
}

TEST(Injection, TruthIsWhatARecountFinds) {
    const InjectionCrimes all = crimes(20000);
    InjectedIntervention fading = injected(all, {0.5, 0.4}, 0.5);
    fading.intervention.decay = {crims::Shape::exponential, 10};
    const InjectionResult result = inject(all, fading);
    std::array<std::array<std::uint64_t, 4>, crims::injection_periods> expected = {};
    for (std::size_t i = 0; i < all.size(); ++i) {
        const sys_days day = all.dates[i].start;
        const std::size_t period = day < fading.intervention.start ? 0
                                   : day > fading.intervention.end ? 2
                                                                   : 1;
        if (day >= fading.before.start) {
            auto& counts = expected.at(period);
            counts[0] += all.x[i] < 100 ? 1 : 0;
            counts[1] += all.x[i] < 100 ? 0 : 1;
            counts[2] += result.fate[i] == CrimeFate::untouched ? 0 : 1;
            counts[3] += result.fate[i] == CrimeFate::displaced ? 1 : 0;
        }
    }
    for (std::size_t period = 0; period < expected.size(); ++period) {
        InjectionTally sum = result.truth[0].by_type[0].at(period);
        sum += result.truth[0].by_type[1].at(period);
        EXPECT_EQ((std::array{sum.crimes, sum.ring_crimes, sum.prevented, sum.displaced}),
                  expected.at(period));
    }
    EXPECT_GT(expected[2][2], 0) << "the effect goes on after the end";
}

TEST(Injection, OfACrimeDependsOnItsPositionAlone) {
    const InjectionCrimes few = crimes(1000);
    const InjectionCrimes many = crimes(5000);
    const InjectionResult small = inject(few, injected(few, {0.3, 0.3}, 0.5));
    const InjectionResult large = inject(many, injected(many, {0.3, 0.3}, 0.5));
    EXPECT_TRUE(std::equal(small.fate.begin(), small.fate.end(), large.fate.begin()));
    for (std::size_t i = 0; i < small.displaced.size(); ++i) {
        EXPECT_EQ(small.displaced[i].crime, large.displaced[i].crime);
        EXPECT_EQ(small.displaced[i].x, large.displaced[i].x);
    }
    EXPECT_NE(inject(few, injected(few, {0.3, 0.3}, 0.5), 2).fate, small.fate);
}

TEST(Injection, OfAGreaterEffectPreventsTheSameCrimesAndMore) {
    const InjectionCrimes all = crimes(3000);
    const InjectionResult weak = inject(all, injected(all, {0.2, 0.2}));
    const InjectionResult strong = inject(all, injected(all, {0.5, 0.5}));
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (weak.fate[i] == CrimeFate::prevented) {
            EXPECT_EQ(strong.fate[i], CrimeFate::prevented);
        }
    }
}

TEST(Injection, SpreadsDisplacedCrimesEvenlyOverTheRing) {
    const InjectionCrimes all = crimes(60000);
    const InjectionResult result = inject(all, injected(all, {1, 1}, 1));
    std::array<double, 4> quarters = {};
    for (const crims::DisplacedCrime& moved : result.displaced) {
        ASSERT_TRUE(moved.x >= 100 && moved.x < 200 && moved.y > 0 && moved.y < 100);
        quarters.at((moved.x < 150 ? 0 : 1) + (moved.y < 50 ? 0 : 2)) += 1;
    }
    const auto n = static_cast<double>(result.displaced.size());
    for (const double quarter : quarters) {
        EXPECT_NEAR(quarter, n / 4, 4 * std::sqrt(n * 3 / 16));
    }
}

TEST(Injection, PutsDisplacedCrimesWhereTheirTypeAlreadyIs) {
    InjectionCrimes all = crimes(3000);
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all.x[i] >= 100) { // those of type 0 at 110, of type 1 at 190; outside June at 150
            all.x[i] = !is_june(all.dates[i]) ? 150 : all.crime_type[i] == 0 ? 110 : 190;
        }
    }
    InjectedIntervention intervention = injected(all, {1, 1}, 1);
    intervention.intervention.ring_placement = crims::RingPlacement::crime;
    for (const crims::DisplacedCrime& moved : inject(all, intervention).displaced) {
        EXPECT_EQ(moved.x, all.crime_type[moved.crime] == 0 ? 110 : 190);
    }
    for (std::size_t i = 0; i < all.size(); ++i) { // no crime of type 1 is left in the ring
        if (all.x[i] == 190) {
            intervention.sites[i] = InjectionSite::elsewhere;
        }
    }
    const InjectionResult without = inject(all, intervention);
    EXPECT_TRUE(std::all_of(without.displaced.begin(), without.displaced.end(),
                            [](const auto& moved) { return moved.x == 110; }));
    std::replace(intervention.sites.begin(), intervention.sites.end(), InjectionSite::ring,
                 InjectionSite::elsewhere);
    const InjectionResult nowhere = inject(all, intervention);
    EXPECT_TRUE(std::all_of(nowhere.displaced.begin(), nowhere.displaced.end(),
                            [](const auto& moved) { return moved.x > 100 && moved.x != 110; }));
}

TEST(Injection, DiffusesTheShareOfTheBenefit) {
    const InjectionCrimes all = crimes(90000);
    const InjectionResult result = inject(all, injected(all, {0.4, 0.2}, -0.25));
    for (const auto& type : result.truth[0].by_type) {
        const InjectionTally& during = type[1];
        EXPECT_NEAR(during.expected_diffused, 0.25 * during.expected_prevented, 1e-6);
        const auto n = static_cast<double>(during.ring_crimes);
        expect_near_binomial(during.diffused, n, during.expected_diffused / n);
        EXPECT_EQ(during.displaced, 0);
    }
    EXPECT_TRUE(result.truth[0].diffusion_capped.empty());
}

TEST(Injection, DiffusesNoMoreThanThereIs) {
    const InjectionCrimes all = crimes(3000);
    const InjectionResult result = inject(all, injected(all, {0.9, 0.1}, -1));
    const InjectionTally& during = result.truth[0].by_type[0][1];
    EXPECT_EQ(during.diffused, during.ring_crimes);
    EXPECT_EQ(result.truth[0].diffusion_capped, std::vector<std::size_t>{0});
}

TEST(Injection, OfSeveralTouchesACrimeOnce) {
    const InjectionCrimes all = crimes(60000);
    const std::array both = {injected(all, {0.5, 0.5}, 0.5), injected(all, {0.4, 0.4})};
    const InjectionResult result = crims::inject(all, both, 1);
    const InjectionResult first = inject(all, both[0]);
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (first.fate[i] != CrimeFate::untouched) {
            ASSERT_EQ(result.fate[i], first.fate[i]);
        }
    }
    const InjectionTally tally = total(result, 1);
    EXPECT_NEAR(tally.expected_prevented, 0.4 * total(result).expected_prevented, 1e-6);
    const auto left =
        static_cast<double>(result.truth[1].by_type[0][1].crimes +
                            result.truth[1].by_type[1][1].crimes - total(result).prevented);
    expect_near_binomial(tally.prevented, left, 0.4);
}

TEST(Injection, OfCrimesDatedByMonthHasTheMonthsMeanStrength) {
    InjectionCrimes all = crimes(30000);
    for (crims::StudyPeriod& dates : all.dates) {
        const year_month_day day(dates.start);
        dates = {sys_days(day.year() / day.month() / 1), sys_days(day.year() / day.month() / last)};
    }
    InjectedIntervention late = injected(all, {0.8, 0.8});
    late.intervention.start = 2021y / June / 16; // half of June
    const InjectionResult result = inject(all, late);
    const InjectionTally tally = total(result);
    const auto n = static_cast<double>(result.truth[0].by_type[0][1].crimes +
                                       result.truth[0].by_type[1][1].crimes);
    EXPECT_NEAR(tally.expected_prevented, 0.4 * n, 1e-6);
    expect_near_binomial(tally.prevented, n, 0.4);
}

TEST(Injection, RefusesWhatDoesNotFit) {
    const InjectionCrimes all = crimes(300);
    InjectedIntervention intervention = injected(all, {1, 1}, 1);
    intervention.ring.clear();
    EXPECT_THROW(inject(all, intervention), std::domain_error);
    intervention = injected(all, {1, 1}, 1);
    intervention.in_ring = [](double, double) { return false; };
    EXPECT_THROW(inject(all, intervention), std::domain_error);
    EXPECT_THROW(inject(all, injected(all, {1})), std::invalid_argument);
    EXPECT_THROW(inject(all, injected(crimes(200), {1, 1})), std::invalid_argument);
    InjectionCrimes ragged = all;
    ragged.y.pop_back();
    EXPECT_THROW(inject(ragged, injected(all, {1, 1})), std::invalid_argument);
}

} // namespace
