// SPDX-License-Identifier: MIT
#include "toolkit/time/time_zone.hpp"

// The header's classes must match the library, which reads the system's database; date::date-tz
// says so too, but a build without that target would compile and then read wrong memory.
#ifndef USE_OS_TZDB
#define USE_OS_TZDB 1 // NOLINT(cppcoreguidelines-macro-usage): the header tests it with #if
#endif
#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <optional>
#include <stdexcept>
#include <utility>

#include "toolkit/text/lower_case.hpp"

namespace toolkit {

/// Either a zone of the time zone database, or an offset that never changes.
struct TimeZone::Rules {
    const date::time_zone* zone = nullptr;
    std::chrono::minutes offset{0};
};

namespace {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

void refuse_nul(std::string_view name) {
    const std::size_t nul = name.find('\0');
    if (nul != std::string_view::npos) {
        throw std::invalid_argument(
            fmt::format("'{:.60}': a NUL character follows; the name of a time zone has none",
                        name.substr(0, nul)));
    }
}

std::optional<minutes> fixed_offset(std::string_view name) {
    const std::string plain = lower_case(name);
    if (plain == "utc" || plain == "z") {
        return minutes(0);
    }
    if (!name.starts_with('+') && !name.starts_with('-')) {
        return std::nullopt;
    }
    // One grammar for offsets: what read_date takes after a time.
    const auto moment = read_date(fmt::format("2000-01-01T00:00{}", name));
    return moment ? moment->utc_offset : std::nullopt;
}

const date::tzdb& database(std::string_view name) {
    try {
        const date::tzdb& zones = date::get_tzdb();
        if (!zones.zones.empty()) {
            return zones;
        }
    } catch (const std::exception&) { // NOLINT(bugprone-empty-catch): told below, as when empty
    }
    throw std::invalid_argument(fmt::format(
        "'{:.60}': this system has no time zone database; install tzdata, or give a fixed offset such as +02:00",
        name));
}

std::string advice(const date::tzdb& zones, std::string_view name) {
    const std::string wanted = lower_case(name);
    const auto near =
        std::find_if(zones.zones.begin(), zones.zones.end(), [&](const date::time_zone& zone) {
            return lower_case(zone.name()) == wanted;
        });
    if (near != zones.zones.end()) {
        return fmt::format("write '{}'", near->name());
    }
    return "use an IANA name such as Europe/London, UTC, or an offset such as +02:00";
}

const date::time_zone* find_zone(std::string_view name) {
    const date::tzdb& zones = database(name);
    try {
        return date::locate_zone(name);
    } catch (const std::exception&) {
        throw std::invalid_argument(
            fmt::format("'{:.60}': no such time zone; {}", name, advice(zones, name)));
    }
}

} // namespace

TimeZone::TimeZone(std::string_view name) {
    refuse_nul(name);
    auto rules = std::make_shared<Rules>();
    if (const std::optional<minutes> offset = fixed_offset(name)) {
        rules->offset = *offset;
    } else {
        rules->zone = find_zone(name);
    }
    m_rules = std::move(rules);
}

sys_seconds TimeZone::local_time(sys_seconds instant) const {
    if (m_rules->zone == nullptr) {
        return instant + m_rules->offset;
    }
    return sys_seconds(m_rules->zone->to_local(instant).time_since_epoch());
}

std::vector<OffsetChange> TimeZone::offset_changes(sys_seconds from, sys_seconds until) const {
    std::vector<OffsetChange> changes;
    if (m_rules->zone == nullptr) {
        return changes;
    }
    date::sys_info before = m_rules->zone->get_info(from);
    while (before.end < until) {
        const date::sys_info after = m_rules->zone->get_info(before.end);
        if (after.offset != before.offset) {
            changes.push_back({before.end + before.offset, after.offset - before.offset});
        }
        before = after;
    }
    return changes;
}

sys_days TimeZone::local_day(sys_seconds instant) const {
    return std::chrono::floor<days>(local_time(instant));
}

sys_seconds TimeZone::local_time(const DateText& date) const {
    if (!date.utc_offset) {
        return date.day + date.time_of_day;
    }
    return local_time(date.day + date.time_of_day - *date.utc_offset);
}

sys_days TimeZone::local_day(const DateText& date) const {
    return std::chrono::floor<days>(local_time(date));
}

} // namespace toolkit
