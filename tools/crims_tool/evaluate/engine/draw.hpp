// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "crims/study.hpp"

namespace crims_tool {

/// Counts of one replicate, one per combination of the design. May be called from several threads
/// at once.
using ReplicateCounter =
    std::function<void(std::uint32_t replicate, std::span<crims::StudyCounts> counts)>;

/// Counts of every replicate: those of combination c in replicate r stand at
/// r * combinations + c.
struct ReplicateTable {
    std::size_t combinations = 0;
    std::vector<crims::StudyCounts> counts;

    ReplicateTable() = default;

    /// Every count is 0.
    ReplicateTable(std::size_t width, std::uint32_t height)
        : combinations(width), counts(width * height) {}

    std::size_t replicates() const { return combinations == 0 ? 0 : counts.size() / combinations; }

    const crims::StudyCounts& at(std::size_t replicate, std::size_t combination) const {
        return counts[(replicate * combinations) + combination];
    }
};

/// Draws the replicates from `first` to before `end` into their rows of the table, on all threads
/// of the calling thread's oneTBB arena. A replicate is the same whoever draws it, and when.
void draw_replicates(const ReplicateCounter& count, ReplicateTable& table, std::size_t first,
                     std::size_t end);

/// All replicates of a design.
ReplicateTable draw_replicates(const ReplicateCounter& count, std::size_t combinations,
                               std::uint32_t replicates);

} // namespace crims_tool
