// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "crims_tool/options/input_options.hpp"
#include "crims_tool/options/result_files.hpp"
#include "crims_tool/records/incident_columns.hpp"
#include "toolkit/command/incident_options.hpp"

namespace crims_tool {

/// Where recorded crimes come from: a download of a force, or a layer of
/// incidents, and the months.
struct CrimeSourceOptions {
    std::string crimes = {};
    std::string force = {};
    MonthRange months = {};
    toolkit::Given<toolkit::LayerReference> lookup = {}; ///< the zone of each LSOA, with `crimes`
    toolkit::Given<toolkit::Crs> assume_crs = {};        ///< of layers that have none
    toolkit::IncidentLayerOptions incidents = {};        ///< in place of `crimes`
};

/// Where the options of a download put what is given.
struct DownloadTargets {
    std::string* crimes = nullptr;
    std::string* force = nullptr;
};

/// --crimes and --force. `crimes` and `force` hold the help, and whether they are required.
void declare_download(toolkit::OptionList& options, const DownloadTargets& targets,
                      toolkit::Option crimes, toolkit::Option force);

/// Declares the group "Crimes". `default_force` tells what stands for --force; empty: nothing does.
void declare_crime_source(toolkit::OptionList& options, CrimeSourceOptions& o,
                          const std::string& default_force);

/// Declares --lookup. `default_words` tells what stands for it; empty: nothing does.
void declare_lookup(toolkit::OptionList& options, CrimeSourceOptions& o,
                    const std::string& default_words = "");

/// Throws toolkit::UsageError for what does not go together. Whether --force is needed, the command
/// knows.
void check_crime_source(const CrimeSourceOptions& o);

/// The layer of --incidents, with places; no value where there is a download.
std::optional<toolkit::IncidentLayer> incident_layer(const CrimeSourceOptions& o);

} // namespace crims_tool
