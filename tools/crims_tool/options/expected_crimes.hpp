// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "crims/loading.hpp"
#include "crims/simulator.hpp"
#include "crims_tool/records/month_range.hpp"

namespace crims_tool {

/// How many crimes a model expects in a range of months, those that follow crimes among them.
/// Before anything is simulated: throws toolkit::DataError that names the model's file or the
/// loading if that is more than can be.
double expected_crimes(const std::string& model_path, const crims::Model& model,
                       const std::string& loading_text, const crims::Loading& loading,
                       const MonthRange& months,
                       const std::optional<crims::NearRepeatChoice>& near_repeat = {});

} // namespace crims_tool
