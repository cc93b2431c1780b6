// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "crims/model.hpp"
#include "simulation/event.hpp"
#include "simulation/month_draw.hpp"
#include "simulation/prepared_model.hpp"

namespace crims {

/// What has become of a crime that may happen.
enum class CandidateFate : std::uint8_t { open, happened, dropped };

/// A crime that happens if its mark is below the loading at its time, and its parent happened.
struct Candidate {
    Event event = {};
    double mark = 0;
    std::int64_t number = 0; ///< within the month, from 1 on
    CandidateFate fate = CandidateFate::open;
    std::uint8_t parent_happened = 1; ///< a parent of an earlier month
};

/// What random numbers of a stepper are for: the upper bits of a block's number under
/// Purpose::mark.
enum class MarkUse : std::uint8_t { mark, carried_mark, crime, place, count };

/// Block `index` of a use, in a layer of crimes that a loading above 1 adds; layer 0 is the month's
/// own crimes.
constexpr std::uint32_t mark_block(unsigned layer, MarkUse use, std::size_t index) {
    constexpr unsigned layer_shift = 28;
    constexpr unsigned use_shift = 24;
    return (layer << layer_shift) | (static_cast<unsigned>(use) << use_shift) |
           static_cast<std::uint32_t>(index);
}

/// The crimes of one month that may happen, and the order in which they do.
class Candidates {
  public:
    Candidates(const PreparedModel& prepared, std::uint32_t replicate)
        : m_prepared(prepared), m_replicate(replicate) {}

    /// Takes over what has been drawn for a month; `from_before` are the offspring that were
    /// carried into it, by zone.
    void take(Month month, MonthDraw& draw,
              const std::vector<std::vector<CarriedEvent>>& from_before);

    /// Adds crimes of which none comes before the month's minute `from`; those before it are left
    /// out.
    void add(const std::vector<Candidate>& more, std::uint32_t from);

    /// Of a month that no loading has touched: all of them happened.
    void let_all_happen();

    std::size_t size() const { return m_order.size(); }

    /// By their order in time.
    Candidate& at(std::size_t position) { return m_all[m_order[position]]; }

    const Candidate& at(std::size_t position) const { return m_all[m_order[position]]; }

    /// The first position whose minute is not before `minute`.
    std::size_t position_of(std::uint32_t minute) const;

    /// Whether the crimes that a crime follows happen, as far as is known; those yet to come by
    /// their marks against the loading of now.
    bool parents_happen(const Candidate& candidate, double loading) const;

    /// When the month is over: tells the offspring of later months whether their parents happened.
    void settle(MonthDraw& draw) const;

    /// Whether each candidate before a position happened.
    std::string fates(std::size_t end) const;
    void set_fates(std::string_view fates);

  private:
    void add_block(const std::vector<Event>& events,
                   const std::vector<std::vector<CarriedEvent>>& from_before);
    StreamKey key(std::size_t zone, std::size_t offence) const;

    const PreparedModel& m_prepared;
    std::uint32_t m_replicate;
    int m_month = 0;
    std::vector<Candidate> m_all; ///< as drawn: a crime's cause is a number in here
    std::vector<std::uint32_t> m_order;
    std::vector<std::uint32_t> m_block_begin;
};

} // namespace crims
