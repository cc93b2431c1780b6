// SPDX-License-Identifier: MIT
#include <cmath>
#include <optional>
#include <utility>

#include "document/number_text.hpp"
#include "message/message_parts.hpp"
#include "wdd/measures.hpp"

namespace wdd {

namespace {

/// A zone's change, counts being compared per unit of time.
double weighted_change(const BeforeAfter& counts, const TimeWeights& time) {
    return counts.post / time.post - counts.pre / time.pre;
}

/// An estimate that is no whole number, as with unequal periods, has one digit after the point.
std::string estimate_number(double value, double standard_error) {
    constexpr double not_small = 2;
    return standard_error >= not_small && value != std::round(value)
               ? (value > 0 ? "+" : "") + fixed(value, 1)
               : estimate_beside_error(value, standard_error);
}

std::string estimate_text(const Estimate& estimate) {
    return estimate_number(estimate.estimate, estimate.standard_error) + " (standard error " +
           beside_error(estimate.standard_error, estimate.standard_error) + ")";
}

/// A number of incidents as people say it: whole where its error is not small.
std::string in_round_numbers(double value, double standard_error) {
    constexpr double whole = 2;
    return standard_error >= whole ? fixed(std::round(std::abs(value)), 0)
                                   : beside_error(std::abs(value), standard_error);
}

/// "109 fewer", "3 more".
std::string so_many(double value, double standard_error) {
    return in_round_numbers(value, standard_error) + (value < 0 ? " fewer" : " more");
}

/// "27 to 191 fewer", "62 fewer to 3 more": the end that is nearer to nothing first.
std::string interval_in_words(const Statistic& statistic) {
    const double error = statistic.total.standard_error;
    const double low = *statistic.ci_low;
    const double high = *statistic.ci_high;
    if (high < 0) {
        return in_round_numbers(high, error) + " to " + so_many(low, error);
    }
    return low > 0 ? in_round_numbers(low, error) + " to " + so_many(high, error)
                   : so_many(low, error) + " to " + so_many(high, error);
}

std::string interval_name(const Statistic& statistic) {
    return plain(of_a_hundred * statistic.confidence) + " % interval";
}

/// Estimates weighted by the lengths of unequal periods are counts per unit of time.
std::string compared_over(const Evaluation& evaluation) {
    const TimeWeights& time = evaluation.weights.time;
    if (time == TimeWeights{}) {
        return "";
    }
    if (!evaluation.periods) {
        return " per unit of the time weights";
    }
    return time.pre == time.post ? ""
                                 : " over the " + plain(time.post) +
                                       " days of the treatment period that were compared";
}

/// The test's number is of area and ring together, where there are rings.
bool has_rings(const Statistic& statistic) {
    return statistic.displacement.standard_error > 0;
}

/// What the response area lost, of what was to be expected there by the control area.
std::string share_of_the_area(const Evaluation& evaluation) {
    const Statistic& statistic = evaluation.statistic;
    const std::optional<double> share = share_of_expected(evaluation.counts, evaluation.weights);
    if (statistic.evidence == Evidence::none || !share || *share >= 0 ||
        evaluation.counts.treated.post <= 0) {
        return "";
    }
    const std::string percent = fixed(-of_a_hundred * *share, 0) + " %";
    return has_rings(statistic)
               ? "; in the response area alone about " +
                     so_many(statistic.local.estimate, statistic.local.standard_error) + " (" +
                     percent + ")"
               : "; about " + percent + " fewer in the response area";
}

std::string numbers_sentence(const Evaluation& evaluation) {
    const Statistic& statistic = evaluation.statistic;
    const Estimate& total = statistic.total;
    const double error = total.standard_error;
    return "Weighted Displacement Difference: " + estimate_number(total.estimate, error) +
           ", standard error " + beside_error(error, error) + ", " + interval_name(statistic) +
           " " + beside_error(*statistic.ci_low, error) + " to " +
           beside_error(*statistic.ci_high, error) +
           ". Areas alone: " + estimate_text(statistic.local) +
           "; displacement areas: " + estimate_text(statistic.displacement) + ".";
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
    if (z == 0) {
        return ""; // "as many as expected" says it
    }
    if (z < 0) {
        return "This does not mean that the response did nothing: chance alone would often give a difference like this.";
    }
    if (z < significant_rise) {
        return "The estimate points to an increase, not a reduction.";
    }
    return "The estimate points to a significant increase compared with the control area, not a reduction (" +
           p_in_words(std::erfc(z / std::sqrt(2.0)) / 2) + " for an increase).";
}

} // namespace

std::string difference_sentence(const Evaluation& evaluation) {
    const Statistic& statistic = evaluation.statistic;
    const Estimate& total = statistic.total;
    const std::string against = " expected from the change in the control area" +
                                compared_over(evaluation) + " (" + interval_name(statistic) + ": " +
                                interval_in_words(statistic) + ")" +
                                (has_rings(statistic) ? ", displacement areas included" : "");
    if (total.estimate == 0) {
        return "As many incidents as" + against + ".";
    }
    const std::string number = in_round_numbers(total.estimate, total.standard_error);
    return "About " + number + (total.estimate < 0 ? " fewer" : " more") +
           (number == "1" ? " incident" : " incidents") + " than" + against +
           share_of_the_area(evaluation) + ".";
}

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
    const TimeWeights& time = evaluation.weights.time;
    const Estimate& local = evaluation.statistic.local;
    if (treated.pre == 0) {
        return ""; // the first line says it
    }
    const double change = weighted_change(treated, time);
    if (local.estimate >= 0) {
        return "But the reduction is in the displacement area around the response area, not in the response area itself: there incidents went from " +
               compared_counts(treated, time) + ", " +
               (local.estimate > 0 ? estimate_beside_error(local.estimate, local.standard_error) +
                                         " against the control area (z = " +
                                         fixed(local.estimate / local.standard_error, 2) + ")."
                                   : "as in the control area.");
    }
    if (change >= 0) {
        return "But incidents did not fall in the response area (" +
               compared_counts(treated, time) + "): they " +
               (change > 0 ? "rose less than" : "stayed the same while they rose") +
               " in the control area (" +
               compared_counts(evaluation.counts.control, time,
                               evaluation.weights.area.treated / evaluation.weights.area.control) +
               ").";
    }
    const Estimate& rings = evaluation.statistic.displacement;
    const double local_z = local.estimate / local.standard_error;
    if (evidence_for(local_z) == Evidence::none && rings.estimate < local.estimate) {
        return "But most of the reduction is in the displacement area around the response area; the response area alone gives no evidence (z = " +
               fixed(local_z, 2) + ").";
    }
    return "";
}

std::string nothing_to_reduce(const Evaluation& evaluation) {
    return evaluation.counts.treated.pre == 0
               ? "The response area had no incident before, so nothing could be reduced there."
               : "";
}

std::optional<KeyNumber> test_key(const Evaluation& evaluation) {
    const Estimate& total = evaluation.statistic.total;
    if (!evaluation.statistic.z) {
        return std::nullopt;
    }
    return KeyNumber{total.estimate == 0 ? "0" : so_many(total.estimate, total.standard_error),
                     "incidents than expected from the change in the control area" +
                         compared_over(evaluation)};
}

namespace {

/// What the evidence is of, in a sentence: that of reduction may be of something else.
std::string third_sentence(const Evaluation& evaluation) {
    return evaluation.statistic.evidence == Evidence::none
               ? without_evidence(*evaluation.statistic.z)
               : where_the_reduction_is(evaluation);
}

bool has_passed(const Evaluation& evaluation) {
    return evaluation.suitability && evaluation.suitability->suitable();
}

void warn(Section& section, std::string text) {
    if (!text.empty()) {
        section.blocks.emplace_back(Paragraph{std::move(text), Tone::warning});
    }
}

/// What is odd about the test's one control area.
void add_doubts(Section& section, const Evaluation& evaluation) {
    for (std::string& sentence : control_warnings(evaluation)) {
        sentence.front() = 't'; // all begin with "The"
        warn(section, "But " + sentence);
    }
    warn(section, without_forecast(evaluation));
}

} // namespace

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
        warn(section, without_forecast(evaluation));
        return section;
    }
    const std::string moved = all_moved_sentence(evaluation);
    const std::string first = moved.empty() ? nothing_to_reduce(evaluation) : moved;
    say((first.empty() ? "" : first + " ") + evidence_words(statistic.evidence) +
        " (z = " + fixed(*statistic.z, 2) + ", one-tailed " + p_in_words(*statistic.p_one_tailed) +
        ")" + (first.empty() ? "." : " for all zones together."));
    if (!has_passed(evaluation)) {
        warn(section, suitability_sentence(evaluation));
    }
    say(difference_sentence(evaluation));
    say(third_sentence(evaluation));
    add_doubts(section, evaluation);
    if (is_second) {
        for (std::string& sentence : behind_the_test(evaluation)) {
            say(std::move(sentence));
        }
    }
    return section;
}

std::vector<std::string> behind_the_test(const Evaluation& evaluation) {
    std::vector<std::string> sentences;
    if (!evaluation.statistic.z) {
        return sentences;
    }
    sentences.push_back(numbers_sentence(evaluation));
    if (has_passed(evaluation)) {
        sentences.push_back(suitability_sentence(evaluation));
    }
    if (evaluation.forecast && evaluation.forecast->verdict) {
        for (std::string& sentence : beside_the_plain_test(evaluation)) {
            sentences.push_back(std::move(sentence));
        }
    }
    return sentences;
}

} // namespace wdd
