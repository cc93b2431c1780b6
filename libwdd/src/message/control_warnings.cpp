// SPDX-License-Identifier: MIT
#include <cmath>
#include <utility>

#include "document/number_text.hpp"
#include "message/message_parts.hpp"

namespace wdd {

namespace {

/// Counts of an area as they enter the test: a day, and scaled.
BeforeAfter entering(const BeforeAfter& counts, const TimeWeights& time, double weight) {
    return {.pre = counts.pre / (time.pre * weight), .post = counts.post / (time.post * weight)};
}

std::string before_and_after(const BeforeAfter& counts) {
    return plain(counts.pre) + " before and " + plain(counts.post) + " after";
}

/// A control area is to show what would have happened; with so few incidents it shows chance.
std::string few_incidents(const BeforeAfter& control) {
    constexpr double few = 10;
    if (control.pre + control.post == 0) {
        return "The control area had no incident before or after, so it cannot show what would have happened without the response. Use a control area with incidents.";
    }
    if (control.pre < few && control.post < few) {
        return "The control area had so few incidents (" + before_and_after(control) +
               ") that it says little about what would have happened without the response.";
    }
    return "";
}

std::string another_size(const Evaluation& evaluation) {
    constexpr double least = 0.5;
    constexpr double most = 2;
    const AreaWeights& area = evaluation.weights.area;
    const TimeWeights& time = evaluation.weights.time;
    const BeforeAfter treated = entering(evaluation.counts.treated, time, area.treated);
    const BeforeAfter control = entering(evaluation.counts.control, time, area.control);
    if (treated.pre == 0 || control.pre == 0) {
        return "";
    }
    const double ratio = control.pre / treated.pre;
    if (ratio >= least && ratio <= most) {
        return "";
    }
    const std::string text =
        "The control area had " + fixed(ratio, 2) +
        " times as many incidents before as the response area (" +
        plain(evaluation.counts.control.pre) + " and " + plain(evaluation.counts.treated.pre) +
        "). The test compares changes in numbers, so even if both areas change by the same percentage it reports a difference.";
    return evaluation.control_scale == 1 && evaluation.periods
               ? text + " Use a control area of similar counts, or scale it: ⟨--scale-control⟩ " +
                     plain(1 / ratio) + "."
               : text;
}

/// More cannot have been prevented than would have happened, and that is seldom far above before.
std::string more_than_there_was(const Evaluation& evaluation) {
    const double fewer = -evaluation.statistic.local.estimate;
    const TimeWeights& time = evaluation.weights.time;
    // Estimates of a study are for the treatment period, those of counts alone for the unit of
    // time.
    const double there_was = evaluation.counts.treated.pre / evaluation.weights.area.treated /
                             time.pre * (evaluation.periods ? time.post : 1);
    if (fewer <= there_was || there_was == 0) {
        return "";
    }
    return "The response area had " + plain(std::round(fewer)) +
           " incidents fewer than expected, and it only had " + plain(std::round(there_was)) +
           " before. That many cannot have been prevented: the control area does not show what would have happened.";
}

} // namespace

std::vector<std::string> control_warnings(const Evaluation& evaluation) {
    std::vector<std::string> lines;
    const auto say = [&lines](std::string text) {
        if (!text.empty()) {
            lines.push_back(std::move(text));
        }
    };
    if (!evaluation.statistic.z) {
        return lines;
    }
    const std::string few = few_incidents(evaluation.counts.control);
    say(few.empty() ? another_size(evaluation) : few);
    say(more_than_there_was(evaluation));
    return lines;
}

std::vector<std::string> recorded_warnings(const Evaluation& evaluation) {
    std::vector<std::string> lines = all_warnings(evaluation);
    for (std::string& line : control_warnings(evaluation)) {
        lines.push_back(std::move(line));
    }
    return lines;
}

std::string suitability_sentence(const Evaluation& evaluation) {
    if (!evaluation.periods) { // counts alone have no areas that could be tested
        return "";
    }
    if (!evaluation.suitability) {
        return "The suitability of the control area was not tested (⟨--test-suitability⟩ tests it).";
    }
    return evaluation.suitability->suitable() ? "The control area passed the suitability checks."
                                              : failed_checks(*evaluation.suitability);
}

std::string failed_checks(const Suitability& suitability) {
    const int failed = (suitability.area_difference.met ? 0 : 1) +
                       (suitability.count_difference.met ? 0 : 1) +
                       (suitability.correlation.met ? 0 : 1);
    return "The control area did not pass: " + std::to_string(failed) +
           " of 3 suitability checks failed.";
}

} // namespace wdd
