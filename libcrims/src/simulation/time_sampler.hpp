// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "crims/model.hpp"
#include "simulation/alias_table.hpp"

namespace crims {

inline constexpr std::uint32_t minutes_a_day = 24 * 60;

/// A number below `limit` from 32 random bits.
constexpr std::uint32_t below(std::uint32_t limit, std::uint32_t bits) {
    return static_cast<std::uint32_t>((std::uint64_t{bits} * limit) >> 32U);
}

/// The rhythms of a model's offences; offences with equal ones share them.
class OffenceRhythms {
  public:
    /// Keeps a reference to the model's calendar.
    explicit OffenceRhythms(const Model& model);

    const LocalCalendar& calendar() const { return m_calendar; }

    std::span<const WeeklyRhythm> all() const { return m_rhythms; }

    /// The index of an offence's rhythm.
    std::size_t of(std::size_t offence) const { return m_of_offence[offence]; }

    /// True if a rhythm's hours differ by periods of eight alone.
    bool has_periods(std::size_t rhythm) const { return m_has_periods[rhythm] != 0; }

  private:
    const LocalCalendar& m_calendar;
    std::vector<WeeklyRhythm> m_rhythms;
    std::vector<std::uint8_t> m_has_periods;
    std::vector<std::size_t> m_of_offence;
};

/// Draws the minute of a crime in a month: the hour (or period of eight, where hours do not differ)
/// after the offence's rhythm, the minute in it uniformly.
class TimeSampler {
  public:
    /// Keeps a reference to the rhythms.
    explicit TimeSampler(const OffenceRhythms& rhythms) : m_rhythms(rhythms) {}

    /// Lays the weeks into a month.
    void set_month(Month month);

    /// The minute of the month from two times 32 random bits.
    std::uint32_t minute(std::size_t offence, std::uint32_t period_bits,
                         std::uint32_t minute_bits) const {
        const Table& table = m_tables[m_rhythms.of(offence)];
        return (draw(table.slots, period_bits) * table.minutes) + below(table.minutes, minute_bits);
    }

    /// The minute of a day, given the day: its hours weighed by the offence's rhythm.
    std::uint32_t minute_of_day(std::size_t offence, std::chrono::sys_days day, double u,
                                std::uint32_t minute_bits) const;

  private:
    struct Table {
        std::vector<AliasEntry> slots;
        std::uint32_t minutes = 0; ///< of a slot
    };

    const OffenceRhythms& m_rhythms;
    std::vector<Table> m_tables; ///< one per rhythm
};

} // namespace crims
