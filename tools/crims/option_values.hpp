// SPDX-License-Identifier: MIT
#pragma once

#include "common/option_values.hpp"

namespace crims_tool {

using toolkit::crs_option;
using toolkit::layer_option;
using toolkit::parsed;
using toolkit::require_together;
using toolkit::require_with;
using toolkit::time_zone_option;

} // namespace crims_tool
