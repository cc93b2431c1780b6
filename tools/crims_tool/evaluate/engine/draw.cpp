// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/engine/draw.hpp"

#include <tbb/parallel_for.h>

namespace crims_tool {

void draw_replicates(const ReplicateCounter& count, ReplicateTable& table, std::size_t first,
                     std::size_t end) {
    tbb::parallel_for(first, end, [&](std::size_t replicate) {
        count(static_cast<std::uint32_t>(replicate),
              std::span(table.counts).subspan(replicate * table.combinations, table.combinations));
    });
}

ReplicateTable draw_replicates(const ReplicateCounter& count, std::size_t combinations,
                               std::uint32_t replicates) {
    ReplicateTable table(combinations, replicates);
    draw_replicates(count, table, 0, replicates);
    return table;
}

} // namespace crims_tool
