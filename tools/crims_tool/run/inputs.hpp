// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "crims_tool/records/month_range.hpp"
#include "crims_tool/run/data_folder.hpp"

namespace crims_tool {

/// What is not there, and where to get it.
struct MissingInput {
    std::string what = {};
    std::string consequence = {};
    std::string where = {};
};

/// What of a data folder a force's model is made from. Empty texts: there is none.
struct RunInputs {
    std::string force = {};                      ///< slug
    std::string crimes = {};                     ///< archive or folder
    std::vector<toolkit::StreetFile> files = {}; ///< of the force, in order of their months
    std::string later_crimes = {};               ///< a download with months after those
    std::vector<crims::Month> later_months = {}; ///< of it, in order
    std::string zones = {};
    std::string zone_field = {};
    std::string boundary = {}; ///< of the force, with a condition
    std::string lookup = {};
    std::string offences = {};
    std::string categories = {};
    std::vector<std::string> choices = {}; ///< what was chosen among several, in sentences
    std::vector<MissingInput> missing = {};
    std::vector<std::string> rhythms = {}; ///< tables that may serve with --rhythm

    MonthRange months() const { return {files.front().month, files.back().month}; }
};

/// Chooses what fits the force: the download with most of its months, another one that goes on
/// after it, and the lookup and the zones
/// that know most of the crimes of its last month; of zones that are as good, the fewest. Throws
/// toolkit::DataError that says where to get crimes if there are none of the force.
RunInputs choose_inputs(const DataFolder& folder, const std::string& force);

} // namespace crims_tool
