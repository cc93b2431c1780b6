// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "crims_tool/options/crime_source_options.hpp"
#include "crims_tool/options/process_options.hpp"
#include "crims_tool/options/result_files.hpp"
#include "crims_tool/validate/run.hpp"
#include "toolkit/command/command.hpp"

namespace crims_tool {

/// The options of `crims validate`.
struct ValidateOptions {
    std::string model;
    CrimeSourceOptions source;
    ProcessOptions process = {.replicates = 100};
    std::string html;
    ResultFiles files;
};

/// `crims validate`: recorded crimes beside simulated replicates.
class ValidateCommand : public toolkit::Command {
  public:
    toolkit::CommandDescription description() const override;
    void declare(toolkit::OptionList& options) override;
    void check() override;
    int run(toolkit::Console& console) override;
    toolkit::Processes processes() const override;

    const ValidationInput& input() const { return m_input; }

  private:
    void declare_simulation(toolkit::OptionList& options);
    void declare_output(toolkit::OptionList& options);
    void require_outputs() const;
    void report(const ModelValidation& validation, toolkit::Console& console) const;
    void publish(const ModelValidation& validation) const;

    ValidateOptions m_options;
    ValidationInput m_input;
};

} // namespace crims_tool
