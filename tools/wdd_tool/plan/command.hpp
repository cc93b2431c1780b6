// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "toolkit/command/command.hpp"
#include "wdd/plan.hpp"
#include "wdd_tool/plan/estimate.hpp"
#include "wdd_tool/result/output.hpp"

namespace wdd_tool {

/// The options of `wdd plan`, shares in percent.
struct PlanOptions {
    std::optional<double> area;
    std::optional<double> ring;
    std::optional<double> control;
    std::optional<double> control_ring;
    std::optional<double> variation;
    EstimateOptions estimate;
    std::vector<int> months = {3, 6, 12, 24};
    std::vector<double> reductions = {10, 20, 30, 40};
    double power = 80;
    double alpha = 5;
    double confidence = 0.95;
    std::optional<int> comparison_areas;
    MessageFiles files;
};

/// `wdd plan`: what an evaluation would detect, from counts alone.
class PlanCommand : public toolkit::Command {
  public:
    toolkit::CommandDescription description() const override;
    void declare(toolkit::OptionList& options) override;
    void check() override;
    int run(toolkit::Console& console) override;

  private:
    PlanOptions m_options;
    wdd::PlanInput m_input;
};

} // namespace wdd_tool
