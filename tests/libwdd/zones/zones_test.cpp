// SPDX-License-Identifier: MIT
#include "wdd/zones.hpp"

#include <gtest/gtest.h>

#include <bit>

namespace {

using wdd::counted_zones;
using wdd::OverlapRule;
using wdd::Zone;
using wdd::ZoneSet;

template<class... Zones>
constexpr ZoneSet set_of(Zones... zones) {
    return static_cast<ZoneSet>((0U | ... | wdd::zone_bit(zones)));
}

constexpr ZoneSet none = 0;
constexpr ZoneSet treated = set_of(Zone::treated);
constexpr ZoneSet control = set_of(Zone::control);
constexpr ZoneSet treated_ring = set_of(Zone::treated_displacement);
constexpr ZoneSet control_ring = set_of(Zone::control_displacement);

TEST(ZoneSet, holds_the_zones_it_was_made_of_and_no_other) {
    constexpr ZoneSet zones = set_of(Zone::treated, Zone::control_displacement);
    EXPECT_TRUE(wdd::holds(zones, Zone::treated));
    EXPECT_TRUE(wdd::holds(zones, Zone::control_displacement));
    EXPECT_FALSE(wdd::holds(zones, Zone::control));
    EXPECT_FALSE(wdd::holds(zones, Zone::treated_displacement));
}

TEST(CountedZones, are_all_that_hold_the_point_when_each_counts) {
    for (int zones = 0; zones < wdd::zone_set_count; ++zones) {
        const auto set = static_cast<ZoneSet>(zones);
        EXPECT_EQ(counted_zones(set, OverlapRule::count), set);
    }
}

TEST(CountedZones, of_a_point_in_one_zone_are_that_zone_under_every_rule) {
    for (const OverlapRule rule : {OverlapRule::clip, OverlapRule::error, OverlapRule::count}) {
        EXPECT_EQ(counted_zones(none, rule), none);
        for (const Zone zone : wdd::all_zones) {
            EXPECT_EQ(counted_zones(wdd::zone_bit(zone), rule), wdd::zone_bit(zone));
        }
    }
}

TEST(CountedZones, give_an_area_precedence_over_the_other_areas_ring) {
    EXPECT_EQ(counted_zones(treated | control_ring, OverlapRule::clip), treated);
    EXPECT_EQ(counted_zones(control | treated_ring, OverlapRule::clip), control);
}

TEST(CountedZones, give_an_area_precedence_over_both_rings) {
    EXPECT_EQ(counted_zones(treated | treated_ring | control_ring, OverlapRule::clip), treated);
}

TEST(CountedZones, of_a_point_in_both_rings_are_none) {
    EXPECT_EQ(counted_zones(treated_ring | control_ring, OverlapRule::clip), none);
}

TEST(CountedZones, of_a_point_on_the_edge_that_both_areas_share_are_none) {
    EXPECT_EQ(counted_zones(treated | control, OverlapRule::clip), none);
    EXPECT_EQ(counted_zones(treated | control | treated_ring | control_ring, OverlapRule::clip),
              none);
}

TEST(CountedZones, are_at_most_one_unless_each_counts) {
    for (int zones = 0; zones < wdd::zone_set_count; ++zones) {
        const auto set = static_cast<ZoneSet>(zones);
        const ZoneSet clipped = counted_zones(set, OverlapRule::clip);
        EXPECT_LE(std::popcount(clipped), 1);
        EXPECT_EQ(clipped & ~set, 0) << "a zone that does not hold the point";
        EXPECT_EQ(counted_zones(set, OverlapRule::error), clipped);
    }
}

} // namespace
