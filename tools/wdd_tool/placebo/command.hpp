// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "toolkit/command/command.hpp"
#include "wdd_tool/study/comparison_options.hpp"
#include "wdd_tool/study/options.hpp"

namespace wdd_tool {

/// `wdd placebo`: where the response area stands among comparable areas where nothing was done.
class PlaceboCommand : public toolkit::Command {
  public:
    toolkit::CommandDescription description() const override;
    void declare(toolkit::OptionList& options) override;
    void check() override;
    int run(toolkit::Console& console) override;

  private:
    void require_outputs() const;
    void report(const wdd::Evaluation& evaluation, const wdd::Message& message,
                const StudyAreas& areas, toolkit::Console& console) const;

    StudyOptions m_study;
    ComparisonOptions m_comparison;
    std::string m_output;
    MessageFiles m_files;
    StudyDesign m_design;
    std::optional<toolkit::FeatureTarget> m_target;
};

} // namespace wdd_tool
