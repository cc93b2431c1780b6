// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "crims/month.hpp"
#include "crims/study.hpp"
#include "wdd/evaluation.hpp"

namespace crims_tool {

/// What a forecast looks back at before a study: the 36 months before the pre-treatment period, but
/// for those without records.
struct ForecastHistory {
    crims::StudyPeriod days = {};
    int months = 0; ///< with records; 0: too few for a history

    /// Factor on the crimes of the history that makes them those of the pre-treatment period at
    /// their mean rate.
    double scale = 0;
};

ForecastHistory history_before(const wdd::Period& pre, std::span<const crims::Month> missing);

} // namespace crims_tool
