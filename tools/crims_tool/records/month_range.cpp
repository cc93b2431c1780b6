// SPDX-License-Identifier: MIT
#include "crims_tool/records/month_range.hpp"

#include <algorithm>
#include <iterator>
#include <set>

#include <fmt/format.h>

#include "toolkit/text/errors.hpp"

namespace crims_tool {

std::vector<crims::Month> parse_month_list(std::string_view text, std::string_view option) {
    constexpr std::string_view dots = "..";
    std::set<crims::Month> months;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        const std::string_view part = text.substr(begin, end - begin);
        const std::size_t between = part.find(dots);
        const bool is_range = between != std::string_view::npos;
        const std::optional<crims::Month> from = read_month(part.substr(0, between));
        const std::optional<crims::Month> to =
            is_range ? read_month(part.substr(between + dots.size())) : from;
        if (!from || !to || *to < *from) {
            throw toolkit::UsageError(fmt::format(
                "⟨{}⟩ '{}': expected months as YYYY-MM, or from the first to the last as 2020-03..2020-06, with commas between",
                option, part));
        }
        for (crims::Month month = *from; month <= *to; month += std::chrono::months(1)) {
            months.insert(month);
        }
        begin = end + 1;
    }
    return {months.begin(), months.end()};
}

void require_ordered(const MonthRange& range) {
    if (range.to < range.from) {
        throw toolkit::UsageError(fmt::format(
            "⟨--to⟩ {} is before ⟨--from⟩ {}; the first month comes first, and both are included",
            month_text(range.to), month_text(range.from)));
    }
}

std::vector<std::string> month_texts(const std::vector<crims::Month>& months) {
    std::vector<std::string> texts;
    std::transform(months.begin(), months.end(), std::back_inserter(texts), month_text);
    return texts;
}

std::string months_text(const MonthRange& range) {
    return fmt::format("{} to {}", month_text(range.from), month_text(range.to));
}

} // namespace crims_tool
