// SPDX-License-Identifier: MIT
#include "crims_tool/calibrate/outcome_counts.hpp"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using crims::OutcomeMeaning;
using crims_tool::count_outcomes;
using crims_tool::OutcomeCounts;
using crims_tool::RecordedCrimes;
using crims_tool::TypeOutcomes;
using crims_tool::ZoneAssignment;
using std::chrono::year;

/// Crimes of two types in one zone from January 2020 on.
class World {
  public:
    explicit World(unsigned months) {
        crimes.months = {year(2020) / 1, year(2020) / static_cast<int>(months)};
        crimes.present.assign(months, 1);
        crimes.crime_types = {"burglary", "drugs"};
        zones.zones = {"Z"};
    }

    void add(std::uint16_t month, OutcomeMeaning outcome, std::size_t number,
             std::uint16_t type = 0, std::uint32_t zone = 0) {
        for (std::size_t i = 0; i < number; ++i) {
            crimes.crime_type.push_back(type);
            crimes.month.push_back(month);
            crimes.lsoa.push_back(crims_tool::none);
            crimes.point.push_back(crims_tool::none);
            crimes.outcome.push_back(outcome);
            zones.zone.push_back(zone);
        }
    }

    OutcomeCounts count() const { return count_outcomes(crimes, zones); }

    RecordedCrimes crimes;
    ZoneAssignment zones;
};

} // namespace

TEST(OutcomeCounts, take_a_crime_without_news_for_one_without_a_suspect) {
    World world(1);
    world.add(0, OutcomeMeaning::identified, 4);
    world.add(0, OutcomeMeaning::not_identified, 2);
    world.add(0, OutcomeMeaning::no_news, 94);
    const OutcomeCounts counts = world.count();
    EXPECT_EQ(counts.cells[0].known, 100);
    EXPECT_EQ(counts.cells[0].identified, 4);
    EXPECT_DOUBLE_EQ(counts.types[0].low(), 0.04);
    EXPECT_DOUBLE_EQ(counts.types[0].high(), 4.0 / 6);
    EXPECT_DOUBLE_EQ(counts.types[0].unknown_share(), 0.94);
}

TEST(OutcomeCounts, leave_out_months_that_are_under_investigation_yet) {
    World world(3);
    world.add(0, OutcomeMeaning::identified, 3);
    world.add(0, OutcomeMeaning::no_news, 7);
    world.add(1, OutcomeMeaning::identified, 2); // early outcomes are no sample of all
    world.add(1, OutcomeMeaning::open, 8);
    world.add(2, OutcomeMeaning::no_news, 5);
    world.add(2, OutcomeMeaning::open, 5, 1);
    const OutcomeCounts counts = world.count();
    EXPECT_EQ(counts.open, (std::vector<crims::Month>{year(2020) / 2}));
    EXPECT_FALSE(counts.all_open);
    EXPECT_EQ(counts.cells[0].known, 15);
    EXPECT_EQ(counts.cells[0].identified, 3);
    EXPECT_EQ(counts.types[1].unknown, 5) << "the rest of a month that counts";
}

TEST(OutcomeCounts, take_what_there_is_where_every_month_is_under_investigation) {
    World world(2);
    world.crimes.present[1] = 0;
    world.add(0, OutcomeMeaning::identified, 1);
    world.add(0, OutcomeMeaning::open, 9);
    const OutcomeCounts counts = world.count();
    EXPECT_TRUE(counts.all_open);
    EXPECT_TRUE(counts.open.empty());
    EXPECT_EQ(counts.cells[0].known, 10);
    const auto warnings = outcome_warnings(counts, world.crimes.crime_types);
    ASSERT_EQ(warnings.size(), 2);
    EXPECT_THAT(warnings[1], testing::HasSubstr("In all months"));
}

TEST(OutcomeCounts, are_blind_to_crimes_of_which_no_outcome_is_kept) {
    World world(1);
    world.add(0, OutcomeMeaning::none, 30, 1);
    world.add(0, OutcomeMeaning::never_seen, 30, 1);
    world.add(0, OutcomeMeaning::identified, 1);
    const OutcomeCounts counts = world.count();
    EXPECT_EQ(counts.cells[1].known, 0);
    EXPECT_EQ(counts.types[1].crimes(), 0);
    EXPECT_TRUE(std::isnan(counts.types[1].low()));
    EXPECT_TRUE(outcome_warnings(counts, world.crimes.crime_types).empty());
}

TEST(OutcomeCounts, of_types_hold_crimes_of_no_zone_as_well) {
    World world(1);
    world.add(0, OutcomeMeaning::identified, 2, 0, crims_tool::none);
    world.add(0, OutcomeMeaning::not_identified, 3);
    const OutcomeCounts counts = world.count();
    EXPECT_EQ(counts.types[0].crimes(), 5);
    EXPECT_EQ(counts.cells[0].known, 3);
}

TEST(OutcomeCounts, warn_of_types_most_of_whose_outcomes_are_unknown) {
    World world(1);
    world.add(0, OutcomeMeaning::identified, 45);
    world.add(0, OutcomeMeaning::not_identified, 55);
    world.add(0, OutcomeMeaning::no_news, 900);
    world.add(0, OutcomeMeaning::identified, 6, 1);
    world.add(0, OutcomeMeaning::no_news, 6, 1);
    const auto warnings = outcome_warnings(world.count(), world.crimes.crime_types);
    ASSERT_EQ(warnings.size(), 1);
    EXPECT_THAT(
        warnings[0],
        testing::EndsWith(
            "burglary (90.0 % unknown; 4.5 % have a suspect, or 45.0 % if the unknown were like the rest)."));
}
