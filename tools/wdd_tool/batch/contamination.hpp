// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "wdd/batch.hpp"
#include "wdd_tool/study/many_areas.hpp"

namespace wdd_tool {

/// Warns where the response area of one evaluation, or the ring around it, lies in the control area
/// of another while that compares: a control area is to be a place where nothing was done. Both
/// lists are in one order.
void warn_of_treated_controls(const std::vector<EachArea>& areas, wdd::Batch& batch);

} // namespace wdd_tool
