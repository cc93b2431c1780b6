// SPDX-License-Identifier: MIT
#include "crims/month_check.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <vector>

using crims::check_months;
using crims::MonthCheck;
using crims::MonthVerdict;

namespace {

std::vector<MonthCheck> checked(const std::vector<std::uint64_t>& counts) {
    return check_months(counts, std::vector<std::uint8_t>(counts.size(), 1));
}

/// Indices of the months with a verdict.
std::vector<std::size_t> with(MonthVerdict verdict, const std::vector<MonthCheck>& checks) {
    std::vector<std::size_t> found;
    for (std::size_t m = 0; m < checks.size(); ++m) {
        if (checks[m].verdict == verdict) {
            found.push_back(m);
        }
    }
    return found;
}

/// Rows of the published files of Avon and Somerset, 2018-01 to 2021-09 (one less than the lines
/// of each).
const std::vector<std::uint64_t> avon{
    13566, 12635, 14117, 15201, 15594, 16263, 16787, 15335, 14801, 15075, 14037, 13226,
    13575, 13183, 14917, 14608, 15298, 15541, 16595, 14994, 14927, 14883, 14290, 13395,
    14484, 13801, 13707, 11039, 13143, 14524, 15937, 15958, 14277, 13420, 12284, 11784,
    10426, 9984,  13046, 13095, 14046, 14625, 15220, 14786, 14661};

using Places = std::vector<std::size_t>;

} // namespace

TEST(MonthCheck, finds_the_lockdowns_of_april_2020_and_early_2021_in_avon_and_somerset) {
    const std::vector<MonthCheck> checks = checked(avon);
    EXPECT_EQ(with(MonthVerdict::drop, checks), (Places{27, 36, 37}));
    EXPECT_EQ(with(MonthVerdict::rise, checks), Places{});
    EXPECT_EQ(with(MonthVerdict::unknown, checks), Places{});
    EXPECT_GT(checks[27].expected, 13000); // the Aprils around it have 13,095 to 15,201
    EXPECT_LT(checks[27].expected, 15000);
    EXPECT_LT(checks[27].score, -3.5);
}

TEST(MonthCheck, finds_a_stub_where_too_few_months_lie_around_it) {
    std::vector<std::uint64_t> counts{370, 350, 380, 360, 365, 372};
    std::vector<std::uint8_t> present(counts.size(), 1);
    counts.resize(44);
    present.resize(44);
    counts[43] = 14;
    present[43] = 1;
    const std::vector<MonthCheck> checks = check_months(counts, present);
    EXPECT_EQ(with(MonthVerdict::drop, checks), Places{43});
    EXPECT_EQ(checks[43].expected, 367.5);
    EXPECT_LT(checks[43].score, -3.5);
    EXPECT_EQ(with(MonthVerdict::unknown, checks).size(), 43U);
    counts[43] = 40; // more than a tenth: nothing is known of it
    EXPECT_EQ(with(MonthVerdict::drop, check_months(counts, present)), Places{});
    EXPECT_EQ(with(MonthVerdict::drop, checked({9, 0, 9})), Places{});
    EXPECT_EQ(with(MonthVerdict::drop, checked({247, 0})), Places{1});
    EXPECT_EQ(with(MonthVerdict::drop, checked({0})), Places{});
}

TEST(MonthCheck, finds_a_file_that_is_half_there_and_one_that_is_there_twice) {
    std::vector<std::uint64_t> counts = avon;
    counts[20] /= 2;
    counts[8] *= 2;
    const std::vector<MonthCheck> checks = checked(counts);
    EXPECT_EQ(checks[20].verdict, MonthVerdict::drop);
    EXPECT_EQ(checks[8].verdict, MonthVerdict::rise);
}

TEST(MonthCheck, a_season_that_returns_every_year_is_plausible) {
    std::vector<std::uint64_t> counts;
    for (int m = 0; m < 60; ++m) {
        counts.push_back(m % 12 == 6 ? 20000 : 10000); // a month twice the others
    }
    EXPECT_EQ(with(MonthVerdict::plausible, checked(counts)).size(), counts.size());
    counts[30] = 10000; // the third of them is as the others
    EXPECT_EQ(with(MonthVerdict::drop, checked(counts)), Places{30});
}

TEST(MonthCheck, a_steady_trend_is_plausible) {
    std::vector<std::uint64_t> counts;
    for (int m = 0; m < 48; ++m) {
        counts.push_back(static_cast<std::uint64_t>(std::lround(10000 * std::exp(0.01 * m))));
    }
    const std::vector<MonthCheck> checks = checked(counts);
    EXPECT_EQ(with(MonthVerdict::plausible, checks).size(), counts.size());
}

TEST(MonthCheck, less_than_a_tenth_is_never_implausible_however_regular_the_months) {
    std::vector<std::uint64_t> counts(36, 1'000'000);
    counts[18] = 901'000;
    EXPECT_EQ(with(MonthVerdict::plausible, checked(counts)).size(), counts.size());
    counts[18] = 899'000;
    EXPECT_EQ(with(MonthVerdict::drop, checked(counts)), Places{18});
}

TEST(MonthCheck, small_counts_are_as_uncertain_as_poisson_s) {
    std::vector<std::uint64_t> counts(36, 9);
    counts[18] = 18; // + ln 2 with an error of 1/3: a score of 2.08
    EXPECT_NEAR(checked(counts)[18].score, std::log(2) * 3, 1e-12);
    EXPECT_EQ(with(MonthVerdict::plausible, checked(counts)).size(), counts.size());
    counts[18] = 0; // counted as a half
    EXPECT_EQ(with(MonthVerdict::drop, checked(counts)), Places{18});
}

TEST(MonthCheck, missing_months_are_unknown_and_no_zero) {
    std::vector<std::uint64_t> counts(45, 10000);
    std::vector<std::uint8_t> present(counts.size(), 1);
    for (const std::size_t gap : {13U, 14U, 20U}) {
        present[gap] = 0;
        counts[gap] = 0;
    }
    counts[27] = 7000;
    const std::vector<MonthCheck> checks = check_months(counts, present);
    EXPECT_EQ(with(MonthVerdict::unknown, checks), (Places{13, 14, 20}));
    EXPECT_EQ(with(MonthVerdict::drop, checks), Places{27});
    EXPECT_TRUE(std::isnan(checks[13].expected) && std::isnan(checks[13].score));
    EXPECT_NEAR(checks[12].expected, 10000, 1e-6);
}

TEST(MonthCheck, fewer_than_six_months_around_one_tell_nothing) {
    EXPECT_EQ(with(MonthVerdict::unknown, checked(std::vector<std::uint64_t>(6, 10))).size(), 6U);
    EXPECT_EQ(with(MonthVerdict::plausible, checked(std::vector<std::uint64_t>(7, 10))).size(), 7U);
    EXPECT_TRUE(checked({}).empty());
}

TEST(MonthCheck, counts_and_presence_must_be_of_the_same_months) {
    EXPECT_THROW(check_months(avon, std::vector<std::uint8_t>(3, 1)), std::invalid_argument);
}
