// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include "crims_tool/serve/simulation_query.hpp"

namespace crims_tool {

/// Simulated crimes, counted.
struct CrimeSummary {
    static constexpr std::size_t hours_a_week = 168;

    std::uint64_t crimes = 0;
    std::vector<std::uint64_t> by_cell; ///< a zone and crime type: Model::cell
    std::vector<std::uint64_t> by_hour; ///< crime type by hour of the week, Monday 00:00 first
};

/// Draws the crimes of a query and counts them. Places are not drawn: they change no count.
CrimeSummary count_simulated(const SimulationQuery& query);

} // namespace crims_tool
