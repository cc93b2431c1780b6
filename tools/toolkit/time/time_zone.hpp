// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "toolkit/time/date_text.hpp"

namespace toolkit {

/// Clocks change: `local` is what they show then without the change, and `forward` by how much they
/// go forward; below 0, back.
struct OffsetChange {
    std::chrono::sys_seconds local;
    std::chrono::seconds forward;
};

/// A time zone by its IANA name ("Europe/London") or as a fixed offset ("+02:00", "UTC", "Z").
class TimeZone {
  public:
    /// Throws std::invalid_argument, with a text for the user, if there is no such zone.
    explicit TimeZone(std::string_view name);

    /// The local calendar date of an instant.
    std::chrono::sys_days local_day(std::chrono::sys_seconds instant) const;

    /// The local time of an instant, as a count from 1970-01-01 00:00 local time.
    std::chrono::sys_seconds local_time(std::chrono::sys_seconds instant) const;

    /// The calendar date of a date text here: converted if it carries Z or an offset, as written if
    /// not.
    std::chrono::sys_days local_day(const DateText& date) const;

    /// Likewise with the time of day.
    std::chrono::sys_seconds local_time(const DateText& date) const;

    /// When clocks change in a span of time, as far as the time zone database tells. None for a
    /// fixed offset.
    std::vector<OffsetChange> offset_changes(std::chrono::sys_seconds from,
                                             std::chrono::sys_seconds until) const;

  private:
    struct Rules;
    std::shared_ptr<const Rules> m_rules;
};

} // namespace toolkit
