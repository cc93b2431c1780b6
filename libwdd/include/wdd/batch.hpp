// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
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
    /// Each of the eight added up over the areas: an incident that several of them count, that of a
    /// control area they share, say, is in it once for each. None of a sum weighted by harm.
    std::optional<Counts> counts = {};
    std::int64_t incidents = 0; ///< different ones that are counted, each once
    Estimate local;
    Estimate displacement;
    Combined total;
    double independent_error = 0; ///< what the standard error would be if they shared no incident
    double expected = 0; ///< in the response areas, if each had changed as its control area did
};

/// The change of a sum as a share of what was to be expected, as `share_of_expected` has it for one
/// area. No value where nothing or less was to be expected.
std::optional<double> share_of_expected(const BatchSum& sum);

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

/// What the areas that were evaluated have in common; no value where they differ.
struct CommonDesign {
    std::optional<Period> pre;
    std::optional<Period> post;
    std::optional<double> time_pre; ///< weight of the time before, that after being the unit
    std::array<std::optional<double>, 4> area; ///< weights of the zones, in their order
};

CommonDesign common_design(const Batch& batch);

/// How the control areas of the areas that were evaluated did in their checks.
struct SuitabilityOfAll {
    std::size_t tested = 0;
    std::size_t passed = 0;
    /// The worst of all: the largest differences, the correlation nearest to 0. No value where that
    /// of an area is undefined, or none was tested.
    std::optional<double> area_difference = {};
    std::optional<double> count_difference = {};
    std::optional<double> correlation = {};
};

SuitabilityOfAll suitability_of_all(const Batch& batch);

/// Names of the areas that were not evaluated.
std::vector<std::string> left_out(const Batch& batch);

/// What all areas show together, then each of them, then those that could not be evaluated.
Message describe(const Batch& batch);

/// What all areas show together, short enough for a field of a table.
std::string summary(const Batch& batch);

} // namespace wdd
