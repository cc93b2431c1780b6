// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "wdd/evaluation.hpp"
#include "wdd_tool/study/study.hpp"

namespace wdd_tool {

/// True if only the dates of the whole layer can tell what the incidents cover: near the zones
/// there are too few.
bool needs_layer_days(const wdd::DayTotals& near, const wdd::Period& window);

/// What the incidents cover: as near the zones where these have enough to tell, else as the layer.
wdd::CoveredSpan coverage(const wdd::DayTotals& near, const wdd::DayTotals& layer, bool month_only);

/// The days of both periods without missing months. Throws DataError where less than a third of a
/// period is left: then no fair comparison is possible. A period of which every month is low, but
/// none empty, is kept as it is, for it may be so.
struct ComparedDays {
    std::vector<wdd::Period> pre;
    std::vector<wdd::Period> post;
    bool drop_of_a_whole_period = false;
};

ComparedDays compared_days(const wdd::StudyPeriods& periods, const CountedIncidents& counted);

/// Months before the response that the incidents cover, without those that are missing.
std::vector<wdd::MonthCounts> covered_months(const CountedIncidents& counted,
                                             std::chrono::sys_days start, wdd::OverlapRule rule);

/// Those, and the whole months of the treatment that the incidents cover.
std::vector<wdd::MonthCounts> monthly_counts(const CountedIncidents& counted,
                                             const wdd::Period& treatment, wdd::OverlapRule rule);

/// Where periods reach beyond the incidents, compared or not, and where a correlation has fewer
/// months than it should.
std::vector<std::string> coverage_warnings(const CountedIncidents& counted,
                                           const wdd::StudyPeriods& periods,
                                           const ComparedDays& days,
                                           const std::optional<wdd::Suitability>& suitability);

} // namespace wdd_tool
