// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <vector>

#include "crims/study.hpp"

namespace crims_tool {

/// Counts of one replicate, one per combination of the design. May be called from several threads
/// at once.
using ReplicateCounter =
    std::function<void(std::uint32_t replicate, std::span<crims::StudyCounts> counts)>;

/// What the forecast says of a place of a replicate. NaN: no forecast could be made.
struct ForecastFigures {
    float p_reduction = std::numeric_limits<float>::quiet_NaN();
    float ratio = std::numeric_limits<float>::quiet_NaN(); ///< recorded to expected
    float ratio_low = std::numeric_limits<float>::quiet_NaN();
    float ratio_high = std::numeric_limits<float>::quiet_NaN();
};

/// Of the area, of the ring around it, and of both together.
struct ReplicateForecast {
    ForecastFigures area = {};
    ForecastFigures around = {};
    ForecastFigures together = {};
};

/// The forecasts of one replicate, one per combination, from its counts. May be called from several
/// threads at once.
using ReplicateForecaster =
    std::function<void(std::uint32_t replicate, std::span<const crims::StudyCounts> counts,
                       std::span<ReplicateForecast> forecasts)>;

/// Counts of every replicate: those of combination c in replicate r stand at
/// r * combinations + c.
struct ReplicateTable {
    std::size_t combinations = 0;
    std::vector<crims::StudyCounts> counts;
    std::vector<ReplicateForecast> forecasts; ///< likewise, of the first replicates or of none

    ReplicateTable() = default;

    /// Every count is 0. `forecasted`: replicates with forecasts, no more than there are.
    ReplicateTable(std::size_t width, std::uint32_t height, std::uint32_t forecasted = 0)
        : combinations(width), counts(width * height), forecasts(width * forecasted) {}

    std::size_t replicates() const { return combinations == 0 ? 0 : counts.size() / combinations; }

    std::size_t forecasted() const {
        return combinations == 0 ? 0 : forecasts.size() / combinations;
    }

    const ReplicateForecast& forecast_at(std::size_t replicate, std::size_t combination) const {
        return forecasts[(replicate * combinations) + combination];
    }

    const crims::StudyCounts& at(std::size_t replicate, std::size_t combination) const {
        return counts[(replicate * combinations) + combination];
    }
};

/// How a replicate comes about.
struct ReplicateRoute {
    ReplicateCounter count;
    ReplicateForecaster forecast = {}; ///< none: the table holds no forecasts
};

/// Draws the replicates from `first` to before `end` into their rows of the table, on all threads
/// of the calling thread's oneTBB arena. A replicate is the same whoever draws it, and when.
void draw_replicates(const ReplicateRoute& route, ReplicateTable& table, std::size_t first,
                     std::size_t end);

/// The counts of all replicates of a design.
ReplicateTable draw_replicates(const ReplicateCounter& count, std::size_t combinations,
                               std::uint32_t replicates);

} // namespace crims_tool
