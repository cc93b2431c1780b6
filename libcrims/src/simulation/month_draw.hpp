// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "crims/model.hpp"
#include "simulation/event.hpp"
#include "simulation/prepared_model.hpp"
#include "simulation/time_order.hpp"
#include "simulation/zone_simulation.hpp"

namespace crims {

/// Months after which less than a ten-thousandth of a crime's descendants is still to come: their
/// lags add up over generations, of which there are 1 / (1 - ratio) on average.
int months_of_history(const NearRepeat& near_repeat);

/// Draws one replicate month by month, all zones of it on all threads.
class MonthDraw {
  public:
    MonthDraw(const PreparedModel& prepared, std::uint32_t replicate);

    /// Months must follow each other where crimes have offspring.
    void draw(Month month, const Loading& loading);

    /// The month's crimes, zone after zone. `on_day` is what EventBlock::count_days has found.
    std::vector<EventBlock>& blocks() { return m_blocks; }

    /// The block that holds a zone's crimes.
    std::size_t block_of(std::size_t zone) const { return m_block_of[zone]; }

    /// Offspring that fall into later months, by zone.
    std::vector<std::vector<CarriedEvent>>& carried() { return m_carried; }

    const ZoneSimulation& zones() const { return m_zones; }

    bool is_simulated(std::size_t zone) const {
        return m_options.zones.empty() || m_options.zones[zone] != 0;
    }

  private:
    const SimulationOptions& m_options;
    ZoneSimulation m_zones;
    std::vector<std::vector<CarriedEvent>> m_carried;
    std::vector<EventBlock> m_blocks;
    std::vector<ZoneDraw> m_zone_draws; ///< one per block
    std::vector<std::size_t> m_block_of;
};

} // namespace crims
