// SPDX-License-Identifier: MIT
#include "simulation/time_order.hpp"

#include <tbb/parallel_for.h>

#include "simulation/time_sampler.hpp"

namespace crims {

void EventBlock::count_days() {
    on_day.fill(0);
    for (const Event& event : events) {
        ++on_day[event.minute / minutes_a_day];
    }
}

void TimeOrder::order(std::vector<EventBlock>& blocks, bool with_places, CrimeTable& table) {
    scatter_to_days(blocks);
    table.resize(m_by_day.size(), with_places);
    tbb::parallel_for(std::size_t{0}, longest_month, [&](std::size_t day) {
        order_day(m_day_begin[day], m_day_begin[day + 1], day, with_places, table);
    });
}

void TimeOrder::scatter_to_days(std::vector<EventBlock>& blocks) {
    std::size_t at = 0;
    for (std::size_t day = 0; day < longest_month; ++day) {
        m_day_begin[day] = at;
        for (EventBlock& block : blocks) {
            const std::size_t count = block.on_day[day];
            block.on_day[day] = at;
            at += count;
        }
    }
    m_day_begin[longest_month] = at;
    m_by_day.resize(at);
    tbb::parallel_for(std::size_t{0}, blocks.size(), [&](std::size_t b) {
        for (const Event& event : blocks[b].events) {
            m_by_day[blocks[b].on_day[event.minute / minutes_a_day]++] = event;
        }
    });
}

void TimeOrder::order_day(std::size_t begin, std::size_t end, std::size_t day, bool with_places,
                          CrimeTable& table) const {
    const std::size_t midnight = day * minutes_a_day;
    std::array<std::size_t, minutes_a_day> next = {};
    for (std::size_t i = begin; i < end; ++i) {
        ++next[m_by_day[i].minute - midnight];
    }
    std::size_t at = begin;
    for (std::size_t& place : next) {
        const std::size_t count = place;
        place = at;
        at += count;
    }
    for (std::size_t i = begin; i < end; ++i) {
        const Event& event = m_by_day[i];
        const std::size_t to = next[event.minute - midnight]++;
        table.zone[to] = event.zone;
        table.offence[to] = event.offence;
        table.minute[to] = event.minute;
        table.suspect[to] = event.suspect;
        if (with_places) {
            table.x[to] = event.place.x;
            table.y[to] = event.place.y;
        }
    }
}

} // namespace crims
