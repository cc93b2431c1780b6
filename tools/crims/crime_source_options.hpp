// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "common/incident_options.hpp"
#include "incident_columns.hpp"
#include "month_range.hpp"

namespace crims_tool {

/// Where recorded crimes come from, as it is written: a download of a force, or a layer of
/// incidents, and the months.
struct CrimeSourceOptions {
    std::string crimes = {};
    std::string force = {};
    std::string from = {};
    std::string to = {};
    toolkit::IncidentLayerOptions incidents = {}; ///< in place of `crimes`
};

/// Declares the group "Crimes". `default_force` tells what stands for --force; empty: nothing does.
void declare_crime_source(toolkit::OptionList& options, CrimeSourceOptions& o,
                          const std::string& default_force);

/// Throws toolkit::UsageError for what does not go together. Whether --force is needed, the command
/// knows.
void check_crime_source(const CrimeSourceOptions& o, const std::string& assume_crs);

MonthRange months_of(const CrimeSourceOptions& o);

/// The layer of --incidents, with places.
IncidentLayer incident_layer(const CrimeSourceOptions& source, const std::string& assume_crs);

} // namespace crims_tool
