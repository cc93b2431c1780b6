// SPDX-License-Identifier: MIT
#include "crims_tool/rows/read_columns.hpp"

#include <algorithm>
#include <array>

#include <ogrsf_frmts.h>

namespace crims_tool {

namespace {

constexpr std::array simulated_fields{"crime_type", "code",    "description",
                                      "time",       "suspect", "severity"};

int find_field(const toolkit::Layer& layer, const char* name) {
    return layer.ogr().GetLayerDefn()->GetFieldIndex(name);
}

} // namespace

bool has_simulated_crimes(const toolkit::Layer& layer) {
    return std::all_of(simulated_fields.begin(), simulated_fields.end(),
                       [&layer](const char* name) { return find_field(layer, name) >= 0; });
}

int usual_zone_field(const toolkit::Layer& layer) {
    const int usual = find_field(layer, "MSOA");
    return usual < 0 && has_simulated_crimes(layer)
               ? find_field(layer, simulated_fields.front()) - 1
               : usual;
}

} // namespace crims_tool
