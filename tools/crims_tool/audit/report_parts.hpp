// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "crims_tool/audit/report.hpp"

namespace crims_tool {

// What the text of an audit and its page have in common.

/// "5.1 %"
std::string share_of_rows(std::uint64_t part, std::uint64_t whole);

/// Else by name.
std::vector<std::pair<std::string, std::uint64_t>> most_frequent_first(const Tally& tally);

/// "missing", "plausible", "drop", "rise", "unknown".
std::string_view month_verdict_name(const MonthAudit& month);

/// "2019-07", "2020-01 to 2020-12".
std::string months_from_to(const MonthAudit& first, const MonthAudit& last);

/// Runs of missing months: "2019-07, 2020-01 to 2020-12".
std::string missing_month_runs(const std::vector<MonthAudit>& months);

std::uint64_t rows_of_download(const AuditReport& report);

} // namespace crims_tool
