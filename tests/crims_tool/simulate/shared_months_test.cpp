// SPDX-License-Identifier: MIT
#include "crims_tool/simulate/shared_months.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace {

crims::CrimeTable two_crimes() {
    crims::CrimeTable table;
    table.month = std::chrono::year(1969) / std::chrono::December;
    table.replicate = 7;
    table.zone = {3, 4000000000};
    table.offence = {0, 65535};
    table.minute = {5, 44639};
    table.suspect = {1, 0};
    table.x = {1.5, std::numeric_limits<double>::quiet_NaN()};
    table.y = {-2, std::numeric_limits<double>::quiet_NaN()};
    return table;
}

TEST(SharedMonths, ATableArrivesAsItWasSent) {
    const crims::CrimeTable sent = two_crimes();
    crims::CrimeTable arrived;
    arrived.resize(9, true); // what was there before is no matter
    crims_tool::read_bytes(crims_tool::bytes_of(sent), arrived);
    EXPECT_EQ(arrived.month, sent.month);
    EXPECT_EQ(arrived.replicate, sent.replicate);
    EXPECT_EQ(arrived.zone, sent.zone);
    EXPECT_EQ(arrived.offence, sent.offence);
    EXPECT_EQ(arrived.minute, sent.minute);
    EXPECT_EQ(arrived.suspect, sent.suspect);
    EXPECT_EQ(arrived.x[0], 1.5);
    EXPECT_EQ(arrived.y[0], -2);
    EXPECT_TRUE(std::isnan(arrived.x[1]));
    EXPECT_EQ(arrived.x.size(), 2U);
}

TEST(SharedMonths, ATableWithoutPlacesOrCrimesArrives) {
    crims::CrimeTable sent = two_crimes();
    sent.x.clear();
    sent.y.clear();
    crims::CrimeTable arrived = two_crimes();
    crims_tool::read_bytes(crims_tool::bytes_of(sent), arrived);
    EXPECT_EQ(arrived.size(), 2U);
    EXPECT_TRUE(arrived.x.empty());
    sent.resize(0, false);
    crims_tool::read_bytes(crims_tool::bytes_of(sent), arrived);
    EXPECT_EQ(arrived.size(), 0U);
}

} // namespace
