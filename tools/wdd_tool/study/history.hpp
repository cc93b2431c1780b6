// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "wdd/period.hpp"
#include "wdd_tool/study/study.hpp"

namespace wdd_tool {

/// Months before the pre-treatment period that the incidents cover, latest first; empty if they
/// are fewer than six.
struct History {
    std::vector<wdd::Period> months;

    bool contains(std::chrono::sys_days day) const;

    /// What makes of its incidents those of an average period as long as this one, which may have
    /// holes; none without a history.
    std::optional<double> scale_to(const std::vector<wdd::Period>& parts) const;
};

/// A month is covered if it holds at least a quarter of what the middle one of the 36 months that
/// have incidents holds: so neither a stray date nor a gap is a history.
/// Months that are known to be missing are not history either.
History known_history(const wdd::DayTotals& incidents, const wdd::Period& pre,
                      const std::vector<wdd::Period>& missing = {});

} // namespace wdd_tool
