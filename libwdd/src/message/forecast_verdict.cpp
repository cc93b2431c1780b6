// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <utility>

#include "document/number_text.hpp"
#include "message/forecast_sentences.hpp"
#include "message/message_parts.hpp"

namespace wdd {

namespace {

constexpr const char* in_the_area = "in the response area";

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
           whole_number(*area.history) +
           " in a usual period. Part of such a rise goes away by itself (regression to the mean). The forecast allows for that; the plain test counts it as a reduction.";
}

/// Both sentences, or the first alone where a field of a table does not hold both: counts can be of
/// any length.
std::string in_a_field(const std::string& first, const std::string& second) {
    const std::string both = first + " " + second;
    return both.size() <= longest_summary ? both : first.substr(0, longest_summary);
}

/// With rings the plain test is about area and ring, so it is compared with both together.
const Forecast& comparable_forecast(const ForecastVerdict& verdict) {
    return verdict.together ? verdict.together->forecast : verdict.area.forecast;
}

std::string which_to_trust(const Evaluation& evaluation) {
    return evaluation.statistic.z
               ? which_to_trust(comparable_forecast(*evaluation.forecast->verdict),
                                *evaluation.statistic.p_one_tailed)
               : "";
}

} // namespace

KeyNumber forecast_key(const Forecast& forecast, const std::string& where) {
    const std::string change = percent_change(forecast.ratio, "");
    return change.empty() ? KeyNumber{"No change", "from the incidents that were expected " + where}
                          : KeyNumber{change, "incidents than expected " + where};
}

Section forecast_section(const Evaluation& evaluation) {
    const ForecastVerdict& verdict = *evaluation.forecast->verdict;
    const Forecast& area = verdict.area.forecast;
    Section section{"Verdict", {}};
    section.blocks.emplace_back(Paragraph{"In the response area " + recorded_and_expected(area)});
    section.blocks.emplace_back(Paragraph{evidence_sentence(area, in_the_area)});
    if (std::string around = surroundings_sentence(verdict); !around.empty()) {
        section.blocks.emplace_back(Paragraph{std::move(around)});
    }
    if (std::string trust = which_to_trust(evaluation); !trust.empty()) {
        section.blocks.emplace_back(Paragraph{std::move(trust), Tone::warning});
    }
    return section;
}

Section forecast_details(const Evaluation& evaluation) {
    const ForecastFinding& finding = *evaluation.forecast;
    Section section{"Recorded and expected", {forecast_table(*finding.verdict)}};
    section.blocks.emplace_back(Paragraph{
        "p is one-tailed: of a count so far from what was expected, in that direction, where nothing was done.",
        Tone::note});
    section.blocks.emplace_back(
        Paragraph{"The expected counts come from " + finding.comparison + " and from their past" +
                  (finding.history_months > 0
                       ? " (the period before and " + quantity(finding.history_months, "month") +
                             " of history)."
                       : " (the period before).")});
    if (std::string rise = regression_to_the_mean(finding); !rise.empty()) {
        section.blocks.emplace_back(Paragraph{std::move(rise)});
    }
    return section;
}

std::string summary(const Evaluation& evaluation) {
    if (evaluation.forecast && evaluation.forecast->verdict) {
        const Forecast& area = evaluation.forecast->verdict->area.forecast;
        return in_a_field("In the response area " + recorded_and_expected(area),
                          evidence_sentence(area, in_the_area));
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
            fixed(finding.alarms->share * of_a_hundred, 0) + " % of " +
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
