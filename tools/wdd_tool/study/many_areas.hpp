// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "wdd_tool/study/area_reader.hpp"

namespace wdd_tool {

/// How the response layer is divided into areas that are evaluated one by one.
struct EachOptions {
    std::string field;         ///< of the response layer
    std::string control_field; ///< of the control layer, with the same values; empty: one for all
};

/// One of the areas, or why it cannot be evaluated.
struct EachArea {
    std::string name;
    std::optional<StudyAreas> areas = {};
    std::string fault = {}; ///< without areas
};

/// The areas by the value of the field, in the order of the layer, all in one coordinate system;
/// those that share a control area share its geometry. Throws DataError for what is wrong with a
/// layer as a whole.
std::vector<EachArea> read_each_area(const AreaOptions& options, const EachOptions& each,
                                     const PeriodEnd& start, const PeriodEnd& end);

} // namespace wdd_tool
