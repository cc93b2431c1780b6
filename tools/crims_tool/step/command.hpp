// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "crims/stepper.hpp"
#include "crims_tool/options/process_options.hpp"
#include "crims_tool/stepping/session.hpp"
#include "toolkit/command/command.hpp"
#include "toolkit/command/given.hpp"

namespace crims_tool {

/// The options of `crims step`.
struct StepOptions {
    std::string model;
    toolkit::Given<crims::Instant> start;
    std::string resume;
    ProcessOptions process;
    std::uint32_t replicate = 0;
    double base_loading = 1;
    StepFormat format = StepFormat::json;
};

/// `crims step`: the simulator for programs in any language, in steps of any length.
class StepCommand : public toolkit::Command {
  public:
    toolkit::CommandDescription description() const override;
    void declare(toolkit::OptionList& options) override;
    void check() override;
    int run(toolkit::Console& console) override;

  private:
    void declare_process(toolkit::OptionList& options);
    bool says_how_to_begin() const;
    static void converse(StepSession& session);

    StepOptions m_options;
    crims::SimulationOptions m_simulation;
};

} // namespace crims_tool
