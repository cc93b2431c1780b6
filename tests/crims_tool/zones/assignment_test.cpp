// SPDX-License-Identifier: MIT
#include "crims_tool/zones/assignment.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "crims_tool/small_model.hpp"
#include "crims_tool/zones/layer.hpp"
#include "crims_tool/zones/model_assembly.hpp"
#include "toolkit/text/errors.hpp"

using crims_tool::none;
using crims_tool::RecordedCrimes;
using crims_tool::ZoneAssignment;
using crims_tool::ZoneFinder;
using crims_tool::ZoneLayer;
using crims_tool::ZoneLookup;

namespace {

/// A: a square with a hole. B: its neighbour to the right. C: far away, in two parts.
ZoneLayer three_zones() {
    return {
        .source = "zones",
        .codes = {"A", "B", "C"},
        .polygons =
            {wkb_of("POLYGON((0 0,10 0,10 10,0 10,0 0),(4 4,4 6,6 6,6 4,4 4))"),
             wkb_of("POLYGON((10 0,20 0,20 10,10 10,10 0))"),
             wkb_of(
                 "MULTIPOLYGON(((50 50,51 50,51 51,50 51,50 50)),((60 60,61 60,61 61,60 61,60 60)))")},
        .crs = toolkit::Crs::from_text("EPSG:27700", "test"),
        .repairs = {"", "", ""}};
}

struct TestCrime {
    std::uint32_t lsoa;
    std::uint32_t point;
};

/// Crimes of one type in one month. LSOAs 0 to 2: L1, L2, L3. Points: in A, in B, in the hole.
RecordedCrimes recorded(const std::vector<TestCrime>& crimes) {
    RecordedCrimes result;
    result.present = {1};
    result.crime_types = {"burglary"};
    result.lsoas = {"L1", "L2", "L3"};
    result.x = {1, 11, 5};
    result.y = {1, 1, 5};
    for (const TestCrime& crime : crimes) {
        result.crime_type.push_back(0);
        result.month.push_back(0);
        result.lsoa.push_back(crime.lsoa);
        result.point.push_back(crime.point);
        result.outcome.push_back(crims::OutcomeMeaning::identified);
    }
    return result;
}

/// The zones' codes, one per crime; "-" for none.
std::vector<std::string> codes(const ZoneAssignment& assignment) {
    std::vector<std::string> result;
    for (const std::uint32_t zone : assignment.zone) {
        result.push_back(zone == none ? "-" : assignment.zones[zone]);
    }
    return result;
}

ZoneAssignment assign(const RecordedCrimes& crimes, const std::optional<ZoneLayer>& layer,
                      const std::optional<ZoneLookup>& lookup) {
    return crims_tool::assign_zones(crimes, crimes.x, crimes.y, layer, lookup);
}

using Codes = std::vector<std::string>;

} // namespace

TEST(ZoneFinder, finds_the_zone_a_point_lies_in) {
    const ZoneFinder finder(three_zones());
    EXPECT_EQ(finder.find(1, 1), 0U);
    EXPECT_EQ(finder.find(11, 1), 1U);
    EXPECT_EQ(finder.find(60.5, 60.5), 2U);
    EXPECT_EQ(finder.find(55, 55), std::nullopt);
    EXPECT_EQ(finder.find(5, 5), std::nullopt) << "in the hole";
    EXPECT_EQ(finder.find(-1e-9, 5), std::nullopt);
    EXPECT_EQ(finder.find(std::numeric_limits<double>::quiet_NaN(), 5), std::nullopt);
}

TEST(ZoneFinder, takes_the_first_of_zones_that_share_an_edge) {
    const ZoneFinder finder(three_zones());
    EXPECT_EQ(finder.find(10, 5), 0U);
    EXPECT_EQ(finder.find(0, 0), 0U);
    EXPECT_EQ(finder.find(20, 10), 1U);
    EXPECT_EQ(finder.find(4, 5), 0U) << "the edge of the hole";
}

TEST(ZoneAssignment, prefers_the_lookup_to_the_place) {
    const auto result =
        assign(recorded({{0, 1}, {1, 0}}), three_zones(), ZoneLookup{{"L1", "A"}, {"L2", "B"}});
    EXPECT_EQ(codes(result), (Codes{"A", "B"}));
    EXPECT_EQ(result.counts.by_lsoa, 2);
    EXPECT_EQ(result.unused_zones, 1);
    EXPECT_EQ(result.layer_zone, (std::vector<std::uint32_t>{0, 1}));
}

TEST(ZoneAssignment, takes_the_place_where_the_lookup_is_silent) {
    const auto result = assign(recorded({{2, 1}, {none, 0}, {2, 2}, {none, none}, {2, none}}),
                               three_zones(), ZoneLookup{{"L1", "A"}});
    EXPECT_EQ(codes(result), (Codes{"B", "A", "-", "-", "-"}));
    EXPECT_EQ(result.counts.by_point, 2);
    EXPECT_EQ(result.counts.outside, 1);
    EXPECT_EQ(result.counts.no_place, 2);
}

TEST(ZoneAssignment, gives_none_to_a_zone_that_the_layer_does_not_have) {
    const auto result = assign(recorded({{0, 0}, {1, 0}}), three_zones(),
                               ZoneLookup{{"L1", "A"}, {"L2", "elsewhere"}});
    EXPECT_EQ(codes(result), (Codes{"A", "-"}));
    EXPECT_EQ(result.counts.outside, 1);
}

TEST(ZoneAssignment, without_a_layer_knows_the_zones_of_the_lookup_alone) {
    const auto result = assign(recorded({{0, 0}, {1, 0}, {2, 0}, {none, 0}}), std::nullopt,
                               ZoneLookup{{"L1", "Z"}, {"L2", "Y"}, {"other", "X"}});
    EXPECT_EQ(codes(result), (Codes{"Z", "Y", "-", "-"}));
    EXPECT_EQ(result.zones, (Codes{"Y", "Z"}));
    EXPECT_EQ(result.counts.unknown_lsoa, 1);
    EXPECT_EQ(result.counts.no_place, 1);
    EXPECT_TRUE(result.layer_zone.empty());
}

TEST(ZoneAssignment, without_layer_and_lookup_takes_the_lsoas) {
    const auto result =
        assign(recorded({{1, none}, {0, 0}, {none, 0}}), std::nullopt, std::nullopt);
    EXPECT_EQ(codes(result), (Codes{"L2", "L1", "-"}));
}

TEST(ZoneAssignment, says_why_no_crime_has_a_zone) {
    try {
        assign(recorded({{0, 2}, {none, none}}), three_zones(), std::nullopt);
        FAIL();
    } catch (const toolkit::DataError& error) {
        EXPECT_EQ(
            std::string(error.what()),
            "none of the 2 crimes lies in a zone of zones: 1 have neither LSOA nor coordinates, 1 lie outside the zones, 0 have an LSOA that the lookup does not know (such as L1)");
    }
}

TEST(ZoneAssignment, says_what_lookup_and_zones_call_a_zone_where_they_disagree) {
    const crims_tool::ZoneLookup lookup{{"L1", "E02000001"}};
    try {
        assign(recorded({{0, 0}, {0, none}}), three_zones(), lookup);
        FAIL();
    } catch (const toolkit::DataError& error) {
        EXPECT_EQ(
            std::string(error.what()),
            "none of the 2 crimes has a zone of zones: the lookup says 'E02000001', but the zone field says 'A'; name the field with the lookup's codes with ⟨--zone-field⟩, or the zones that the crimes are in");
    }
}

TEST(ModelAssembly, counts_crimes_of_no_zone_apart) {
    const RecordedCrimes crimes = recorded({{0, 0}, {0, 0}, {1, 1}, {none, none}});
    const auto assignment = assign(crimes, std::nullopt, std::nullopt);
    const crims::CrimeCounts counts = crims_tool::count_crimes(crimes, assignment);
    EXPECT_EQ(counts.located, (std::vector<std::uint32_t>{2, 1}));
    EXPECT_EQ(counts.unlocated, (std::vector<std::uint32_t>{1}));
}

TEST(ModelAssembly, leaves_out_the_crimes_of_a_month_as_if_there_were_no_data) {
    RecordedCrimes crimes = recorded({{0, 0}, {1, 1}, {2, 2}, {0, 1}});
    crimes.months = {std::chrono::year(2020) / 1, std::chrono::year(2020) / 3};
    crimes.present = {1, 1, 1};
    crimes.month = {0, 1, 2, 1};
    crims_tool::leave_out(crimes, {std::chrono::year(2020) / 2});
    EXPECT_EQ(crimes.present, (std::vector<std::uint8_t>{1, 0, 1}));
    EXPECT_EQ(crimes.month, (std::vector<std::uint16_t>{0, 2}));
    EXPECT_EQ(crimes.lsoa, (std::vector<std::uint32_t>{0, 2}));
    EXPECT_EQ(crimes.point, (std::vector<std::uint32_t>{0, 2}));
    EXPECT_EQ(crimes.crime_type.size(), 2);
    EXPECT_EQ(crimes.outcome.size(), 2);
}

TEST(ModelAssembly, places_are_distinct_points_with_their_counts) {
    const RecordedCrimes crimes = recorded({{0, 0}, {0, 1}, {0, 0}, {1, 1}, {1, none}, {none, 1}});
    const auto assignment = assign(crimes, std::nullopt, std::nullopt);
    crims::Model model;
    model.zones = assignment.zones;
    model.crime_types = crimes.crime_types;
    crims_tool::set_places(model, crimes, assignment, crimes.x, crimes.y);
    const std::vector<crims::Place> expected{
        {.x = 1, .y = 1, .weight = 2}, {.x = 11, .y = 1, .weight = 1}, {.x = 11, .y = 1}};
    EXPECT_EQ(model.places, expected);
    EXPECT_EQ(model.place_begin, (std::vector<std::size_t>{0, 2, 3}));
}
