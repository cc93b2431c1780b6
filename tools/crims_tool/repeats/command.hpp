// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crims/knox.hpp"
#include "crims_tool/options/result_files.hpp"
#include "crims_tool/records/incident_columns.hpp"
#include "toolkit/command/command.hpp"
#include "toolkit/command/incident_options.hpp"

namespace crims_tool {

/// The options of `crims repeats`.
struct RepeatsOptions {
    toolkit::IncidentLayerOptions incidents;
    std::string time_field;
    toolkit::Given<toolkit::Crs> assume_crs;
    std::vector<double> distances{0, 100, 200, 300, 600}; // metres
    std::vector<int> days{7, 14, 30, 60};
    std::string output; ///< empty: no table
    ResultFiles files;
};

/// `crims repeats`: how much more often crimes follow crimes at or near their place than by chance.
class RepeatsCommand : public toolkit::Command {
  public:
    toolkit::CommandDescription description() const override;
    void declare(toolkit::OptionList& options) override;
    void check() override;
    int run(toolkit::Console& console) override;

  private:
    RepeatsOptions m_options;
};

} // namespace crims_tool
