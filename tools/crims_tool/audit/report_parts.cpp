// SPDX-License-Identifier: MIT
#include "crims_tool/audit/report_parts.hpp"

#include <algorithm>

#include "crims_tool/records/month_range.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/text/plain_numbers.hpp"

namespace crims_tool {

using crims::MonthVerdict;

std::string share_of_rows(std::uint64_t part, std::uint64_t whole) {
    return toolkit::percent_text(
        whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole));
}

std::vector<std::pair<std::string, std::uint64_t>> most_frequent_first(const Tally& tally) {
    std::vector<std::pair<std::string, std::uint64_t>> sorted(tally.begin(), tally.end());
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    return sorted;
}

std::string_view month_verdict_name(const MonthAudit& month) {
    if (!month.present) {
        return "missing";
    }
    switch (month.check.verdict) {
    case MonthVerdict::unknown:
        break;
    case MonthVerdict::plausible:
        return "plausible";
    case MonthVerdict::drop:
        return "drop";
    case MonthVerdict::rise:
        return "rise";
    }
    return "unknown";
}

namespace {

bool is_gap(const MonthAudit& month) {
    return !month.present;
}

} // namespace

std::string months_from_to(const MonthAudit& first, const MonthAudit& last) {
    return first.month == last.month ? month_text(first.month)
                                     : months_text({first.month, last.month});
}

std::string missing_month_runs(const std::vector<MonthAudit>& months) {
    std::vector<std::string> runs;
    auto first = std::find_if(months.begin(), months.end(), is_gap);
    while (first != months.end()) {
        const auto end = std::find_if_not(first, months.end(), is_gap);
        runs.push_back(months_from_to(*first, *std::prev(end)));
        first = std::find_if(end, months.end(), is_gap);
    }
    return toolkit::listed(runs);
}

std::uint64_t rows_of_download(const AuditReport& report) {
    std::uint64_t rows = 0;
    for (const ForceAudit& force : report.forces) {
        rows += force.rows;
    }
    return rows;
}

} // namespace crims_tool
