// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "crims_tool/options/input_options.hpp"
#include "crims_tool/options/result_files.hpp"
#include "crims_tool/records/weekly_counts.hpp"
#include "toolkit/command/command.hpp"
#include "toolkit/command/incident_options.hpp"

namespace crims_tool {

/// The options of `crims rhythm`.
struct RhythmOptions {
    toolkit::IncidentLayerOptions incidents;
    std::string time_field;
    toolkit::Given<toolkit::LayerReference> holidays;
    std::string output;
    ResultFiles files;
};

/// `crims rhythm`: how incidents are spread over the week.
class RhythmCommand : public toolkit::Command {
  public:
    toolkit::CommandDescription description() const override;
    void declare(toolkit::OptionList& options) override;

    void check() override {}

    int run(toolkit::Console& console) override;

    const RhythmOptions& options() const { return m_options; }

  private:
    void require_outputs() const;

    RhythmOptions m_options;
};

} // namespace crims_tool
