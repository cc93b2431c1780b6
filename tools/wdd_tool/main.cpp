// SPDX-License-Identifier: MIT
#include "toolkit/command/command.hpp"
#include "wdd_tool/batch/command.hpp"
#include "wdd_tool/counts/command.hpp"
#include "wdd_tool/placebo/command.hpp"
#include "wdd_tool/plan/command.hpp"
#include "wdd_tool/test/command.hpp"

int main(int argc, char** argv) {
    const toolkit::Tool tool{
        .name = "wdd",
        .summary = "tests whether an intervention reduced crime in a place, or only moved it",
        .version = CRIMEKIT_VERSION,
        .commands = {[] { return std::make_unique<wdd_tool::TestCommand>(); },
                     [] { return std::make_unique<wdd_tool::BatchCommand>(); },
                     [] { return std::make_unique<wdd_tool::CountsCommand>(); },
                     [] { return std::make_unique<wdd_tool::PlaceboCommand>(); },
                     [] { return std::make_unique<wdd_tool::PlanCommand>(); }}};
    return toolkit::run_tool(tool, argc, argv);
}
