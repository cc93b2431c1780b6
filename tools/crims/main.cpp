// SPDX-License-Identifier: MIT
#include "audit_command.hpp"
#include "calibrate_command.hpp"
#include "common/command.hpp"
#include "evaluate_command.hpp"
#include "inject_command.hpp"
#include "map_command.hpp"
#include "rhythm_command.hpp"
#include "simulate_command.hpp"
#include "validate_command.hpp"

int main(int argc, char** argv) {
    const toolkit::Tool tool{
        .name = "crims",
        .summary = "simulates crimes as a force's own records suggest",
        .version = CRIMEKIT_VERSION,
        .commands = {[] { return std::make_unique<crims_tool::AuditCommand>(); },
                     [] { return std::make_unique<crims_tool::RhythmCommand>(); },
                     [] { return std::make_unique<crims_tool::CalibrateCommand>(); },
                     [] { return std::make_unique<crims_tool::SimulateCommand>(); },
                     [] { return std::make_unique<crims_tool::ValidateCommand>(); },
                     [] { return std::make_unique<crims_tool::MapCommand>(); },
                     [] { return std::make_unique<crims_tool::InjectCommand>(); },
                     [] { return std::make_unique<crims_tool::EvaluateCommand>(); }}};
    return toolkit::run_tool(tool, argc, argv);
}
