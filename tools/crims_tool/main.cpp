// SPDX-License-Identifier: MIT
#include "crims_tool/audit/command.hpp"
#include "crims_tool/calibrate/command.hpp"
#include "crims_tool/counts/command.hpp"
#include "crims_tool/evaluate/command.hpp"
#include "crims_tool/fetch/command.hpp"
#include "crims_tool/inject/command.hpp"
#include "crims_tool/map/command.hpp"
#include "crims_tool/population/command.hpp"
#include "crims_tool/repeats/command.hpp"
#include "crims_tool/rhythm/command.hpp"
#include "crims_tool/run/command.hpp"
#include "crims_tool/service.hpp"
#include "crims_tool/show/command.hpp"
#include "crims_tool/simulate/command.hpp"
#include "crims_tool/step/command.hpp"
#include "crims_tool/validate/command.hpp"
#include "crims_tool/victims/command.hpp"
#include "toolkit/command/command.hpp"

int main(int argc, char** argv) {
    toolkit::Tool tool{
        .name = "crims",
        .summary = "simulates crime from a force's own records",
        .version = CRIMEKIT_VERSION,
        .commands = {[] { return std::make_unique<crims_tool::FetchCommand>(); },
                     [] { return std::make_unique<crims_tool::AuditCommand>(); },
                     [] { return std::make_unique<crims_tool::RhythmCommand>(); },
                     [] { return std::make_unique<crims_tool::PopulationCommand>(); },
                     [] { return std::make_unique<crims_tool::RepeatsCommand>(); },
                     [] { return std::make_unique<crims_tool::CalibrateCommand>(); },
                     [] { return std::make_unique<crims_tool::ShowCommand>(); },
                     [] { return std::make_unique<crims_tool::SimulateCommand>(); },
                     [] { return std::make_unique<crims_tool::CountsCommand>(); },
                     [] { return std::make_unique<crims_tool::VictimsCommand>(); },
                     [] { return std::make_unique<crims_tool::StepCommand>(); },
                     [] { return std::make_unique<crims_tool::ValidateCommand>(); },
                     [] { return std::make_unique<crims_tool::MapCommand>(); },
                     [] { return std::make_unique<crims_tool::InjectCommand>(); },
                     [] { return std::make_unique<crims_tool::EvaluateCommand>(); },
                     [] { return std::make_unique<crims_tool::RunCommand>(); }}};
    crims_tool::add_service(tool);
    return toolkit::run_tool(tool, argc, argv);
}
