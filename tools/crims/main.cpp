// SPDX-License-Identifier: MIT
#include "common/command.hpp"

int main(int argc, char** argv) {
    const toolkit::Tool tool{.name = "crims",
                             .summary = "simulates crimes as a force's own records suggest",
                             .version = CRIMEKIT_VERSION,
                             .commands = {}};
    return toolkit::run_tool(tool, argc, argv);
}
