// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "crims/crime_table.hpp"
#include "crims/simulator.hpp"
#include "crims_tool/ranks/ranks.hpp"

namespace crims_tool {

/// Which replicates, and how many months of each.
struct ReplicateRange {
    std::uint32_t first = 0;
    std::uint32_t count = 1;
    std::int64_t months = 1;
};

/// The months of several replicates, one replicate after the other. The processes draw them in
/// turn, each whole replicates.
class SharedMonths {
  public:
    SharedMonths(const crims::Simulation& simulation, const ReplicateRange& range,
                 const Ranks& ranks)
        : m_simulation(simulation), m_range(range), m_ranks(ranks) {}

    std::int64_t size() const { return m_range.months * m_range.count; }

    /// On number 0: a month. They must be asked for in order.
    void get(std::int64_t month, crims::CrimeTable& table);

    /// On any other process: draws its months and gives them to number 0.
    void give();

  private:
    bool is_mine(std::int64_t month) const { return owner(month) == m_ranks.number(); }

    int owner(std::int64_t month) const {
        return static_cast<int>((month / m_range.months) % m_ranks.count());
    }

    void draw(std::int64_t month, crims::CrimeTable& table);

    const crims::Simulation& m_simulation;
    ReplicateRange m_range;
    const Ranks& m_ranks;
    std::optional<crims::Simulator> m_replicate = {};
};

/// A table for another process of the same program.
std::vector<std::byte> bytes_of(const crims::CrimeTable& table);

void read_bytes(std::span<const std::byte> bytes, crims::CrimeTable& table);

} // namespace crims_tool
