// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "crims/calibration.hpp"

namespace {

using crims::Offence;
using crims::OffenceCategory;
using crims::OffenceCount;
using crims::OffenceShares;

OffenceShares shares_of(const std::vector<std::string>& types,
                        const std::vector<OffenceCategory>& categories,
                        const std::vector<OffenceCount>& counts) {
    return crims::offence_shares(types, categories, counts);
}

bool notes_hold(const OffenceShares& shares, const std::string& note) {
    return std::find(shares.notes.begin(), shares.notes.end(), note) != shares.notes.end();
}

const std::vector<OffenceCategory> burglary_and_drugs = {
    {"Drugs", "92A", "Trafficking", 512.9},
    {"Burglary", "28E", "Burglary Residential", 465.4},
    {"Burglary ", "30C", "Burglary Business and Community", 123.0},
    {"Burglary", "29", "Aggravated burglary", 2288.7},
};

TEST(OffenceShares, AreProportionsOfSummedCounts) {
    const OffenceShares shares =
        shares_of({"burglary", "drugs"}, burglary_and_drugs,
                  {{"28E", 5}, {"30C", 2}, {"28e", 4}, {"30C", -1}, {"92A", 7}, {"29", 0}});
    ASSERT_EQ(shares.offences.size(), 3U);
    EXPECT_EQ(shares.offences[0].code, "28E");
    EXPECT_EQ(shares.offences[0].description, "Burglary Residential");
    EXPECT_EQ(shares.offences[0].severity, 465.4);
    EXPECT_EQ(shares.offences[0].crime_type, 0U);
    EXPECT_DOUBLE_EQ(shares.offences[0].share, 0.9);
    EXPECT_DOUBLE_EQ(shares.offences[1].share, 0.1);
    EXPECT_EQ(shares.offences[2].crime_type, 1U);
    EXPECT_EQ(shares.offences[2].share, 1);
    EXPECT_TRUE(shares.notes.empty());
}

TEST(OffenceShares, TakeANegativeSumAsNoneWithANote) {
    const OffenceShares shares = shares_of({"burglary", "drugs"}, burglary_and_drugs,
                                           {{"28E", 5}, {"30C", 1}, {"30C", -3}, {"92A", 7}});
    ASSERT_EQ(shares.offences.size(), 2U);
    EXPECT_EQ(shares.offences[0].share, 1);
    EXPECT_TRUE(notes_hold(shares, "negative counts taken as 0 for the offences: 30C"));
    EXPECT_TRUE(notes_hold(shares, "no counts for the offences: 29"));
}

TEST(OffenceShares, MakeATypeWithoutCountsItsOwnOnlyOffence) {
    const OffenceShares shares = shares_of({"burglary", "other crime", "Anti-social behaviour"},
                                           burglary_and_drugs, {{"28E", 0}, {"92A", 1}, {"AF", 9}});
    ASSERT_EQ(shares.offences.size(), 3U);
    EXPECT_EQ(shares.offences[0].code, "burglary");
    EXPECT_EQ(shares.offences[1].description, "Other crime");
    EXPECT_TRUE(std::isnan(shares.offences[1].severity));
    EXPECT_EQ(shares.offences[2].code, "(asb)");
    EXPECT_EQ(shares.offences[2].description, "Anti-social behaviour");
    EXPECT_EQ(shares.offences[2].severity, 1);
    EXPECT_EQ(shares.offences[2].crime_type, 2U);
    for (const Offence& offence : shares.offences) {
        EXPECT_EQ(offence.share, 1);
    }
    EXPECT_TRUE(notes_hold(
        shares,
        "there are no counts of offences, so the crime type is its only offence: burglary, other crime"));
    EXPECT_TRUE(notes_hold(shares, "counts left out because no category has these offences: AF"));
    EXPECT_TRUE(notes_hold(
        shares, "categories left out because the data have no such crime type: 'Drugs'"));
}

const std::vector<OffenceCategory> homicide = {{"violence", "1/4.1/4.10/4.2", "Homicide", 7973},
                                               {"violence", "8N", "Assault with injury", 189}};

TEST(OffenceShares, FindAJointCodeHoweverItIsWritten) {
    for (const char* code : {"1/4.1/4.10/4.2", "1, 4.1/2/10", "4.10 1 4.2 4.1", "1,4.1,4.2,4.10",
                             "1 / 4.1 / 2 / 10"}) {
        const OffenceShares shares = shares_of({"violence"}, homicide, {{code, 1}, {"8N", 3}});
        ASSERT_EQ(shares.offences.size(), 2U) << code;
        EXPECT_EQ(shares.offences[0].share, 0.25) << code;
        EXPECT_TRUE(shares.notes.empty()) << code;
    }
    // Attempted murder is no homicide: after a comma a number stands for itself.
    EXPECT_EQ(shares_of({"violence"}, homicide, {{"1, 4.1/10, 2", 1}, {"8N", 3}}).offences.size(),
              1U);
}

TEST(OffenceShares, SumThePartsOfAJointCode) {
    const OffenceShares shares =
        shares_of({"violence"}, homicide,
                  {{"1", 2}, {"4.1", 1}, {"4.10", 1}, {"8N", 12}, {"4.1", 0}, {"4.3", 5}});
    ASSERT_EQ(shares.offences.size(), 2U);
    EXPECT_EQ(shares.offences[0].share, 0.25);
    EXPECT_TRUE(notes_hold(shares, "counts left out because no category has these offences: 4.3"));
}

TEST(OffenceShares, CountAPartOnceThatIsACategoryOfItsOwn) {
    std::vector<OffenceCategory> categories = homicide;
    categories.push_back({"violence", "4.1", "Manslaughter", 7973});
    OffenceShares shares = shares_of({"violence"}, categories, {{"1", 2}, {"4.1", 1}, {"8N", 1}});
    ASSERT_EQ(shares.offences.size(), 3U);
    EXPECT_EQ(shares.offences[0].share, 0.5);
    EXPECT_EQ(shares.offences[2].share, 0.25);
    shares = shares_of({"violence"}, categories, {{"4.10/1/4.2/4.1", 3}, {"8N", 1}});
    ASSERT_EQ(shares.offences.size(), 2U);
    EXPECT_EQ(shares.offences[0].share, 0.75);
    EXPECT_TRUE(shares.notes.empty()) << "manslaughter is counted with homicide";
}

TEST(OffenceShares, CountACodeOfTwoTypesInEachWithANote) {
    const OffenceShares shares =
        shares_of({"a", "b"}, {{"a", "9", "x"}, {"b", "9", "x"}, {"b", "8", "y"}, {"b", "9", "z"}},
                  {{"9", 4}, {"8", 4}});
    ASSERT_EQ(shares.offences.size(), 3U);
    EXPECT_EQ(shares.offences[0].share, 1);
    EXPECT_EQ(shares.offences[1].share, 0.5);
    EXPECT_EQ(shares.offences[1].description, "x");
    EXPECT_TRUE(notes_hold(shares, "offences in several crime types (counted in full in each): 9"));
    EXPECT_TRUE(
        notes_hold(shares, "offences listed twice in a crime type (the first was used): 9"));
}

TEST(OffenceShares, RefuseACountThatIsNotANumber) {
    EXPECT_THROW(
        shares_of({"violence"}, homicide, {{"8N", std::numeric_limits<double>::quiet_NaN()}}),
        std::invalid_argument);
}

} // namespace
