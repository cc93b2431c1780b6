// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "common/command.hpp"
#include "common/incident_options.hpp"
#include "result_files.hpp"
#include "weekly_counts.hpp"

namespace crims_tool {

/// The options of `crims rhythm` as they are written.
struct RhythmOptions {
    toolkit::IncidentLayerOptions incidents;
    std::string time_field;
    std::string output;
    ResultFiles files;
};

/// `crims rhythm`: how incidents are spread over the week.
class RhythmCommand : public toolkit::Command {
  public:
    toolkit::CommandDescription description() const override;
    void declare(toolkit::OptionList& options) override;
    void check() override;
    int run(toolkit::Console& console) override;

    const RhythmOptions& options() const { return m_options; }

  private:
    IncidentLayer incident_layer() const;
    void require_outputs() const;

    RhythmOptions m_options;
};

} // namespace crims_tool
