// SPDX-License-Identifier: MIT
#include "crims_tool/calibrate/clock_changes.hpp"

#include <chrono>

#include "toolkit/time/time_zone.hpp"

namespace crims_tool {

namespace {

using std::chrono::hours;
using std::chrono::seconds;

constexpr std::chrono::years years_before(10); // who simulates the past of the data
constexpr std::chrono::year last_year(2037);   // of what a file of the database tells

void add(const toolkit::OffsetChange& change, std::vector<crims::ClockChange>& changes) {
    const bool forward = change.forward > seconds(0);
    // Clocks that go back show the hours before the change twice.
    const std::chrono::sys_seconds first = forward ? change.local : change.local + change.forward;
    const std::chrono::sys_seconds end = forward ? change.local + change.forward : change.local;
    if (first.time_since_epoch() % hours(1) != seconds(0) ||
        end.time_since_epoch() % hours(1) != seconds(0)) {
        return;
    }
    for (auto hour = first; hour < end; hour += hours(1)) {
        const auto day = std::chrono::floor<std::chrono::days>(hour);
        changes.push_back({.day = day,
                           .hour = static_cast<std::uint8_t>((hour - day) / hours(1)),
                           .times = static_cast<std::uint8_t>(forward ? 0 : 2)});
    }
}

} // namespace

std::vector<crims::ClockChange> clock_changes(const std::string& time_zone, crims::Month month) {
    const std::chrono::sys_days from = crims::first_day(month - years_before);
    const std::chrono::sys_days until = last_year / std::chrono::December / 31;
    std::vector<crims::ClockChange> changes;
    for (const toolkit::OffsetChange& change :
         toolkit::TimeZone(time_zone).offset_changes(from, until)) {
        add(change, changes);
    }
    return changes;
}

} // namespace crims_tool
