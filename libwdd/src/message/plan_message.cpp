// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "document/number_text.hpp"
#include "message/power_plot.hpp"
#include "wdd/message.hpp"

namespace wdd {

namespace {

std::string whole_percent(double share) {
    return fixed(100 * share, 0) + " %";
}

std::string months_text(int months) {
    return quantity(months, "month");
}

/// An estimate has one digit after the point at most.
std::string count_text(double count) {
    constexpr double tenths = 10;
    return plain(std::round(tenths * count) / tenths);
}

std::string incidents(double count) {
    const std::string number = count_text(count);
    return number + (number == "1" ? " incident" : " incidents");
}

/// "-24 % to +32 %"
std::string interval_text(const PlannedInterval& interval) {
    return with_sign(std::round(100 * (interval.low - 1))) + " % to " +
           with_sign(std::round(100 * (interval.high - 1))) + " %";
}

std::string detectable(const std::optional<double>& reduction) {
    // A reduction that is called detectable must be.
    return reduction ? whole_percent(std::ceil(100 * *reduction) / 100) : "none";
}

std::vector<std::string> header_of(const PlanInput& input) {
    std::vector<std::string> header{"Months", "Expected", "Smallest reduction detected",
                                    "Interval if nothing changes", "False alarms"};
    for (const double reduction : input.reductions) {
        header.push_back("Power at " + whole_percent(reduction));
    }
    return header;
}

std::vector<std::string> row_of(int months, const PlannedVerdict& verdict) {
    std::vector<std::string> row{std::to_string(months), fixed(verdict.expected, 0),
                                 detectable(verdict.detectable_reduction),
                                 interval_text(verdict.interval),
                                 fixed(100 * verdict.false_alarms, 1) + " %"};
    for (const double power : verdict.power) {
        row.push_back(whole_percent(power));
    }
    return row;
}

/// A row for each length of the treatment; `verdict` gives a period's.
template<class Verdict>
Table verdict_table(const PlannedEvaluation& plan, const Verdict& verdict) {
    Table table{header_of(plan.input), {}};
    table.rows.reserve(plan.periods.size());
    for (const PlannedPeriod& period : plan.periods) {
        table.rows.push_back(row_of(period.months, verdict(period)));
    }
    return table;
}

std::string headline_after(const PlannedPeriod& period, const PlanInput& input) {
    const auto& reduction = period.area.detectable_reduction;
    if (!reduction) {
        return "With so few incidents, the forecast verdict could miss even a complete end to crime in the response area after " +
               months_text(period.months) + ".";
    }
    return "After " + months_text(period.months) + ", a reduction of " + detectable(reduction) +
           " or more in the response area would be detected in at least " +
           fixed(100 * input.power, 0) + " of 100 evaluations.";
}

Section headline(const PlannedEvaluation& plan) {
    Section section{"What the evaluation would detect", {}};
    if (plan.periods.empty()) {
        return section;
    }
    section.blocks.emplace_back(Paragraph{headline_after(plan.periods.front(), plan.input)});
    if (plan.periods.size() > 1) {
        section.blocks.emplace_back(Paragraph{headline_after(plan.periods.back(), plan.input)});
    }
    return section;
}

Section numbers_of_the_area(const PlannedEvaluation& plan) {
    return {"Response area",
            {verdict_table(plan, [](const PlannedPeriod& period) { return period.area; }),
             power_figure(plan, "How often a true reduction would be detected.")}};
}

/// The smallest reduction that the longest treatment would show.
std::optional<KeyNumber> plan_key(const PlannedEvaluation& plan) {
    if (plan.periods.empty() || !plan.periods.back().area.detectable_reduction) {
        return std::nullopt;
    }
    const PlannedPeriod& longest = plan.periods.back();
    return KeyNumber{detectable(longest.area.detectable_reduction),
                     "is the smallest reduction that would be detected in " +
                         fixed(100 * plan.input.power, 0) + " of 100 evaluations after " +
                         months_text(longest.months)};
}

Section together(const PlannedEvaluation& plan) {
    Section section{
        "Response area and displacement area together",
        {Paragraph{
            "The same reductions in the response area, measured over both areas together. This assumes that nothing moves to the displacement area and nothing falls there."}}};
    section.blocks.emplace_back(
        verdict_table(plan, [](const PlannedPeriod& period) { return *period.together; }));
    return section;
}

Section plain_test(const PlannedEvaluation& plan) {
    Section section{
        "The plain Weighted Displacement Difference test",
        {Paragraph{
            "The plain test assumes that counts vary by chance alone. In practice they vary more. It then reports a reduction where there was none more often than it promises, so do not plan by these figures alone."}}};
    Table table{{"Months", "Smallest reduction detected"}, {}};
    for (const PlannedPeriod& period : plan.periods) {
        table.rows.push_back(
            {std::to_string(period.months), detectable(period.plain_detectable_reduction)});
    }
    section.blocks.emplace_back(std::move(table));
    return section;
}

/// "13.0 %", or "14.2 % over 3 months, 11.0 % over 6 months" where it was estimated.
std::string variation_text(const PlanInput& input) {
    const auto percent = [](double share) { return fixed(100 * share, 1) + " %"; };
    if (input.variations.empty()) {
        return percent(input.variation);
    }
    std::string text;
    for (const LengthVariation& known : input.variations) {
        text +=
            (text.empty() ? "" : ", ") + percent(known.area) + " over " + months_text(known.months);
    }
    return text;
}

/// Lengths whose variation is that of another.
std::string borrowed_text(const PlanInput& input) {
    std::string text;
    for (const int months : input.months) {
        const bool known = std::any_of(
            input.variations.begin(), input.variations.end(),
            [months](const LengthVariation& length) { return length.months == months; });
        if (!known) {
            text += (text.empty() ? "" : ", ") + months_text(months);
        }
    }
    return text;
}

Section assumptions(const PlanInput& input) {
    BulletList list;
    list.items.push_back("A month has " + incidents(input.area) + " in the response area" +
                         (input.ring
                              ? " and " + count_text(*input.ring) + " in the displacement area"
                              : std::string()) +
                         ", if nothing is done.");
    list.items.push_back(
        "Counts differ from their forecast by " + variation_text(input) +
        " beyond chance (standard deviation). A larger variation means less power.");
    if (const std::string borrowed = borrowed_text(input);
        !input.variations.empty() && !borrowed.empty()) {
        list.items.push_back("The variation over " + borrowed +
                             " is taken from the nearest of these lengths.");
    }
    list.items.push_back("The forecast is made from " +
                         fixed(static_cast<double>(input.comparison_areas), 0) +
                         " comparable areas and a history of the months before.");
    list.items.emplace_back(
        "The reduction is there from the first day to the last. One that grows or fades is smaller on average.");
    list.items.push_back("The test is one-tailed at " + whole_percent(input.alpha) +
                         ". With small counts its true false-alarm rate differs from that.");
    return {"Assumptions", {std::move(list)}};
}

} // namespace

Message describe(const PlannedEvaluation& plan) {
    Message message;
    message.title = "Power of a planned evaluation";
    message.key = plan_key(plan);
    message.sections.push_back(headline(plan));
    if (!plan.periods.empty()) {
        message.sections.push_back(numbers_of_the_area(plan));
    }
    if (plan.input.ring) {
        message.sections.push_back(together(plan));
    }
    if (plan.input.control) {
        message.sections.push_back(plain_test(plan));
    }
    message.sections.push_back(assumptions(plan.input));
    return message;
}

} // namespace wdd
