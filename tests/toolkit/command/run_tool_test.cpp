// SPDX-License-Identifier: MIT
#include <array>
#include <string>

#include <gtest/gtest.h>

#include "toolkit/command/command.hpp"

namespace {

toolkit::Tool tool_without_service() {
    return {.name = "crims",
            .summary = "simulates crime",
            .version = "1.2.3",
            .commands = {},
            .absent = {{"serve", "'crims serve' runs on Linux only"}}};
}

TEST(RunTool, ACommandOfAnotherSystemIsSaidToBeElsewhere) {
    const std::array<const char*, 2> line{"crims", "serve"};
    testing::internal::CaptureStderr();
    const int status = toolkit::run_tool(tool_without_service(), line.size(), line.data());
    EXPECT_EQ(testing::internal::GetCapturedStderr(),
              "crims: error: 'crims serve' runs on Linux only\n");
    EXPECT_EQ(status, 2);
}

} // namespace
