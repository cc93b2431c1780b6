// SPDX-License-Identifier: MIT
#include "crims_tool/options/process_options.hpp"

#include <limits>

#include <gtest/gtest.h>

#include "toolkit/text/errors.hpp"

namespace {

using crims_tool::ProcessOptions;
using crims_tool::simulated_process;
using toolkit::UsageError;

TEST(ProcessOptions, NearRepeatsTakePartOnlyIfTheyAreAskedFor) {
    const crims::NearRepeat endless{.ratio = 1};
    EXPECT_FALSE(simulated_process({}).near_repeat);
    EXPECT_THROW(simulated_process({.near_repeats = {.ratio = 0.3}}), UsageError);
    EXPECT_THROW(simulated_process({.near_repeat = true, .near_repeats = endless}), UsageError);
    const auto process = simulated_process({.near_repeat = true, .near_repeats = {.ratio = 0.3}});
    ASSERT_TRUE(process.near_repeat);
    EXPECT_EQ(process.near_repeat->ratio, 0.3);
}

TEST(ProcessOptions, PlacementIsReadByItsName) {
    EXPECT_EQ(simulated_process({}).placement, crims::Placement::observed);
    EXPECT_EQ(simulated_process({.placement = "uniform"}).placement, crims::Placement::uniform);
    EXPECT_EQ(simulated_process({.placement = "none"}).placement, crims::Placement::none);
}

TEST(ProcessOptions, ASeedHasSixtyFourBits) {
    EXPECT_EQ(simulated_process({.seed = "18446744073709551615"}).seed,
              std::numeric_limits<std::uint64_t>::max());
    EXPECT_THROW(simulated_process({.seed = "18446744073709551616"}), UsageError);
    EXPECT_THROW(simulated_process({.seed = "-1"}), UsageError);
}

TEST(ProcessOptions, ThreadsAreLimitedOnlyWhereANumberIsGiven) {
    EXPECT_FALSE(crims_tool::thread_limit(crims_tool::threads_of({})));
    const auto limit = crims_tool::thread_limit(crims_tool::threads_of({.threads = "3"}));
    EXPECT_EQ(tbb::global_control::active_value(tbb::global_control::max_allowed_parallelism), 3);
    EXPECT_THROW(crims_tool::threads_of({.threads = "1025"}), UsageError);
}

} // namespace
