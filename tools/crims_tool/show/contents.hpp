// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "crims_tool/model/file.hpp"
#include "crims_tool/records/recorded_crimes.hpp"

namespace crims_tool {

/// A crime type of a model.
struct TypeContents {
    double crimes_a_year = 0; ///< expected, at the trend's origin
    double suspects = 0;      ///< share of these crimes with a suspect
    std::size_t offences = 0;
    std::size_t with_severity = 0; ///< of the offences
    std::size_t with_rhythm = 0;   ///< of the offences: one that is not flat
    std::size_t places = 0;
    bool varies = false; ///< beyond Poisson
};

/// What a model knows, as its tables tell it, and how it was made, as far as it was noted.
struct ModelContents {
    std::vector<TypeContents> types;
    std::vector<double> zone_crimes_a_year;
    double crimes_a_year = 0;
    bool has_polygons = false;
    std::vector<std::string> lacks;    ///< told by the tables
    std::vector<std::string> notes;    ///< of the calibration
    std::vector<std::string> warnings; ///< of the calibration
    std::vector<Source> sources;
};

/// Of a model that was read with its shapes.
ModelContents contents_of(const StoredModel& stored);

/// What the model notes under a key; empty: nothing.
std::string noted(const StoredModel& stored, const std::string& key);

} // namespace crims_tool
