// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "crims_tool/options/result_files.hpp"
#include "crims_tool/run/steps.hpp"
#include "toolkit/command/command.hpp"

namespace crims_tool {

/// `crims run`: from a folder of data to simulated crimes and a report, in one line.
class RunCommand : public toolkit::Command {
  public:
    toolkit::CommandDescription description() const override;
    void declare(toolkit::OptionList& options) override;
    void check() override;
    int run(toolkit::Console& console) override;

  private:
    void declare_model_options(toolkit::OptionList& options);
    void declare_output(toolkit::OptionList& options);
    std::string output_of(const RunResult& result) const;
    void require_output(const std::string& output) const;

    RunRequest m_request;
    std::optional<crims::Month> m_calibrate_from;
    std::optional<crims::Month> m_calibrate_to;
    std::uint64_t m_seed = 1;
    std::uint32_t m_replicates = 0;
    ResultFiles m_files;
};

} // namespace crims_tool
