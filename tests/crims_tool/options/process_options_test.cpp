// SPDX-License-Identifier: MIT
#include "crims_tool/options/process_options.hpp"

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "toolkit/command/option_parser.hpp"
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

/// The options as a command line gives them.
ProcessOptions given(std::vector<std::string> arguments) {
    ProcessOptions options{.replicates = 2};
    toolkit::OptionList list;
    declare_replicates(list, options, "", 2, 100);
    declare_seed(list, options, "");
    declare_placement(list, options, {.choices = {"observed", "uniform", "none"}});
    declare_threads(list, options);
    toolkit::parse_options(list, std::move(arguments));
    return options;
}

TEST(ProcessOptions, PlacementIsReadByItsName) {
    EXPECT_EQ(given({"--placement=uniform"}).placement, crims::Placement::uniform);
    EXPECT_EQ(given({"--placement=none"}).placement, crims::Placement::none);
    EXPECT_EQ(given({"--placement=observed"}).placement, crims::Placement::observed);
}

TEST(ProcessOptions, ASeedHasSixtyFourBits) {
    EXPECT_EQ(given({"--seed=18446744073709551615"}).seed,
              std::numeric_limits<std::uint64_t>::max());
    EXPECT_THROW(given({"--seed=18446744073709551616"}), UsageError);
    EXPECT_THROW(given({"--seed=-1"}), UsageError);
}

TEST(ProcessOptions, ReplicatesKeepToTheCommandsRange) {
    EXPECT_EQ(given({"--replicates=2"}).replicates, 2U);
    EXPECT_THROW(given({"--replicates=1"}), UsageError);
    EXPECT_THROW(given({"--replicates=101"}), UsageError);
}

TEST(ProcessOptions, ThreadsAreLimitedOnlyWhereANumberIsGiven) {
    EXPECT_FALSE(crims_tool::thread_limit(given({}).threads));
    const auto limit = crims_tool::thread_limit(given({"--threads=3"}).threads);
    EXPECT_EQ(tbb::global_control::active_value(tbb::global_control::max_allowed_parallelism), 3);
    EXPECT_THROW(given({"--threads=1025"}), UsageError);
}

} // namespace
