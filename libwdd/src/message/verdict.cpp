// SPDX-License-Identifier: MIT
#include <cmath>
#include <utility>

#include "message/message_parts.hpp"
#include "message/number_text.hpp"

namespace wdd {

namespace {

/// A zone's change, counts being compared per unit of time.
double weighted_change(const BeforeAfter& counts, const TimeWeights& time) {
    return counts.post / time.post - counts.pre / time.pre;
}

std::string from_to(const BeforeAfter& counts) {
    return plain(counts.pre) + " to " + plain(counts.post);
}

std::string estimate_text(const Estimate& estimate) {
    return estimate_beside_error(estimate.estimate, estimate.standard_error) + " (standard error " +
           beside_error(estimate.standard_error, estimate.standard_error) + ")";
}

/// Estimates weighted by the lengths of unequal periods are counts per unit of time.
std::string difference_per_time(const Evaluation& evaluation) {
    const Estimate& total = evaluation.statistic.total;
    return "Weighted Displacement Difference: " +
           estimate_beside_error(total.estimate, total.standard_error) +
           " incidents per unit of the time weights against the control zones.";
}

std::string over_the_period(const Evaluation& evaluation) {
    const TimeWeights& time = evaluation.weights.time;
    return evaluation.periods && time.pre != time.post
               ? " over the " + plain(time.post) +
                     " days of the treatment period that were compared"
               : "";
}

std::string difference_sentence(const Evaluation& evaluation) {
    if (evaluation.weights.time != TimeWeights{} && !evaluation.periods) {
        return difference_per_time(evaluation);
    }
    const Estimate& total = evaluation.statistic.total;
    const double wdd = total.estimate;
    const bool rounded = evaluation.weights != Weights{}; // then it is no whole number
    const std::string size = rounded ? fixed(std::abs(wdd), 1)
                                     : estimate_beside_error(std::abs(wdd), total.standard_error);
    const std::string incidents = (size.front() == '+' ? size.substr(1) : size) +
                                  (std::abs(wdd) == 1 ? " incident" : " incidents");
    const std::string change =
        wdd == 0 ? "as many incidents as" : incidents + (wdd < 0 ? " fewer than" : " more than");
    return "Weighted Displacement Difference: " + estimate_beside_error(wdd, total.standard_error) +
           ", that is " + change + " the change in the control zones suggests" +
           over_the_period(evaluation) + ".";
}

/// Why there is no forecast, and what the plain test is worth without one.
std::string without_forecast(const Evaluation& evaluation) {
    if (!evaluation.forecast || evaluation.forecast->verdict) {
        return "";
    }
    return "No forecast from comparable areas: " + evaluation.forecast->reason +
           " Without it, be careful: on police data where nothing was done, this test alone reports a reduction in 13 to 22 cases of 100, not in 5.";
}

std::string without_evidence(double z) {
    if (z < 0) {
        return "This does not mean that the response did nothing: chance alone would often give a difference like this.";
    }
    if (z < significant_rise) {
        return "The estimate points to an increase, not a reduction.";
    }
    return "The estimate points to a significant increase against the control zones, not a reduction (" +
           p_is(std::erfc(z / std::sqrt(2.0)) / 2) + " for an increase).";
}

} // namespace

std::string evidence_words(Evidence evidence) {
    switch (evidence) {
    case Evidence::weak:
        return "Weak evidence of reduction";
    case Evidence::moderate:
        return "Moderate evidence of reduction";
    case Evidence::strong:
        return "Strong evidence of reduction";
    case Evidence::very_strong:
        return "Very strong evidence of reduction";
    case Evidence::none:
        break;
    }
    return "No evidence of reduction";
}

std::string where_the_reduction_is(const Evaluation& evaluation) {
    if (evaluation.statistic.evidence == Evidence::none) {
        return "";
    }
    const BeforeAfter& treated = evaluation.counts.treated;
    const BeforeAfter& control = evaluation.counts.control;
    const Estimate& local = evaluation.statistic.local;
    if (treated.pre == 0) {
        return "But the response area had no incident before, so nothing could be reduced there. The difference comes from the other zones alone.";
    }
    const double change = weighted_change(treated, evaluation.weights.time);
    if (local.estimate >= 0) {
        return "But the reduction is in the displacement area around the response area, not in the response area itself: there incidents went from " +
               from_to(treated) + ", " +
               (local.estimate > 0 ? estimate_beside_error(local.estimate, local.standard_error) +
                                         " against the control area (z = " +
                                         fixed(local.estimate / local.standard_error, 2) + ")."
                                   : "as in the control area.");
    }
    if (change >= 0) {
        return "But incidents did not fall in the response area (" + from_to(treated) + "): they " +
               (change > 0 ? "rose less than" : "stayed the same while they rose") +
               " in the control area (" + from_to(control) + ").";
    }
    const Estimate& rings = evaluation.statistic.displacement;
    const double local_z = local.estimate / local.standard_error;
    if (evidence_for(local_z) == Evidence::none && rings.estimate < local.estimate) {
        return "But most of the reduction is in the displacement area around the response area; the response area alone gives no evidence (z = " +
               fixed(local_z, 2) + ").";
    }
    return "";
}

Section verdict_section(const Evaluation& evaluation) {
    const Statistic& statistic = evaluation.statistic;
    const bool is_second = evaluation.forecast && evaluation.forecast->verdict;
    Section section{is_second ? "The plain test (Weighted Displacement Difference)" : "Verdict",
                    {}};
    const auto say = [&section](std::string text) {
        if (!text.empty()) {
            section.blocks.emplace_back(Paragraph{std::move(text)});
        }
    };
    if (!statistic.z) {
        say("No test is possible: all counts are zero, so there is no variance to compare with.");
        say("The estimate is 0; z, the p-value and the interval are undefined. Check the dates, the areas and any condition that selects incidents.");
        say(without_forecast(evaluation));
        return section;
    }
    const std::string moved = all_moved_sentence(evaluation);
    say((moved.empty() ? "" : moved + " Together: ") + evidence_words(statistic.evidence) +
        " (z = " + fixed(*statistic.z, 4) + ", one-tailed " + p_is(*statistic.p_one_tailed) + ").");
    say(suitability_sentence(evaluation));
    for (std::string& sentence : control_warnings(evaluation)) {
        say(std::move(sentence));
    }
    say(without_forecast(evaluation));
    say(where_the_reduction_is(evaluation));
    say(difference_sentence(evaluation));
    constexpr double percent = 100;
    const double error = statistic.total.standard_error;
    say("Standard error " + beside_error(error, error) + ", " +
        plain(percent * statistic.confidence) + " % interval " +
        beside_error(*statistic.ci_low, error) + " to " + beside_error(*statistic.ci_high, error) +
        ".");
    if (statistic.evidence == Evidence::none) {
        say(without_evidence(*statistic.z));
    }
    say("Local effect: " + estimate_text(statistic.local) +
        "; displacement areas: " + estimate_text(statistic.displacement) + ".");
    if (is_second) {
        for (std::string& sentence : beside_the_plain_test(evaluation)) {
            say(std::move(sentence));
        }
    }
    return section;
}

} // namespace wdd
