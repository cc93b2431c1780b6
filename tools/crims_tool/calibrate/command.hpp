// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "crims_tool/calibrate/options.hpp"
#include "crims_tool/calibrate/report.hpp"
#include "crims_tool/calibrate/run.hpp"
#include "toolkit/command/command.hpp"
#include "toolkit/geopackage/layer_description.hpp"

namespace crims_tool {

/// `crims calibrate`: recorded crimes in, a model out.
class CalibrateCommand : public toolkit::Command {
  public:
    toolkit::CommandDescription description() const override;
    void declare(toolkit::OptionList& options) override;
    void check() override;
    int run(toolkit::Console& console) override;

    const CalibrateOptions& options() const { return m_options; }

  private:
    CalibrationInput input() const;
    void add_population(Calibration& calibration, toolkit::Console& console) const;
    toolkit::LayerDescription description_of_layers() const;
    void require_outputs() const;

    CalibrateOptions m_options;
};

} // namespace crims_tool
