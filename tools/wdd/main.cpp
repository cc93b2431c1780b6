// SPDX-License-Identifier: MIT
#include "common/command.hpp"
#include "counts_command.hpp"
#include "placebo_command.hpp"
#include "test_command.hpp"

int main(int argc, char** argv) {
    const toolkit::Tool tool{
        .name = "wdd",
        .summary = "did an intervention reduce crime in a place, or only move it?",
        .version = CRIMEKIT_VERSION,
        .commands = {[] { return std::make_unique<wdd_tool::TestCommand>(); },
                     [] { return std::make_unique<wdd_tool::CountsCommand>(); },
                     [] { return std::make_unique<wdd_tool::PlaceboCommand>(); }}};
    return toolkit::run_tool(tool, argc, argv);
}
