// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "crims_tool/audit/report.hpp"
#include "crims_tool/options/input_options.hpp"
#include "crims_tool/options/result_files.hpp"
#include "toolkit/command/command.hpp"

namespace crims_tool {

/// The options of `crims audit`.
struct AuditOptions {
    std::string crimes;
    std::string force;
    toolkit::Given<toolkit::LayerReference> lookup;
    std::string html; ///< empty: nowhere
    ResultFiles files;
};

/// `crims audit`: what a download of data.police.uk holds.
class AuditCommand : public toolkit::Command {
  public:
    toolkit::CommandDescription description() const override;
    void declare(toolkit::OptionList& options) override;

    void check() override {}

    int run(toolkit::Console& console) override;

  private:
    int publish(const AuditReport& report) const;

    AuditOptions m_options;
};

} // namespace crims_tool
