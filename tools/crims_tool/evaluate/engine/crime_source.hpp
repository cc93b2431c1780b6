// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <vector>

#include "crims/month.hpp"
#include "crims/simulator.hpp"
#include "wdd/area.hpp"
#include "wdd/period.hpp"

namespace crims_tool {

/// A crime of which only the day, the type and the place matter.
struct PointCrime {
    std::chrono::sys_days day = {};
    std::uint16_t crime_type = 0;
    double x = 0;
    double y = 0;
};

/// Puts the crimes of a replicate that lie in a box and a window of days into a list, in an order
/// that depends on nothing else. It remembers nothing of a replicate and serves all threads at
/// once.
using CrimeSource = std::function<void(std::uint32_t replicate, std::vector<PointCrime>& crimes)>;

/// What a source gives.
struct CrimeWindow {
    wdd::Box box = {};
    wdd::Period days = {};
};

/// The crimes that `crims simulate` would make. Keeps a reference to the model.
CrimeSource simulated_crimes(const crims::Model& model, const crims::SimulationOptions& options,
                             const CrimeWindow& window);

/// Real crimes and the days that they come from.
struct CrimeHistory {
    std::vector<PointCrime> crimes = {}; ///< in order of their days
    wdd::Period days = {};               ///< whole weeks
};

inline constexpr int resampled_block_days = 28;

/// Real crimes in place, as if nothing had been done: four weeks of the window at a time are four
/// weeks of the history that begin on the same day of the week, drawn at random (circular block
/// bootstrap, Politis & Romano 1992; every day of the history is equally likely). All places share
/// the draw, so that what happened together stays together. Clustering within four weeks is kept;
/// season, trend and variation from year to year are not. Keeps a reference to the history.
CrimeSource resampled_crimes(const CrimeHistory& history, std::uint64_t seed,
                             const CrimeWindow& window);

} // namespace crims_tool
