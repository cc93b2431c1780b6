// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "crims/month.hpp"
#include "crims/simulator.hpp"

namespace crims_tool {

/// What an evaluation varies and what it holds fixed.
struct EvaluationPlan {
    std::vector<double> effects = {0};  ///< of the crime type that is prevented most; ascending, 0
                                        ///< first
    std::vector<double> displaced = {}; ///< shares, ascending; empty: the scenario's own
    std::vector<int> months = {0};      ///< of treatment; 0: the scenario's own period
    std::uint32_t replicates = 1000;
    std::uint64_t seed = 1;

    double alpha = 0.05;      ///< a reduction is found where the one-tailed p is no larger
    double power = 0.8;       ///< wanted, for the minimum detectable effect
    double confidence = 0.95; ///< of the interval whose coverage is measured
    std::optional<double> observed_z = {};

    crims::Placement placement = crims::Placement::observed;
    std::optional<crims::NearRepeatChoice> near_repeat = {};
    bool dispersion = true;

    /// Not 0 for the crime types that count, one per type; empty: all.
    std::vector<std::uint8_t> types = {};

    double recorded = 1;                    ///< share of crimes that are recorded at all
    std::vector<crims::Month> missing = {}; ///< months without records
    bool month_only = false;                ///< dates say only the month: periods of whole months
    double snap = 0;                        ///< spacing of the points that places are moved to

    bool counts_type(std::size_t crime_type) const {
        return types.empty() || types[crime_type] != 0;
    }

    /// z at which the test's nominal p is alpha.
    double critical_z() const;
};

} // namespace crims_tool
