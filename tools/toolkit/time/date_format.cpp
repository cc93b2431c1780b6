// SPDX-License-Identifier: MIT
#include "toolkit/time/date_format.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <stdexcept>

#include <date/date.h>
#include <fmt/format.h>

#include "toolkit/text/blanks.hpp"
#include "toolkit/text/number.hpp"
#include "toolkit/time/written_date.hpp"

namespace toolkit {

namespace {

using std::chrono::days;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

// A number is only taken for a date of these years: less is more likely an identifier.
constexpr sys_days first_day{std::chrono::year(1940) / 1 / 1};
constexpr sys_days last_day{std::chrono::year(2100) / 1 / 1};

std::optional<DateText> date_of(sys_seconds moment, bool has_time,
                                std::optional<std::chrono::minutes> offset) {
    const sys_days day = std::chrono::floor<days>(moment);
    if (day < first_day || day >= last_day) {
        return std::nullopt;
    }
    return DateText{
        .day = day, .time_of_day = moment - day, .has_time = has_time, .utc_offset = offset};
}

/// Seconds since 1970 in UTC.
std::optional<DateText> read_epoch(std::string_view text, double seconds_per_unit) {
    constexpr double largest = 4.2e9; // the year 2103: more would not fit below last_day
    const std::optional<double> value = read_number(text);
    const double moment = value ? std::floor(*value * seconds_per_unit) : NAN;
    if (!(std::abs(moment) <= largest)) {
        return std::nullopt;
    }
    return date_of(sys_seconds(seconds(static_cast<std::int64_t>(moment))), true,
                   std::chrono::minutes(0));
}

/// Days since 1899-12-30, which are Excel's from March 1900 on.
std::optional<DateText> read_excel(std::string_view text) {
    constexpr double largest = 1e6;
    constexpr double seconds_per_day = 86400;
    constexpr sys_days day_zero{std::chrono::year(1899) / 12 / 30};
    const std::optional<double> value = read_number(text);
    if (!value || !(std::abs(*value) <= largest)) {
        return std::nullopt;
    }
    const bool has_time = *value != std::floor(*value);
    return date_of(day_zero + seconds(std::llround(*value * seconds_per_day)), has_time,
                   std::nullopt);
}

std::optional<DateText> read_pattern(std::string_view text, const std::string& pattern,
                                     bool has_time) {
    std::istringstream stream{std::string(trimmed(text))};
    stream.imbue(std::locale::classic());
    date::local_seconds moment;
    std::chrono::minutes offset{0};
    std::string zone;
    date::from_stream(stream, pattern.c_str(), moment, &zone, &offset);
    if (stream.fail() || stream.peek() != std::istringstream::traits_type::eof()) {
        return std::nullopt;
    }
    const auto day = date::floor<days>(moment);
    const bool with_offset = pattern.find("%z") != std::string::npos;
    return DateText{.day = sys_days(days(day.time_since_epoch().count())),
                    .time_of_day = moment - day,
                    .has_time = has_time,
                    .utc_offset = with_offset ? std::optional(offset) : std::nullopt};
}

constexpr std::array<std::pair<std::string_view, DateFormat::Kind>, 6> kinds{
    {{"iso", DateFormat::Kind::iso},
     {"day-first", DateFormat::Kind::day_first},
     {"month-first", DateFormat::Kind::month_first},
     {"epoch-ms", DateFormat::Kind::epoch_ms},
     {"epoch-s", DateFormat::Kind::epoch_s},
     {"excel", DateFormat::Kind::excel}}};

std::string_view name_of(DateFormat::Kind kind) {
    const auto* const found =
        std::ranges::find(kinds, kind, &std::pair<std::string_view, DateFormat::Kind>::second);
    return found == kinds.end() ? "pattern" : found->first;
}

} // namespace

DateFormat DateFormat::named(std::string_view text) {
    for (const auto& [name, kind] : kinds) {
        if (text == name) {
            return DateFormat(kind);
        }
    }
    const auto has_any = [&](std::initializer_list<std::string_view> codes) {
        return std::ranges::any_of(codes, [&](std::string_view code) {
            return text.find(code) != std::string_view::npos;
        });
    };
    const bool has_day = has_any({"%F", "%D", "%x", "%c"}) ||
                         (has_any({"%Y", "%y"}) && has_any({"%m", "%b", "%B", "%h", "%j"}));
    if (!has_day) {
        throw std::invalid_argument(fmt::format(
            "'{:.60}' is not a date format; use iso, day-first, month-first, epoch-ms, epoch-s, excel, or codes such as %d/%m/%Y %H:%M",
            text));
    }
    DateFormat format(Kind::pattern);
    format.m_pattern = text;
    format.m_pattern_has_time = has_any({"%H", "%I", "%T", "%R", "%X", "%r", "%c"});
    return format;
}

std::optional<DateText> DateFormat::read(std::string_view text) const {
    constexpr double seconds_per_ms = 1e-3;
    switch (m_kind) {
    case Kind::day_first:
        return read_written_date(text, DateOrder::day_first);
    case Kind::month_first:
        return read_written_date(text, DateOrder::month_first);
    case Kind::epoch_ms:
        return read_epoch(text, seconds_per_ms);
    case Kind::epoch_s:
        return read_epoch(text, 1);
    case Kind::excel:
        return read_excel(text);
    case Kind::pattern:
        return read_pattern(text, m_pattern, m_pattern_has_time);
    case Kind::iso:
        break;
    }
    return read_date(text);
}

void DateFormatGuess::add(std::string_view text) {
    // Numbers that could be both: below, milliseconds since 1970 are days of Excel.
    constexpr double fewest_ms = 1e10;
    ++m_texts;
    bool by_order = false;
    for (Candidate& candidate : m_candidates) {
        const DateFormat::Kind kind = candidate.format.kind();
        if (kind == DateFormat::Kind::epoch_ms) {
            const std::optional<double> value = read_number(text);
            if (!value || !(std::abs(*value) >= fewest_ms)) {
                continue;
            }
        }
        if (candidate.format.read(text)) {
            ++candidate.read;
            candidate.example = text;
            by_order = by_order || kind == DateFormat::Kind::day_first ||
                       kind == DateFormat::Kind::month_first;
        }
    }
    m_day_or_month_first += by_order ? 1 : 0;
}

const DateFormatGuess::Candidate& DateFormatGuess::best() const noexcept {
    return *std::ranges::max_element(m_candidates, {}, &Candidate::read);
}

bool DateFormatGuess::is_open() const noexcept {
    const Candidate& day_first = m_candidates[1];
    const Candidate& month_first = m_candidates[2];
    return best().read > 0 && day_first.read == best().read && month_first.read == day_first.read &&
           m_day_or_month_first == day_first.read;
}

DateFormat DateFormatGuess::format() const {
    constexpr std::int64_t one_in = 20;
    const Candidate& chosen = best();
    if (chosen.read == 0) {
        return {};
    }
    if (is_open()) {
        throw std::invalid_argument(fmt::format(
            "could be day first or month first ('{:.40}'): no day above 12 tells which; say it with ⟨--date-format day-first⟩ or ⟨--date-format month-first⟩",
            chosen.example));
    }
    for (const Candidate& other : m_candidates) {
        const bool both_orders = (&other == &m_candidates[1] || &other == &m_candidates[2]) &&
                                 (&chosen == &m_candidates[1] || &chosen == &m_candidates[2]);
        const std::int64_t unread = both_orders ? m_day_or_month_first - chosen.read : other.read;
        if (&other != &chosen && unread > 0 && unread * one_in >= m_texts) {
            throw std::invalid_argument(fmt::format(
                "are written in two ways: {} like '{:.40}' ({}) and {} like '{:.40}' ({}); write them in one way, or read one of them with ⟨--date-format⟩",
                chosen.read, chosen.example, name_of(chosen.format.kind()), unread, other.example,
                name_of(other.format.kind())));
        }
    }
    return chosen.format;
}

} // namespace toolkit
