// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crims_tool/records/month_range.hpp"

namespace crims_tool {

/// Months that a model is tested with, and those it is made from for that.
struct Holdout {
    MonthRange calibrated;
    MonthRange tested;
};

/// Which months a run is made from and tested with.
struct RunPlan {
    MonthRange simulated;
    MonthRange calibrated;
    std::optional<Holdout> holdout = {};   ///< none: there is nothing to test with
    bool is_tested_later = false;          ///< with another download's months
    std::vector<std::string> reasons = {}; ///< why, in sentences
};

/// `recorded`: the months that there are, in order. `asked`: what the user wants the model made
/// from.
///
/// Without that the model is made from the months before the simulated ones, if they are a year or
/// more, and is tested with the simulated months that are recorded; else from all months. Where no
/// later month is recorded, months of another download (`later`) test it if they are simulated;
/// failing that, a model without the last year tells how well such a model predicts.
/// Throws toolkit::DataError if no month of what is asked is recorded.
RunPlan plan_run(const MonthRange& simulated, const std::vector<crims::Month>& recorded,
                 const std::optional<MonthRange>& asked,
                 const std::vector<crims::Month>& later = {});

} // namespace crims_tool
