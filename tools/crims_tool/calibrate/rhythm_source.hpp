// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>
#include <vector>

#include "crims/model.hpp"
#include "crims_tool/records/weekly_counts.hpp"

namespace crims_tool {

/// Weekly rhythms by what they are of. Keys are in lower case.
struct Rhythms {
    std::map<std::string, crims::WeeklyRhythm> by_code;
    std::map<std::string, crims::WeeklyRhythm> by_offence; ///< the offence's description
    std::map<std::string, crims::WeeklyRhythm> by_type;
};

/// Reads a table with the columns hour (0 to 167) or period (0 to 20, of eight hours each), weight,
/// and one or more of code, offence (or description) and crime_type; a row is of the first of them
/// that it holds. Weights are scaled to mean 1. Throws toolkit::DataError for an hour or period
/// that is none, stands twice or is missing, and for
/// weights that are not numbers of 0 or above.
Rhythms read_rhythm_table(const std::string& path);

/// The smooth rhythms of incidents by crime type.
Rhythms rhythms_of(const WeeklyCounts& week);

/// What became of rhythms.
struct RhythmUse {
    std::vector<std::string> unused; ///< keys that no offence or crime type of the model has
    std::vector<std::string> flat;   ///< crime types of which an offence has none
};

/// Gives each offence its rhythm: that of its code, else of its description, else of its crime
/// type, else that of the type "all", else a flat one.
RhythmUse apply_rhythms(const Rhythms& rhythms, crims::Model& model);

} // namespace crims_tool
