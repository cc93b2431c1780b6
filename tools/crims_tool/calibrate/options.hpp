// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crims/calibration.hpp"
#include "crims_tool/options/crime_source_options.hpp"
#include "crims_tool/options/result_files.hpp"
#include "crims_tool/zones/assignment.hpp"

namespace crims_tool {

/// The options of `crims calibrate`.
struct CalibrateOptions {
    CrimeSourceOptions source;
    toolkit::Given<std::vector<crims::Month>> exclude_months;
    ZoneOptions zones;
    std::string population;
    OutsideZones outside = OutsideZones::spread;
    std::string offences;
    std::string categories;
    toolkit::Given<toolkit::LayerReference> rhythm;
    std::string rhythm_date_field;
    std::string rhythm_time_field;
    std::string rhythm_type_field;
    std::string repeats;
    toolkit::Given<toolkit::LayerReference> holidays;
    crims::IncidenceOptions incidence;
    std::optional<double> year_variation;
    std::optional<toolkit::Crs> crs;
    std::string output;
    ResultFiles files;
};

void declare_calibrate_options(toolkit::OptionList& options, CalibrateOptions& o);

} // namespace crims_tool
