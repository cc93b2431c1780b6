// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include <nlohmann/json.hpp>

#include "crims_tool/records/month_range.hpp"

namespace crims_tool {

/// What a run of simulated crimes came from.
struct SimulatedRun {
    std::string model;   ///< path
    std::string loading; ///< a factor, a table or nothing
    MonthRange months;
    std::uint64_t seed = 0;
    std::uint32_t replicates = 1;
    nlohmann::ordered_json options;
};

/// That the crimes are simulated, by which version from which model and loading (with their
/// hashes), seed, replicates, months and options; and `run`, a text that stands for all of these,
/// so that rows of several runs can be told apart.
nlohmann::ordered_json provenance(const SimulatedRun& run);

} // namespace crims_tool
