// SPDX-License-Identifier: MIT
#include "wdd_tool/placebo/families.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "toolkit/text/errors.hpp"

namespace wdd_tool {

namespace {

using toolkit::DataError;
using wdd::PlaceboStep;

PlaceboStep step_of(const DateOptions& options, bool month_only) {
    const PlaceboStep step =
        options.step.value_or(month_only ? PlaceboStep::month : PlaceboStep::week);
    if (month_only && (step == PlaceboStep::day || step == PlaceboStep::week)) {
        throw DataError("incidents are dated by month only, so earlier dates lie whole months "
                        "apart: use --date-step month, year or period");
    }
    return step;
}

std::string apart(PlaceboStep step) {
    switch (step) {
    case PlaceboStep::day:
        return "a day apart";
    case PlaceboStep::week:
        return "a week apart";
    case PlaceboStep::month:
        return "a month apart";
    case PlaceboStep::year:
        return "a year apart";
    case PlaceboStep::period:
        break;
    }
    return "a treatment period apart";
}

DataError no_earlier_date(const wdd::StudyPeriods& real, std::chrono::sys_days first_day) {
    return DataError(fmt::format(
        "no earlier date can be tried: both periods of a placebo ({} days together) must lie "
        "between {}, when the incidents (or --dates-from) begin, and the treatment's start {}; "
        "use incidents that begin earlier, a shorter treatment period, or --relocations",
        (real.post.end - real.pre.start).count() + 1, wdd::iso_date(first_day),
        wdd::iso_date(real.post.start)));
}

std::string how_dates(const std::vector<wdd::StudyPeriods>& periods, const DateOptions& options,
                      PlaceboStep step, std::chrono::sys_days first_day) {
    std::string how = fmt::format(
        "The same zones at {} earlier start date{}, {}, from {} to {}; both periods lie between "
        "{} and the real treatment.",
        periods.size(), periods.size() == 1 ? "" : "s", apart(step),
        wdd::iso_date(periods.back().post.start), wdd::iso_date(periods.front().post.start),
        wdd::iso_date(first_day));
    if (options.at_most > periods.size()) {
        how += fmt::format(" {} were asked for; the data hold no more.", options.at_most);
    }
    return how;
}

} // namespace

Placebo tested_placebo(std::size_t number, const wdd::StudyPeriods& periods,
                       const wdd::Counts& counts, bool month_only) {
    Placebo placebo{.number = number, .periods = periods, .counts = counts};
    placebo.weights.time = time_weights(periods, month_only);
    placebo.statistic = wdd::weighted_displacement_difference(counts, placebo.weights);
    return placebo;
}

TestedFamily placebo_family(wdd::PlaceboKind kind, std::vector<Placebo> placebos,
                            const ObservedStudy& study) {
    TestedFamily family;
    family.summary.kind = kind;
    std::vector<double> z;
    std::vector<double> apart;
    for (const Placebo& placebo : placebos) {
        if (!placebo.statistic.z) {
            ++family.summary.without_test;
            continue;
        }
        z.push_back(*placebo.statistic.z);
        if (placebo.apart) {
            apart.push_back(*placebo.statistic.z);
        }
        const wdd::BeforeAfter& treated = placebo.counts.treated;
        family.summary.in_response.push_back(treated.pre + treated.post);
    }
    const double observed = *study.evaluation.statistic.z;
    family.summary.distribution = wdd::compare_with_placebos(observed, std::move(z));
    family.summary.apart = wdd::compare_with_placebos(observed, std::move(apart));
    family.placebos = std::move(placebos);
    return family;
}

TestedFamily test_dates(const ObservedStudy& study, const DateOptions& options) {
    const wdd::StudyPeriods& real = *study.evaluation.periods;
    const bool month_only = study.counted.tally.month_only;
    const PlaceboStep step = step_of(options, month_only);
    std::chrono::sys_days first_day =
        std::max(study.counted.dates->start, study.counted.daily.window().start);
    if (options.from) {
        first_day = std::max(first_day, *options.from);
    }
    const std::vector<wdd::StudyPeriods> periods =
        wdd::placebo_periods(real, {.step = step,
                                    .whole_months = month_only,
                                    .first_day = first_day,
                                    .at_most = options.at_most});
    if (periods.empty()) {
        throw no_earlier_date(real, first_day);
    }
    std::vector<Placebo> placebos;
    placebos.reserve(periods.size());
    for (const wdd::StudyPeriods& one : periods) {
        placebos.push_back(tested_placebo(placebos.size() + 1, one,
                                          study.counted.daily.counts(one.pre, one.post, study.rule),
                                          month_only));
        placebos.back().apart = false;
    }
    for (const std::size_t i : wdd::disjoint_periods(real, periods)) {
        placebos[i].apart = true;
    }
    TestedFamily family = placebo_family(wdd::PlaceboKind::date, std::move(placebos), study);
    family.summary.how = {how_dates(periods, options, step, first_day)};
    return family;
}

} // namespace wdd_tool
