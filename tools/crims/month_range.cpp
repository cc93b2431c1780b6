// SPDX-License-Identifier: MIT
#include "month_range.hpp"

#include <fmt/format.h>

#include "common/date_text.hpp"
#include "common/errors.hpp"

namespace crims_tool {

crims::Month parse_month(std::string_view text, std::string_view option) {
    const std::optional<toolkit::DateText> date = toolkit::read_date(text);
    if (!date || !date->month_only) {
        throw toolkit::UsageError(
            fmt::format("{} '{}': expected a month as YYYY-MM, such as 2020-03", option, text));
    }
    const std::chrono::year_month_day day(date->day);
    return {day.year(), day.month()};
}

MonthRange parse_months(std::string_view from, std::string_view to) {
    const MonthRange range{parse_month(from, "--from"), parse_month(to, "--to")};
    if (range.to < range.from) {
        throw toolkit::UsageError(
            fmt::format("--to {} is before --from {}; the first month comes first, and both are "
                        "included",
                        to, from));
    }
    return range;
}

std::string month_text(crims::Month month) {
    return fmt::format("{:04}-{:02}", static_cast<int>(month.year()),
                       static_cast<unsigned>(month.month()));
}

std::string months_text(const MonthRange& range) {
    return fmt::format("{} to {}", month_text(range.from), month_text(range.to));
}

} // namespace crims_tool
