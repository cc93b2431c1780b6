// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "crims/victims.hpp"

namespace {

TEST(Victims, are_drawn_by_people_times_risk) {
    const std::vector<std::int64_t> people{100, 0, 300, 50};
    const crims::VictimRisk offence{.risk = {2, 9, 1, 0}};
    std::array<double, 4> drawn{};
    constexpr std::uint64_t crimes = 50'000;
    for (std::uint64_t crime = 0; crime < crimes; ++crime) {
        const auto victim = crims::draw_victim(people, offence, {.seed = 1, .crime = crime});
        ASSERT_TRUE(victim);
        ASSERT_GE(victim->person, 0);
        ASSERT_LT(victim->person, people[victim->group]);
        ++drawn.at(victim->group);
    }
    EXPECT_EQ(drawn[1], 0) << "nobody there";
    EXPECT_EQ(drawn[3], 0) << "nobody at risk";
    EXPECT_NEAR(drawn[0] / crimes, 0.4, 5 * std::sqrt(0.24 / crimes));
    EXPECT_NEAR(drawn[2] / crimes, 0.6, 5 * std::sqrt(0.24 / crimes));
}

TEST(Victims, everybody_in_a_group_may_be_drawn) {
    const std::vector<std::int64_t> people{5};
    std::array<int, 5> drawn{};
    for (std::uint64_t crime = 0; crime < 5000; ++crime) {
        const auto victim = crims::draw_victim(people, {.risk = {1}}, {.crime = crime});
        ++drawn.at(static_cast<std::size_t>(victim->person));
    }
    for (const int one : drawn) {
        EXPECT_NEAR(one, 1000, 5 * std::sqrt(800));
    }
}

TEST(Victims, a_share_of_crimes_has_none) {
    int with = 0;
    for (std::uint64_t crime = 0; crime < 10'000; ++crime) {
        with += crims::draw_victim({10}, {.risk = {1}, .personal = 0.3}, {.crime = crime}) ? 1 : 0;
    }
    EXPECT_NEAR(with, 3000, 5 * std::sqrt(2100));
    EXPECT_FALSE(crims::draw_victim({10}, {.risk = {1}, .personal = 0}, {}));
}

TEST(Victims, there_is_none_where_nobody_is_at_risk) {
    EXPECT_FALSE(crims::draw_victim({0, 10}, {.risk = {1, 0}}, {}));
    EXPECT_FALSE(crims::draw_victim({}, {.risk = {}}, {}));
}

TEST(Victims, depend_on_the_crime_alone) {
    const std::vector<std::int64_t> people{1000, 1000};
    const crims::VictimRisk offence{.risk = {1, 1}};
    const auto person = [&](const crims::VictimKey& key) {
        const auto victim = crims::draw_victim(people, offence, key);
        return victim->person + 1000 * static_cast<std::int64_t>(victim->group);
    };
    const crims::VictimKey key{.seed = 4, .replicate = 2, .crime = 77};
    EXPECT_EQ(person(key), person(key));
    int same = 0;
    for (const crims::VictimKey& other :
         {crims::VictimKey{5, 2, 77}, crims::VictimKey{4, 3, 77}, crims::VictimKey{4, 2, 78},
          crims::VictimKey{4, 2, 77 + (std::uint64_t{1} << 32)}}) {
        same += person(other) == person(key) ? 1 : 0;
    }
    EXPECT_LE(same, 1);
}

} // namespace
