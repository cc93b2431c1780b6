// SPDX-License-Identifier: MIT
#include "crims_tool/run/plan.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "toolkit/text/errors.hpp"

namespace crims_tool {

namespace {

constexpr std::ptrdiff_t a_year = 12;

std::vector<crims::Month> in_range(const std::vector<crims::Month>& months,
                                   const MonthRange& range) {
    std::vector<crims::Month> result;
    std::copy_if(months.begin(), months.end(), std::back_inserter(result),
                 [&range](crims::Month month) { return range.contains(month); });
    return result;
}

MonthRange from_to(const std::vector<crims::Month>& months) {
    return {months.front(), months.back()};
}

/// What the model is made from.
MonthRange calibrated_months(const RunPlan& plan, const std::vector<crims::Month>& recorded,
                             const std::optional<MonthRange>& asked,
                             std::vector<std::string>& reasons) {
    if (asked) {
        const std::vector<crims::Month> months = in_range(recorded, *asked);
        if (months.empty()) {
            throw toolkit::DataError(fmt::format(
                "⟨--calibrate-from⟩ {} ⟨--calibrate-to⟩ {}: the download has {}, none of these",
                month_text(asked->from), month_text(asked->to), months_text(from_to(recorded))));
        }
        return from_to(months);
    }
    const auto before = std::lower_bound(recorded.begin(), recorded.end(), plan.simulated.from);
    if (before - recorded.begin() >= a_year) {
        reasons.push_back(fmt::format("The model is made from the months before {}.",
                                      month_text(plan.simulated.from)));
        return {recorded.front(), *std::prev(before)};
    }
    reasons.push_back(fmt::format(
        "The model is made from all recorded months, because fewer than 12 of them are before {}.",
        month_text(plan.simulated.from)));
    return from_to(recorded);
}

/// The simulated months that are recorded and that the model is not made from, if they follow it.
std::vector<crims::Month> later_months(const RunPlan& plan,
                                       const std::vector<crims::Month>& recorded) {
    std::vector<crims::Month> months = in_range(recorded, plan.simulated);
    std::erase_if(months, [&plan](crims::Month month) { return month <= plan.calibrated.to; });
    return months;
}

std::optional<Holdout> holdout_of(const RunPlan& plan, const std::vector<crims::Month>& recorded,
                                  std::vector<std::string>& reasons) {
    if (const std::vector<crims::Month> later = later_months(plan, recorded); !later.empty()) {
        reasons.push_back(
            fmt::format("It is tested with the simulated months that are recorded, {}.",
                        months_text(from_to(later))));
        return Holdout{plan.calibrated, from_to(later)};
    }
    const std::vector<crims::Month> own = in_range(recorded, plan.calibrated);
    if (static_cast<std::ptrdiff_t>(own.size()) < 2 * a_year) {
        reasons.emplace_back(
            "It is not tested: no later month is recorded, and fewer than 24 months are too few to hold a year back.");
        return std::nullopt;
    }
    const auto tested = own.end() - a_year;
    Holdout holdout{{own.front(), *std::prev(tested)}, {*tested, own.back()}};
    reasons.push_back(fmt::format(
        "No simulated month is recorded. So a second model, made in the same way from {} alone, is tested with {}.",
        months_text(holdout.calibrated), months_text(holdout.tested)));
    return holdout;
}

} // namespace

RunPlan plan_run(const MonthRange& simulated, const std::vector<crims::Month>& recorded,
                 const std::optional<MonthRange>& asked, const std::vector<crims::Month>& later) {
    RunPlan plan{.simulated = simulated, .calibrated = simulated};
    plan.calibrated = calibrated_months(plan, recorded, asked, plan.reasons);
    const bool has_own_test = !later_months(plan, recorded).empty();
    plan.is_tested_later = !has_own_test && !later_months(plan, later).empty();
    plan.holdout = holdout_of(plan, plan.is_tested_later ? later : recorded, plan.reasons);
    return plan;
}

} // namespace crims_tool
