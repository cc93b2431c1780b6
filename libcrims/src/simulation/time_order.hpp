// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "crims/crime_table.hpp"
#include "simulation/event.hpp"

namespace crims {

inline constexpr std::size_t longest_month = 31;

/// The crimes of a run of zones.
struct EventBlock {
    std::vector<Event> events;
    std::array<std::size_t, longest_month> on_day =
        {}; ///< how many on each day, then where they go

    void count_days();
};

/// Brings the crimes of a month into order of time: first to their days, then within each day to
/// their minutes, both by counting. Crimes of a minute stay in order of the blocks.
class TimeOrder {
  public:
    void order(std::vector<EventBlock>& blocks, bool with_places, CrimeTable& table);

  private:
    void scatter_to_days(std::vector<EventBlock>& blocks);
    void order_day(std::size_t begin, std::size_t end, std::size_t day, bool with_places,
                   CrimeTable& table) const;

    std::vector<Event> m_by_day;
    std::array<std::size_t, longest_month + 1> m_day_begin = {};
};

} // namespace crims
