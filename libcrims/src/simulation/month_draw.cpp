// SPDX-License-Identifier: MIT
#include "simulation/month_draw.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>

#include <tbb/parallel_for.h>

namespace crims {

namespace {

/// Enough for any number of threads, few enough for small forces.
constexpr std::size_t most_blocks = 128;

} // namespace

int months_of_history(const NearRepeat& near_repeat) {
    constexpr double shortest_month = 28;
    constexpr double most = 120;
    const double days = std::log(1e4) * near_repeat.mean_lag_days / (1 - near_repeat.ratio);
    return static_cast<int>(std::min(std::ceil(days / shortest_month), most));
}

MonthDraw::MonthDraw(const PreparedModel& prepared, std::uint32_t replicate)
    : m_options(prepared.options), m_zones(prepared, replicate),
      m_carried(prepared.model.zones.size()),
      m_blocks(std::min(prepared.model.zones.size(), most_blocks)), m_zone_draws(m_blocks.size()),
      m_block_of(prepared.model.zones.size()) {
    const std::size_t zones = m_block_of.size();
    for (std::size_t b = 0; b < m_blocks.size(); ++b) {
        const std::size_t end = (b + 1) * zones / m_blocks.size();
        for (std::size_t zone = b * zones / m_blocks.size(); zone < end; ++zone) {
            m_block_of[zone] = b;
        }
    }
}

void MonthDraw::draw(Month month, const Loading& loading) {
    m_zones.set_month(month, loading);
    const std::size_t zones = m_block_of.size();
    std::atomic<std::size_t> drawn = 0;
    tbb::parallel_for(std::size_t{0}, m_blocks.size(), [&](std::size_t b) {
        EventBlock& block = m_blocks[b];
        block.events.clear();
        const std::size_t end = (b + 1) * zones / m_blocks.size();
        for (std::size_t zone = b * zones / m_blocks.size(); zone < end; ++zone) {
            if (is_simulated(zone)) {
                const std::size_t before = block.events.size();
                m_zones.simulate(zone, block.events, m_carried[zone], m_zone_draws[b]);
                drawn += block.events.size() - before;
                m_zones.require_room(drawn);
            }
        }
        block.count_days();
    });
}

} // namespace crims
