// SPDX-License-Identifier: MIT
#include "simulation/candidates.hpp"

#include <algorithm>
#include <numeric>
#include <string>
#include <tuple>

#include "crims/random.hpp"

namespace crims {

/// The end of splitmix64 (Steele et al. 2014).
std::uint64_t mixed(std::uint64_t a, std::uint64_t b) {
    constexpr std::uint64_t golden = 0x9E3779B97F4A7C15U;
    std::uint64_t word = a + (golden * (b + 1));
    word = (word ^ (word >> 30U)) * 0xBF58476D1CE4E5B9U;
    word = (word ^ (word >> 27U)) * 0x94D049BB133111EBU;
    return word ^ (word >> 31U);
}

StreamKey Candidates::key(std::size_t zone, std::size_t offence) const {
    return {.seed = m_prepared.options.seed,
            .replicate = m_replicate,
            .month = m_month,
            .zone = static_cast<std::uint32_t>(zone),
            .offence = static_cast<std::uint32_t>(offence),
            .purpose = Purpose::mark};
}

void Candidates::take(Month month, MonthDraw& draw,
                      const std::vector<std::vector<CarriedEvent>>& from_before) {
    m_month = month_index(month);
    m_all.clear();
    m_block_begin.clear();
    for (const EventBlock& block : draw.blocks()) {
        m_block_begin.push_back(static_cast<std::uint32_t>(m_all.size()));
        add_block(block.events, from_before);
    }
    m_of_month = m_all.size();
    m_order.resize(m_all.size());
    std::iota(m_order.begin(), m_order.end(), 0);
    std::stable_sort(m_order.begin(), m_order.end(), [this](std::uint32_t a, std::uint32_t b) {
        return m_all[a].event.minute < m_all[b].event.minute;
    });
    for (std::size_t i = 0; i < m_order.size(); ++i) {
        m_all[m_order[i]].number = static_cast<std::int64_t>(i) + 1;
    }
}

void Candidates::add_block(const std::vector<Event>& events,
                           const std::vector<std::vector<CarriedEvent>>& from_before) {
    const auto begin = static_cast<std::uint32_t>(m_all.size());
    std::size_t first_of_cell = 0;
    for (std::size_t i = 0; i < events.size(); ++i) {
        const Event& event = events[i];
        const Event& first = events[first_of_cell];
        if (first.zone != event.zone || first.offence != event.offence) {
            first_of_cell = i;
        }
        Candidate& candidate = m_all.emplace_back(Candidate{.event = event});
        if (m_prepared.has_repeats()) {
            candidate.name = mixed(name_of_cell(event.zone, event.offence), i - first_of_cell);
        }
        if (event.cause != no_cause && (event.cause & arrived) != 0) {
            const CarriedEvent& from = from_before[event.zone][event.cause & ~arrived];
            candidate.mark = from.mark;
            candidate.parent_happened = from.parent_happened;
            candidate.event.cause = no_cause;
            continue;
        }
        candidate.mark =
            Stream::to_unit(Stream(key(event.zone, event.offence))
                                .block(mark_block(0, MarkUse::mark, i - first_of_cell))[0]);
        if (event.cause != no_cause) {
            candidate.event.cause = begin + event.cause;
        }
    }
}

std::uint64_t Candidates::name_of_cell(std::size_t zone, std::size_t offence) const {
    constexpr unsigned offence_bits = 16;
    return mixed(static_cast<std::uint64_t>(std::int64_t{m_month}),
                 (static_cast<std::uint64_t>(zone) << offence_bits) | offence);
}

std::uint32_t Candidates::append(const Candidate& candidate) {
    m_all.push_back(candidate);
    return static_cast<std::uint32_t>(m_all.size() - 1);
}

void Candidates::merge(std::uint32_t from) {
    const auto earlier = [this](std::uint32_t a, std::uint32_t b) {
        const Event& left = m_all[a].event;
        const Event& right = m_all[b].event;
        return std::tie(left.minute, left.zone, left.offence, a) <
               std::tie(right.minute, right.zone, right.offence, b);
    };
    if (m_order.size() == m_all.size()) {
        return;
    }
    const auto begin = static_cast<std::ptrdiff_t>(position_of(from));
    const auto before = static_cast<std::ptrdiff_t>(m_order.size());
    for (std::size_t number = m_order.size(); number < m_all.size(); ++number) {
        m_order.push_back(static_cast<std::uint32_t>(number));
    }
    std::sort(m_order.begin() + before, m_order.end(), earlier);
    std::inplace_merge(m_order.begin() + begin, m_order.begin() + before, m_order.end(), earlier);
}

std::pair<std::uint32_t, std::uint32_t> Candidates::of_month(std::size_t zone,
                                                             std::size_t offence) const {
    const auto cell = [](const Candidate& candidate) {
        return std::pair<std::size_t, std::size_t>(candidate.event.zone, candidate.event.offence);
    };
    const std::pair wanted(zone, offence);
    const auto end = m_all.begin() + static_cast<std::ptrdiff_t>(m_of_month);
    const auto first = std::partition_point(
        m_all.begin(), end, [&](const Candidate& candidate) { return cell(candidate) < wanted; });
    const auto last = std::partition_point(
        first, end, [&](const Candidate& candidate) { return cell(candidate) == wanted; });
    return {static_cast<std::uint32_t>(first - m_all.begin()),
            static_cast<std::uint32_t>(last - m_all.begin())};
}

std::size_t Candidates::position_of(std::uint32_t minute) const {
    const auto found = std::partition_point(m_order.begin(), m_order.end(), [&](std::uint32_t i) {
        return m_all[i].event.minute < minute;
    });
    return static_cast<std::size_t>(found - m_order.begin());
}

bool Candidates::parents_happen(const Candidate& candidate, double loading) const {
    const Candidate* child = &candidate;
    while (child->event.cause != no_cause) {
        const Candidate& parent = m_all[child->event.cause];
        if (parent.fate != CandidateFate::open) {
            return parent.fate == CandidateFate::happened;
        }
        if (!(parent.mark < loading)) {
            return false;
        }
        child = &parent;
    }
    return child->parent_happened != 0;
}

void Candidates::settle(MonthDraw& draw) const {
    for (std::size_t zone = 0; zone < draw.carried().size(); ++zone) {
        std::vector<CarriedEvent>& carried = draw.carried()[zone];
        for (std::size_t i = 0; i < carried.size(); ++i) {
            CarriedEvent& event = carried[i];
            if (event.cause == no_cause) {
                continue; // it has been carried before
            }
            const Candidate& parent = m_all[m_block_begin[draw.block_of(zone)] + event.cause];
            event.parent_happened = parent.fate == CandidateFate::happened ? 1 : 0;
            event.mark = Stream::to_unit(
                Stream(key(zone, event.offence)).block(mark_block(0, MarkUse::carried_mark, i))[0]);
            event.cause = no_cause;
        }
    }
}

} // namespace crims
