// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "wdd/crime_types.hpp"
#include "wdd/evaluation.hpp"
#include "wdd/forecast_sum.hpp"
#include "wdd/message.hpp"
#include "wdd/several.hpp"

namespace wdd {

/// One of several evaluations.
struct BatchArea {
    std::string name;
    std::optional<Evaluation> evaluation = {}; ///< none if it failed
    std::string fault = {};                    ///< why it failed
    std::vector<std::string> warnings = {};    ///< those that are about other areas
    std::optional<double> holm = {};           ///< adjusted for how many there are
    std::optional<double> benjamini_hochberg = {};
    std::optional<TypesFinding> types = {}; ///< none if they were not asked for
};

/// The sum of all evaluations.
struct BatchSum {
    Estimate local;
    Estimate displacement;
    Combined total;
    double independent_error = 0; ///< what the standard error would be if they shared no incident
};

/// The sum over all areas of the incidents of one crime type.
struct BatchTypeSum {
    std::string type;
    BatchSum sum;
};

/// The forecast for all areas together, or why there is none.
struct BatchForecast {
    std::optional<Forecast> sum;
    std::string reason = {}; ///< in sentences
};

/// Several evaluations, in the order of their layer, and their sum.
struct Batch {
    std::vector<BatchArea> areas;
    std::optional<BatchSum> together;           ///< none without an evaluation
    std::optional<BatchForecast> forecast = {}; ///< of them; none if it was not asked for
    double confidence = 0.95;
    std::vector<BatchTypeSum> types = {};   ///< by name
    std::optional<BatchSum> weighted = {};  ///< of all types, by their weights
    std::vector<std::string> warnings = {}; ///< those of all areas
    std::vector<std::string> notes = {};
};

/// What all areas show together, then each of them, then those that could not be evaluated.
Message describe(const Batch& batch);

/// What all areas show together, short enough for a field of a table.
std::string summary(const Batch& batch);

} // namespace wdd
