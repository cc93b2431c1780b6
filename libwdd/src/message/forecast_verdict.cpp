// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <utility>

#include "message/message_parts.hpp"
#include "message/number_text.hpp"

namespace wdd {

namespace {

constexpr double significant_p = 0.05;
constexpr double in_percent = 100;

/// "0.005", "less than 0.001".
std::string p_in_words(double p) {
    constexpr double smallest = 0.001;
    return p < smallest ? "p less than 0.001" : "p = " + fixed(p, 3);
}

/// "32 % fewer", "5 % more", "as many".
std::string more_or_fewer(double ratio) {
    const std::string change = fixed(std::abs(ratio - 1) * in_percent, 0);
    if (change == "0") {
        return "0 % change";
    }
    return change + " % " + (ratio < 1 ? "fewer" : "more");
}

/// "20 to 44 % fewer", "12 % fewer to 3 % more": the end that is nearer to no change first.
std::string interval(const Forecast& forecast) {
    const auto change = [](double ratio) { return fixed(std::abs(ratio - 1) * in_percent, 0); };
    const double low = forecast.ratio_low;
    const double high = forecast.ratio_high;
    const std::string name = plain(forecast.confidence * in_percent) + " % interval: ";
    if (high < 1) {
        return name + change(high) + " to " + change(low) + " % fewer";
    }
    return name + (low > 1 ? change(low) + " to " + change(high) + " % more"
                           : more_or_fewer(low) + " to " + more_or_fewer(high));
}

std::string whole(double value) {
    return fixed(std::round(value), 0);
}

std::string recorded_and_expected(const Forecast& forecast) {
    constexpr double small = 10;
    const std::string expected =
        forecast.expected < small ? fixed(forecast.expected, 1) : whole(forecast.expected);
    return quantity(static_cast<std::int64_t>(forecast.recorded), "incident") +
           (forecast.recorded == 1 ? " was" : " were") + " recorded and about " + expected +
           (expected == "1.0" ? " was" : " were") + " expected: " + more_or_fewer(forecast.ratio) +
           " (" + interval(forecast) + ").";
}

std::string in_the_area(const Forecast& area) {
    if (area.evidence != Evidence::none) {
        return evidence_words(area.evidence) + " in the response area (" +
               p_in_words(area.p_reduction) + ").";
    }
    if (area.p_increase <= significant_p) {
        return "No evidence of reduction in the response area: there were more incidents than expected (" +
               p_in_words(area.p_increase) + " for an increase).";
    }
    return "No evidence of reduction in the response area (" + p_in_words(area.p_reduction) +
           "): a difference like this is often due to chance.";
}

std::string around_it(const Forecast& around) {
    const std::string text = "Around the response area " + recorded_and_expected(around);
    if (around.p_increase <= significant_p) {
        return text + " Incidents may have moved there (" + p_in_words(around.p_increase) +
               " for an increase).";
    }
    if (around.p_reduction <= significant_p) {
        return text + " The benefit may have spread there (" + p_in_words(around.p_reduction) +
               ").";
    }
    return text + " A difference like this is easily due to chance (" +
           (around.ratio > 1 ? p_in_words(around.p_increase) + " for an increase)."
                             : p_in_words(around.p_reduction) + ").");
}

std::string both_together(const Forecast& area, const Forecast& together) {
    const std::string text = "Area and surroundings together: " + recorded_and_expected(together);
    if (together.evidence != Evidence::none) {
        return text + " " + evidence_words(together.evidence) + ", net of what moved nearby (" +
               p_in_words(together.p_reduction) + ").";
    }
    const std::string none =
        text + " No evidence of reduction overall (" + p_in_words(together.p_reduction) + ")";
    return area.evidence == Evidence::none
               ? none + "."
               : none + ": what the response area lost may have moved nearby.";
}

/// A response usually goes where crime has risen, and such a rise partly goes away by itself.
std::string regression_to_the_mean(const ForecastFinding& finding) {
    constexpr double worth_a_word = 1.05;
    const AreaCounts& area = finding.response.area;
    if (!area.history) {
        return "There is no longer history to compare with, so the forecast does not know whether the area had just risen. If it was chosen for a recent rise, part of the rise would have gone away without a response, and the reduction looks too large.";
    }
    if (area.pre < worth_a_word * std::max(*area.history, 1.0)) {
        return "";
    }
    return "Before the response the area had risen: " + plain(area.pre) + " incidents, against " +
           whole(*area.history) +
           " in a usual period. Part of such a rise goes away by itself (regression to the mean). The forecast allows for that; the plain test counts it as a reduction.";
}

/// Both sentences, or the first alone where a field of a table does not hold both: counts can be of
/// any length.
std::string in_a_field(const std::string& first, const std::string& second) {
    const std::string both = first + " " + second;
    return both.size() <= longest_summary ? both : first.substr(0, longest_summary);
}

bool plain_test_finds(const Evaluation& evaluation) {
    return evaluation.statistic.p_one_tailed.value_or(1) <= significant_p;
}

/// With rings the plain test is about area and ring, so it is compared with both together.
const Forecast& comparable_forecast(const ForecastVerdict& verdict) {
    return verdict.together ? verdict.together->forecast : verdict.area.forecast;
}

std::string which_to_trust(const Evaluation& evaluation) {
    const Forecast& forecast = comparable_forecast(*evaluation.forecast->verdict);
    const bool finds = forecast.p_reduction <= significant_p;
    if (finds == plain_test_finds(evaluation) || !evaluation.statistic.z) {
        return "";
    }
    const std::string p = p_in_words(*evaluation.statistic.p_one_tailed);
    return finds
               ? "The plain test does not find this reduction (" + p +
                     "). Trust the forecast: it rests on many comparable areas, the plain test on one control area, whose own ups and downs can hide a reduction."
               : "The plain test does report a reduction (" + p +
                     "). Trust the forecast: crime varies from period to period by more than the plain test assumes, so it often reports a reduction where there was none.";
}

} // namespace

Section forecast_section(const Evaluation& evaluation) {
    const ForecastFinding& finding = *evaluation.forecast;
    const ForecastVerdict& verdict = *finding.verdict;
    const Forecast& area = verdict.area.forecast;
    Section section{"Verdict", {}};
    const auto say = [&section](std::string text) {
        if (!text.empty()) {
            section.blocks.emplace_back(Paragraph{std::move(text)});
        }
    };
    say("In the response area " + recorded_and_expected(area));
    say(in_the_area(area));
    if (verdict.around) {
        say(around_it(verdict.around->forecast));
    }
    if (verdict.together) {
        say(both_together(area, verdict.together->forecast));
    }
    say(which_to_trust(evaluation));
    say("The expected counts come from " + finding.comparison + " and from their past" +
        (finding.history_months > 0
             ? " (the period before and " + quantity(finding.history_months, "month") +
                   " of history)."
             : " (the period before)."));
    say(regression_to_the_mean(finding));
    return section;
}

std::string summary(const Evaluation& evaluation) {
    if (evaluation.forecast && evaluation.forecast->verdict) {
        const Forecast& area = evaluation.forecast->verdict->area.forecast;
        return in_a_field("In the response area " + recorded_and_expected(area), in_the_area(area));
    }
    const Statistic& statistic = evaluation.statistic;
    const bool is_study = evaluation.periods.has_value();
    const std::string no_forecast = is_study ? "No forecast. " : "";
    if (!statistic.z) {
        return no_forecast + "No test is possible: all counts are zero.";
    }
    const std::string evidence = evidence_words(statistic.evidence) +
                                 " (z = " + fixed(*statistic.z, 2) + ", one-tailed " +
                                 p_in_words(*statistic.p_one_tailed) + ").";
    return is_study ? no_forecast + "Plain test: " + evidence
                    : in_a_field(evidence, difference_sentence(evaluation));
}

std::vector<std::string> beside_the_plain_test(const Evaluation& evaluation) {
    const ForecastFinding& finding = *evaluation.forecast;
    std::vector<std::string> sentences;
    if (finding.alarms) {
        sentences.push_back(
            "Between the comparison areas, where nothing was done, this test reports a reduction in " +
            fixed(finding.alarms->share * in_percent, 0) + " % of " +
            quantity(static_cast<std::int64_t>(finding.alarms->pairs), "pair") +
            "; it promises 5 %.");
    }
    if (finding.honest) {
        sentences.push_back("With a standard error that allows for such variation (" +
                            fixed(finding.honest->standard_error, 2) +
                            "): t = " + fixed(finding.honest->t, 2) + ", one-tailed " +
                            p_in_words(finding.honest->p_one_tailed) + ".");
    }
    return sentences;
}

} // namespace wdd
