// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "crims_tool/options/result_files.hpp"
#include "toolkit/command/command.hpp"

namespace crims_tool {

/// `crims show`: what a model knows, and what it lacks.
class ShowCommand : public toolkit::Command {
  public:
    toolkit::CommandDescription description() const override;
    void declare(toolkit::OptionList& options) override;
    void check() override;
    int run(toolkit::Console& console) override;

  private:
    std::string m_model;
    ResultFiles m_files;
};

} // namespace crims_tool
