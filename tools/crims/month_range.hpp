// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "crims/month.hpp"

namespace crims_tool {

/// Months from `from` to `to`, both included.
struct MonthRange {
    crims::Month from = crims::Month(std::chrono::year(1970), std::chrono::January);
    crims::Month to = from;

    int months() const { return crims::month_index(to) - crims::month_index(from) + 1; }

    bool contains(crims::Month month) const { return from <= month && month <= to; }
};

/// "YYYY-MM". Throws toolkit::UsageError that names the option.
crims::Month parse_month(std::string_view text, std::string_view option);

/// --from and --to. Throws toolkit::UsageError if one is no month, or they are the wrong way round.
MonthRange parse_months(std::string_view from, std::string_view to);

/// "2020-03".
std::string month_text(crims::Month month);

/// "2020-01 to 2020-12".
std::string months_text(const MonthRange& range);

} // namespace crims_tool
