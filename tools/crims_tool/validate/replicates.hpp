// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "crims/simulator.hpp"
#include "crims/validation.hpp"
#include "crims_tool/validate/repeats.hpp"
#include "crims_tool/validate/time_profile.hpp"

namespace crims_tool {

/// What a validation keeps of a simulated replicate.
struct ReplicateFindings {
    std::vector<std::uint32_t> counts; ///< in the shape
    WeekHours hours = {};
    std::vector<double> repeats; ///< ratios; empty: not counted
};

/// For another process of the same program.
std::vector<std::byte> bytes_of(const ReplicateFindings& findings);

ReplicateFindings findings_of(std::span<const std::byte> bytes);

/// What replicates are drawn for.
struct ReplicateFrame {
    const crims::Model& model;
    crims::SimulationOptions options;
    crims::CountShape shape;
    std::vector<std::uint8_t> present; ///< of the months: those that count
    std::size_t months = 0;
};

/// Draws one replicate at a time.
class ReplicateDraw {
  public:
    /// Keeps references; `repeats` counts pairs, if there are to be any.
    ReplicateDraw(const crims::Simulation& simulation, ReplicateFrame frame,
                  RepeatCounter* repeats);

    /// Tells how far it is before each month.
    ReplicateFindings draw(std::size_t replicate,
                           const std::function<void(std::size_t month)>& progress);

  private:
    void add_counts(std::size_t month, ReplicateFindings& findings) const;

    const crims::Simulation& m_simulation;
    ReplicateFrame m_frame;
    RepeatCounter* m_repeats;
    crims::CrimeTable m_crimes;
};

} // namespace crims_tool
