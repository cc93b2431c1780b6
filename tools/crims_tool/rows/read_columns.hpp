// SPDX-License-Identifier: MIT
#pragma once

#include "toolkit/layers/layer.hpp"

namespace crims_tool {

/// True if a layer has the columns of simulated crimes, which no record of crimes has beside each
/// other.
bool has_simulated_crimes(const toolkit::Layer& layer);

/// The field of the zones' codes where nobody names it: MSOA, else what simulated crimes have
/// before the crime type, whatever it is called. -1: there is neither.
int usual_zone_field(const toolkit::Layer& layer);

} // namespace crims_tool
