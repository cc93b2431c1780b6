// SPDX-License-Identifier: MIT
#include "toolkit/time/date_text.hpp"
#include "toolkit/time/written_date.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string_view>

namespace {

using std::chrono::year_month_day;

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

void check_fields(const toolkit::DateText& date) {
    using namespace std::chrono_literals;
    const year_month_day day{date.day};
    require(day.ok() && std::chrono::sys_days(day) == date.day);
    require(day.year() >= std::chrono::year(1) && day.year() <= std::chrono::year(9999));
    require(date.time_of_day >= 0s && date.time_of_day < 24h);
    require(!date.utc_offset || (*date.utc_offset > -24h && *date.utc_offset < 24h));
    const bool whole_date = date.time_of_day == 0s && !date.utc_offset;
    require(!date.month_only || (day.day() == std::chrono::day(1) && whole_date));
}

/// The date written in full is the same date; in seconds, minutes of offset and all.
void check_round_trip(const toolkit::DateText& date) {
    const year_month_day day{date.day};
    std::string text = fmt::format("{:04}-{:02}", static_cast<int>(day.year()),
                                   static_cast<unsigned>(day.month()));
    if (!date.month_only) {
        text += fmt::format("-{:02}", static_cast<unsigned>(day.day()));
    }
    if (date.has_time) {
        const std::chrono::hh_mm_ss time{date.time_of_day};
        text += fmt::format("T{:02}:{:02}:{:02}", time.hours().count(), time.minutes().count(),
                            time.seconds().count());
    }
    if (date.utc_offset) {
        const std::chrono::hh_mm_ss offset{*date.utc_offset};
        text += fmt::format("{}{:02}:{:02}", offset.is_negative() ? '-' : '+',
                            offset.hours().count(), offset.minutes().count());
    }
    require(toolkit::read_date(text) == date);
}

/// A month's first and last day, or the day itself.
void check_options(std::string_view text, const toolkit::DateText& date) {
    const auto end = toolkit::parse_end_date(text);
    const year_month_day next{end + std::chrono::days(1)};
    require(toolkit::parse_start_date(text) == date.day);
    require(date.month_only ? next.day() == std::chrono::day(1) : end == date.day);
    require((end - date.day).count() <= 30);
}

/// An option may be written with day or month first; what it refuses, it says how to write.
void check_refused(std::string_view text) {
    try {
        const auto day = toolkit::parse_end_date(text);
        require(toolkit::read_written_date(text, toolkit::DateOrder::day_first).has_value() ||
                toolkit::read_written_date(text, toolkit::DateOrder::month_first).has_value());
        require(std::chrono::year_month_day(day).ok());
    } catch (const std::invalid_argument& error) {
        require(std::string_view(error.what()).find("write the date as") != std::string_view::npos);
    }
}

} // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer gives the name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto date = toolkit::read_date(text)) {
        check_fields(*date);
        check_round_trip(*date);
        check_options(text, *date);
    } else {
        check_refused(text);
    }
    return 0;
}
