// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "crims_tool/options/crime_source_options.hpp"
#include "crims_tool/options/result_files.hpp"

namespace crims_tool {

/// The options of `crims calibrate` as they are written.
struct CalibrateOptions {
    CrimeSourceOptions source;
    std::string exclude_months;
    std::string zones;
    std::string zone_field;
    std::string offences;
    std::string categories;
    std::string rhythm;
    std::string rhythm_date_field;
    std::string rhythm_time_field;
    std::string rhythm_type_field;
    bool trend = false;
    bool dispersion = false;
    std::string crs;
    std::string output;
    ResultFiles files;
};

void declare_calibrate_options(toolkit::OptionList& options, CalibrateOptions& o);

} // namespace crims_tool
