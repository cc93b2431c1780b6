// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "toolkit/command/command.hpp"
#include "wdd_tool/counts/design_table.hpp"
#include "wdd_tool/result/output.hpp"

namespace wdd_tool {

/// The options of `wdd counts` as they are written.
struct CountsOptions {
    std::string treated;
    std::string control;
    std::string treated_displacement;
    std::string control_displacement;
    std::string time_weights;
    std::string area_weights;
    double confidence = 0.95;
    std::string input;
    std::string output;
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
    int run_table() const;
    int run_single() const;
    void refuse_unused(const DesignTable& table) const;

    CountsOptions m_options;
    DesignRow m_design;
};

} // namespace wdd_tool
