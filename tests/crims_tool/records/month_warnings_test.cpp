// SPDX-License-Identifier: MIT
#include "crims_tool/records/month_warnings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using crims_tool::beyond_data_warning;
using crims_tool::odd_months;
using crims_tool::OddMonth;
using std::chrono::year;
using testing::HasSubstr;

/// Two zones, two types, two years: the first type falls to a tenth in April 2020.
crims::CrimeCounts lockdown() {
    constexpr std::size_t months = 24;
    crims::CrimeCounts counts{.zones = 2,
                              .crime_types = 2,
                              .from = year(2019) / 1,
                              .months = months,
                              .present = std::vector<std::uint8_t>(months, 1),
                              .located = std::vector<std::uint32_t>(4 * months, 100),
                              .unlocated = std::vector<std::uint32_t>(2 * months, 50)};
    for (const std::size_t cell : {0U, 2U}) {
        counts.located[(cell * months) + 15] = 10;
    }
    counts.unlocated[15] = 5;
    return counts;
}

crims::Model model_with_trend(double per_year) {
    crims::Model model;
    model.trends = {{}, {.per_year = per_year}};
    model.data = crims::DataMonths{year(2018) / 1, year(2019) / 12};
    return model;
}

} // namespace

TEST(OddMonths, are_found_in_all_crimes_and_by_type) {
    const std::vector<OddMonth> odd = odd_months(lockdown(), {"theft", "drugs"});
    ASSERT_EQ(odd.size(), 2);
    EXPECT_EQ(odd[0].crime_type, "");
    EXPECT_EQ(odd[0].month, year(2020) / 4);
    EXPECT_EQ(odd[0].crimes, 275);
    EXPECT_NEAR(odd[0].expected, 500, 1e-9);
    EXPECT_EQ(odd[1].crime_type, "theft");
    EXPECT_EQ(odd[1].crimes, 25);
    const std::string warning = crims_tool::odd_months_warning(odd);
    EXPECT_THAT(
        warning,
        HasSubstr(
            "all crimes in 2020-04 (275 where about 500 were expected), theft in 2020-04 (25 where about 250"));
    EXPECT_THAT(warning, HasSubstr("--exclude-months"));
}

TEST(OddMonths, are_none_where_the_odd_month_is_left_out) {
    crims::CrimeCounts counts = lockdown();
    counts.present[15] = 0;
    EXPECT_TRUE(odd_months(counts, {"theft", "drugs"}).empty());
    EXPECT_EQ(crims_tool::odd_months_warning({}), "");
}

TEST(BeyondData, is_told_where_the_trend_is_held) {
    const crims::Model model = model_with_trend(0.2);
    EXPECT_EQ(beyond_data_warning(model, {year(2018) / 1, year(2020) / 12}), "");
    EXPECT_EQ(beyond_data_warning(model, {year(2017) / 1, year(2019) / 12}), "");
    const std::string late = beyond_data_warning(model, {year(2030) / 1, year(2030) / 12});
    EXPECT_THAT(
        late,
        HasSubstr(
            "2030-01 to 2030-12 is up to 132 months beyond the model's data (2018-01 to 2019-12)"));
    EXPECT_THAT(late, HasSubstr("stay level from 12 months before and after them"));
    EXPECT_THAT(beyond_data_warning(model, {year(1990) / 1, year(2018) / 1}), HasSubstr("336"));
    EXPECT_THAT(beyond_data_warning(model_with_trend(0), {year(2021) / 1, year(2021) / 1}),
                HasSubstr("It has no trend"));
}

TEST(BeyondData, is_not_known_without_the_months_of_the_data) {
    crims::Model model = model_with_trend(0.2);
    model.data.reset();
    EXPECT_EQ(beyond_data_warning(model, {year(2090) / 1, year(2090) / 12}), "");
}
