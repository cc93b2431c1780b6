// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "crims_tool/validate/run.hpp"

namespace crims_tool {

/// Crimes per 1,000 people a year in a zone.
struct ZoneRate {
    std::size_t zone = 0;
    double people = 0;
    crims::ValidationGroup per_1000;
};

/// Rates by head of the zones whose people the model knows.
struct HeadRates {
    double people = 0;
    std::size_t zones = 0;
    crims::ValidationNumber per_1000; ///< of these zones together
    std::vector<ZoneRate> by_zone;    ///< the highest observed rate first
};

/// None if the model knows no people. The interval of all zones together is told only if all have
/// people, else it is NaN.
std::optional<HeadRates> rates_by_head(const ModelValidation& validation);

} // namespace crims_tool
