// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/engine/draw.hpp"

#include <tbb/parallel_for.h>

namespace crims_tool {

void draw_replicates(const ReplicateRoute& route, ReplicateTable& table, std::size_t first,
                     std::size_t end) {
    const std::size_t width = table.combinations;
    tbb::parallel_for(first, end, [&](std::size_t replicate) {
        const auto counts = std::span(table.counts).subspan(replicate * width, width);
        route.count(static_cast<std::uint32_t>(replicate), counts);
        if (replicate < table.forecasted()) {
            route.forecast(static_cast<std::uint32_t>(replicate), counts,
                           std::span(table.forecasts).subspan(replicate * width, width));
        }
    });
}

ReplicateTable draw_replicates(const ReplicateCounter& count, std::size_t combinations,
                               std::uint32_t replicates) {
    ReplicateTable table(combinations, replicates);
    draw_replicates({.count = count}, table, 0, replicates);
    return table;
}

} // namespace crims_tool
