// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "crims/calibration.hpp"
#include "crims_tool/records/recorded_crimes.hpp"

namespace crims_tool {

/// Reads which offences a crime type consists of: columns POLICE_UK_CAT_MAP_category,
/// ONS_COUNTS_code, ONS_COUNTS_description, ONS_SEVERITY_weight, and suspect, the probability that
/// a suspect is identified, where it is there. Rows without category or code are left out. Throws
/// toolkit::DataError for a severity that is not a number.
std::vector<crims::OffenceCategory> read_offence_categories(const std::string& path);

/// The police-recorded crime of a force.
struct OffenceCounts {
    std::vector<crims::OffenceCount> counts;
    std::vector<std::string> notes; ///< which financial years were taken
};

/// Reads how often a force recorded each offence: columns Force Name, Offence Code, Offence Count
/// or Number of Offences, and Financial Year if there is one. Of several financial years (from
/// April) those that overlap `months` are taken, else the latest. `force` is any name people use,
/// on either side. Throws toolkit::DataError for a force that is not there or a count that is no
/// number.
OffenceCounts read_offence_counts(const std::string& path, const std::string& force,
                                  const MonthRange& months);

} // namespace crims_tool
