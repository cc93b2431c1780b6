// SPDX-License-Identifier: MIT
#include "crims_tool/fetch/archives.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

using crims_tool::archives_for;
using crims_tool::MonthRange;

namespace {

crims::Month month(int number) {
    return (std::chrono::year(2010) / std::chrono::January) + std::chrono::months(number);
}

bool holds(crims::Month archive, crims::Month wanted) {
    return archive - std::chrono::months(35) <= wanted && wanted <= archive;
}

} // namespace

/// All months are in some archive, none is there for nothing, and the newest is the first.
TEST(ArchivesFor, HoldAllMonthsAndNoOthers) {
    for (int from = 0; from < 80; from += 7) {
        for (int to = from; to < 120; to += 5) {
            for (int newest = to; newest < to + 80; newest += 9) {
                const auto archives = archives_for({month(from), month(to)}, month(newest));
                for (int wanted = from; wanted <= to; ++wanted) {
                    EXPECT_TRUE(std::any_of(archives.begin(), archives.end(), [&](auto archive) {
                        return holds(archive, month(wanted));
                    }));
                }
                for (const crims::Month archive : archives) {
                    EXPECT_LE(archive, month(newest));
                    EXPECT_TRUE(archive >= month(from) &&
                                archive - std::chrono::months(35) <= month(to));
                }
                EXPECT_TRUE(std::is_sorted(archives.rbegin(), archives.rend()));
            }
        }
    }
}

TEST(ArchivesFor, ThreeYearsAreOneArchive) {
    EXPECT_EQ(archives_for({month(0), month(35)}, month(35)), std::vector<crims::Month>{month(35)});
    EXPECT_EQ(archives_for({month(0), month(36)}, month(36)),
              (std::vector<crims::Month>{month(36), month(0)}));
}
