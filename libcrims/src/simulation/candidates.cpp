// SPDX-License-Identifier: MIT
#include "simulation/candidates.hpp"

#include <algorithm>
#include <numeric>
#include <string>
#include <tuple>

#include "crims/random.hpp"

namespace crims {

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

void Candidates::add(const std::vector<Candidate>& more, std::uint32_t from) {
    const auto earlier = [this](std::uint32_t a, std::uint32_t b) {
        const Event& left = m_all[a].event;
        const Event& right = m_all[b].event;
        return std::tie(left.minute, left.zone, left.offence, a) <
               std::tie(right.minute, right.zone, right.offence, b);
    };
    const auto begin = static_cast<std::ptrdiff_t>(position_of(from));
    const auto before = static_cast<std::ptrdiff_t>(m_order.size());
    for (const Candidate& candidate : more) {
        if (candidate.event.minute >= from) {
            m_order.push_back(static_cast<std::uint32_t>(m_all.size()));
            m_all.push_back(candidate);
        }
    }
    std::sort(m_order.begin() + before, m_order.end(), earlier);
    std::inplace_merge(m_order.begin() + begin, m_order.begin() + before, m_order.end(), earlier);
}

void Candidates::let_all_happen() {
    for (Candidate& candidate : m_all) {
        candidate.fate = CandidateFate::happened;
    }
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

std::string Candidates::fates(std::size_t end) const {
    std::string fates(end, '0');
    for (std::size_t i = 0; i < end; ++i) {
        fates[i] = at(i).fate == CandidateFate::happened ? '1' : '0';
    }
    return fates;
}

void Candidates::set_fates(std::string_view fates) {
    for (std::size_t i = 0; i < fates.size(); ++i) {
        at(i).fate = fates[i] == '1' ? CandidateFate::happened : CandidateFate::dropped;
    }
}

} // namespace crims
