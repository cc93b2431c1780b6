// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crims/month.hpp"
#include "toolkit/time/month.hpp"

namespace crims_tool {

/// Months from `from` to `to`, both included.
struct MonthRange {
    crims::Month from = crims::Month(std::chrono::year(1970), std::chrono::January);
    crims::Month to = from;

    std::size_t size() const { return number(to) + 1; }

    /// Of a month in the range, counted from 0.
    std::size_t number(crims::Month month) const {
        return static_cast<std::size_t>(crims::month_index(month) - crims::month_index(from));
    }

    bool contains(crims::Month month) const { return from <= month && month <= to; }
};

using toolkit::month_text;
using toolkit::read_month;

/// "2020-03..2020-06,2020-11" as months in order, each once. Throws toolkit::UsageError that names
/// the option.
std::vector<crims::Month> parse_month_list(std::string_view text, std::string_view option);

/// --from and --to. Throws toolkit::UsageError if they are the wrong way round.
void require_ordered(const MonthRange& range);

std::vector<std::string> month_texts(const std::vector<crims::Month>& months);

/// "2020-01 to 2020-12".
std::string months_text(const MonthRange& range);

} // namespace crims_tool
