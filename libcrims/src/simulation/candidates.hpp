// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
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
    std::uint64_t name = 0;           ///< key of what may follow it, where crimes have offspring
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

/// A number that depends on all bits of two others.
std::uint64_t mixed(std::uint64_t a, std::uint64_t b);

/// The crimes of one month that may happen, and the order in which they do.
class Candidates {
  public:
    Candidates(const PreparedModel& prepared, std::uint32_t replicate)
        : m_prepared(prepared), m_replicate(replicate) {}

    /// Takes over what has been drawn for a month; `from_before` are the offspring that were
    /// carried into it, by zone.
    void take(Month month, MonthDraw& draw,
              const std::vector<std::vector<CarriedEvent>>& from_before);

    /// Adds a crime, which takes its place in the order of time with `merge`. Its number.
    std::uint32_t append(const Candidate& candidate);

    /// Puts what has been appended in order; none of it comes before the month's minute `from`.
    void merge(std::uint32_t from);

    /// Takes back what has been appended since there were so many.
    void discard_from(std::size_t drawn) { m_all.resize(drawn); }

    /// All of the month, in the order in which they were drawn.
    std::size_t drawn() const { return m_all.size(); }

    Candidate& as_drawn(std::size_t number) { return m_all[number]; }

    const Candidate& as_drawn(std::size_t number) const { return m_all[number]; }

    std::uint32_t number_at(std::size_t position) const { return m_order[position]; }

    /// How many were drawn with the month; they come first.
    std::size_t of_month() const { return m_of_month; }

    bool is_of_month(std::size_t number) const { return number < m_of_month; }

    /// Those of a zone and offence that were drawn with the month.
    std::pair<std::uint32_t, std::uint32_t> of_month(std::size_t zone, std::size_t offence) const;

    std::size_t size() const { return m_order.size(); }

    /// What the names of a zone's crimes of an offence in this month are made of.
    std::uint64_t name_of_cell(std::size_t zone, std::size_t offence) const;

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

  private:
    void add_block(const std::vector<Event>& events,
                   const std::vector<std::vector<CarriedEvent>>& from_before);
    StreamKey key(std::size_t zone, std::size_t offence) const;

    const PreparedModel& m_prepared;
    std::uint32_t m_replicate;
    int m_month = 0;
    std::vector<Candidate> m_all; ///< as drawn: a crime's cause is a number in here
    std::size_t m_of_month = 0;
    std::vector<std::uint32_t> m_order;
    std::vector<std::uint32_t> m_block_begin;
};

} // namespace crims
