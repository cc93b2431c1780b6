// SPDX-License-Identifier: MIT
#include "crims_tool/audit/command.hpp"
#include "crims_tool/calibrate/command.hpp"
#include "crims_tool/evaluate/command.hpp"
#include "crims_tool/inject/command.hpp"
#include "crims_tool/map/command.hpp"
#include "crims_tool/rhythm/command.hpp"
#include "crims_tool/serve/command.hpp"
#include "crims_tool/simulate/command.hpp"
#include "crims_tool/step/command.hpp"
#include "crims_tool/validate/command.hpp"
#include "toolkit/command/command.hpp"

int main(int argc, char** argv) {
    const toolkit::Tool tool{
        .name = "crims",
        .summary = "simulates crime from a force's own records",
        .version = CRIMEKIT_VERSION,
        .commands = {[] { return std::make_unique<crims_tool::AuditCommand>(); },
                     [] { return std::make_unique<crims_tool::RhythmCommand>(); },
                     [] { return std::make_unique<crims_tool::CalibrateCommand>(); },
                     [] { return std::make_unique<crims_tool::SimulateCommand>(); },
                     [] { return std::make_unique<crims_tool::StepCommand>(); },
                     [] { return std::make_unique<crims_tool::ServeCommand>(); },
                     [] { return std::make_unique<crims_tool::ValidateCommand>(); },
                     [] { return std::make_unique<crims_tool::MapCommand>(); },
                     [] { return std::make_unique<crims_tool::InjectCommand>(); },
                     [] { return std::make_unique<crims_tool::EvaluateCommand>(); }}};
    return toolkit::run_tool(tool, argc, argv);
}
