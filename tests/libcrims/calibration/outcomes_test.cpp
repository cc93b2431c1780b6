// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <string>

#include "crims/calibration.hpp"

namespace {

using crims::outcome_meaning;
using crims::OutcomeMeaning;

// The categories of https://data.police.uk/docs/method/outcomes-for-crime/ and of the downloads of
// 2016 to 2021.
TEST(Outcomes, OfASuspectAreKnown) {
    for (const char* outcome : {"Awaiting court outcome",
                                "Court result unavailable",
                                "Court case unable to proceed",
                                "Local resolution",
                                "Offender deprived of property",
                                "Offender fined",
                                "Offender given absolute discharge",
                                "Offender given a caution",
                                "Offender given a drugs possession warning",
                                "Offender given a penalty notice",
                                "Offender given penalty notice",
                                "Offender given community sentence",
                                "Offender given conditional discharge",
                                "Offender given suspended prison sentence",
                                "Offender sent to prison",
                                "Offender otherwise dealt with",
                                "Offender ordered to pay compensation",
                                "Suspect charged as part of another case",
                                "Suspect charged",
                                "Defendant found not guilty",
                                "Defendant sent to Crown Court",
                                "Unable to prosecute suspect",
                                "Formal action is not in the public interest",
                                "Further investigation is not in the public interest",
                                "Further action is not in the public interest"}) {
        EXPECT_EQ(outcome_meaning(outcome), OutcomeMeaning::identified) << outcome;
    }
}

TEST(Outcomes, WithoutASuspectAreKnown) {
    for (const char* outcome : {"Investigation complete; no suspect identified",
                                "Action to be taken by another organisation"}) {
        EXPECT_EQ(outcome_meaning(outcome), OutcomeMeaning::not_identified) << outcome;
    }
}

TEST(Outcomes, AreReadWhateverTheirCapitalsAndBlanks) {
    EXPECT_EQ(outcome_meaning("  SUSPECT   charged\r"), OutcomeMeaning::identified);
    EXPECT_EQ(outcome_meaning("under\tinvestigation"), OutcomeMeaning::open);
}

TEST(Outcomes, ThatAreEmptySayNothing) {
    EXPECT_EQ(outcome_meaning(""), OutcomeMeaning::none);
    EXPECT_EQ(outcome_meaning(" \t"), OutcomeMeaning::none);
}

TEST(Outcomes, OfWhichTheForceHasNotToldAreOpenOrWithoutNews) {
    EXPECT_EQ(outcome_meaning("Under investigation"), OutcomeMeaning::open);
    EXPECT_EQ(outcome_meaning("Status update unavailable"), OutcomeMeaning::no_news);
}

TEST(Outcomes, OfAnyOtherTextAreNeverSeen) {
    for (const char* outcome : {"Suspect", "Suspect charge", "Suspect chargedx", "Suspectcharged",
                                "Suspect charged as part", "Offender sent to Mars"}) {
        EXPECT_EQ(outcome_meaning(outcome), OutcomeMeaning::never_seen) << outcome;
    }
}

} // namespace
