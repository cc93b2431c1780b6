// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "toolkit/command/command.hpp"
#include "wdd_tool/counts/design_table.hpp"
#include "wdd_tool/result/output.hpp"

namespace wdd_tool {

/// The options of `wdd counts`; counts that are not given are empty.
struct CountsOptions {
    std::vector<double> treated;
    std::vector<double> control;
    std::vector<double> treated_displacement;
    std::vector<double> control_displacement;
    std::vector<double> time_weights = {1, 1};
    std::vector<double> area_weights = {1, 1, 1, 1};
    double confidence = 0.95;
    std::string input;
    std::string output;
    bool combine = false;
    MessageFiles files;
};

/// `wdd counts`: the test from counts alone.
class CountsCommand : public toolkit::Command {
  public:
    toolkit::CommandDescription description() const override;
    void declare(toolkit::OptionList& options) override;
    void check() override;
    int run(toolkit::Console& console) override;

    const DesignRow& design() const { return m_design; }

  private:
    int run_table(toolkit::Console& console) const;
    int run_single(toolkit::Console& console) const;
    void refuse_unused(const DesignTable& table) const;

    CountsOptions m_options;
    DesignRow m_design;
};

} // namespace wdd_tool
