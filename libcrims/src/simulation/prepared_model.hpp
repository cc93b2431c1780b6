// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "crims/loading.hpp"
#include "crims/model.hpp"
#include "crims/simulator.hpp"
#include "simulation/gamma_factors.hpp"
#include "simulation/place_sampler.hpp"
#include "simulation/time_sampler.hpp"

namespace crims {

/// What all replicates of a simulation share. Whatever one replicate draws lives elsewhere.
struct PreparedModel {
    /// Throws as Simulation does.
    PreparedModel(const Model& source, const SimulationOptions& simulation,
                  Loading factors_on_rates);

    /// Whether 32 random bits make a suspect.
    bool is_suspect(std::size_t zone, std::size_t offence, std::uint64_t bits) const {
        return bits < suspect[(zone * share.size()) + offence];
    }

    const Model& model;
    SimulationOptions options; ///< all but `replicate`
    Loading loading;           ///< of a replicate's first months
    ZoneFactors factors;
    OffenceRhythms rhythms;
    PlaceSampler places;
    std::vector<std::uint64_t> suspect;     ///< zone * offences + offence: of 2^32
    std::vector<std::size_t> offence_begin; ///< one per crime type and the end
    std::vector<double> share;              ///< of the offences, side by side
    std::vector<std::uint32_t> type_of_offence;
};

} // namespace crims
