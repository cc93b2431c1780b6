// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "calibration_report.hpp"
#include "calibration_run.hpp"
#include "common/command.hpp"
#include "crime_source_options.hpp"
#include "result_files.hpp"

namespace crims_tool {

/// The options of `crims calibrate` as they are written.
struct CalibrateOptions {
    CrimeSourceOptions source;
    std::string zones;
    std::string zone_field;
    std::string lookup;
    std::string offences;
    std::string categories;
    std::string rhythm;
    std::string rhythm_date_field;
    std::string rhythm_time_field;
    std::string rhythm_type_field;
    bool trend = false;
    bool dispersion = false;
    std::string crs;
    std::string assume_crs;
    std::string output;
    ResultFiles files;
};

/// `crims calibrate`: recorded crimes in, a model out.
class CalibrateCommand : public toolkit::Command {
  public:
    toolkit::CommandDescription description() const override;
    void declare(toolkit::OptionList& options) override;
    void check() override;
    int run(toolkit::Console& console) override;

    const CalibrateOptions& options() const { return m_options; }

  private:
    void declare_zones(toolkit::OptionList& options);
    void declare_tables(toolkit::OptionList& options);
    void declare_estimation(toolkit::OptionList& options);
    void check_crimes() const;
    void check_together() const;
    CalibrationInput input() const;
    void require_outputs() const;
    /// Name and value of each option that shapes the model.
    Parameters parameters() const;

    CalibrateOptions m_options;
};

} // namespace crims_tool
