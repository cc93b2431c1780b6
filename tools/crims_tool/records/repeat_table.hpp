// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>
#include <vector>

#include "crims/model.hpp"
#include "crims/repeat_fit.hpp"
#include "crims_tool/records/dated_places.hpp"

namespace crims_tool {

/// How crimes of a type are followed by crimes, in metres.
struct TypeRepeats {
    std::string crime_type;
    crims::RepeatFit fit;
};

/// Of each type by itself.
std::vector<TypeRepeats> fitted_repeats(const std::vector<TypeEvents>& types);

/// As a CSV table. Types of which nothing can be told are not in it.
std::string repeat_table_csv(const std::vector<TypeRepeats>& repeats);

/// Near repeats by crime type in lower case; spreads in metres.
using RepeatLaws = std::map<std::string, crims::NearRepeat>;

RepeatLaws laws_of(const std::vector<TypeRepeats>& repeats);

/// Reads such a table; columns for people are not needed. Throws toolkit::DataError for a number
/// that is none or out of its range, and for a crime type that is listed twice.
RepeatLaws read_repeat_table(const std::string& path);

/// What became of near repeats.
struct RepeatUse {
    std::vector<std::string> unused;  ///< crime types that the model does not have
    std::vector<std::string> unknown; ///< crime types of the model that have none
};

/// Gives each crime type its near repeats, else those of the type "all". `metres` is the unit of
/// the model's coordinates.
RepeatUse apply_repeats(const RepeatLaws& laws, double metres, crims::Model& model);

} // namespace crims_tool
