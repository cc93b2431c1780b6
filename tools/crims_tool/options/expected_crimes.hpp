// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "crims/loading.hpp"
#include "crims_tool/records/month_range.hpp"

namespace crims_tool {

/// How many crimes a model expects in a range of months. Before anything is simulated: throws
/// toolkit::DataError that names the model's file or the loading if that is more than can be.
double expected_crimes(const std::string& model_path, const crims::Model& model,
                       const std::string& loading_text, const crims::Loading& loading,
                       const MonthRange& months);

} // namespace crims_tool
