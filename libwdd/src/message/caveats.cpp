// SPDX-License-Identifier: MIT
#include "message/caveats.hpp"

#include <optional>
#include <utility>

#include "document/number_text.hpp"
#include "message/message_parts.hpp"
#include "wdd/measures.hpp"
#include "wdd/message.hpp"

namespace wdd {

namespace {

using Lines = std::vector<std::string>;

/// What to make of a result from few incidents: it depends on what was found.
std::string after_small_counts(const Statistic& statistic) {
    return statistic.evidence == Evidence::none
               ? " This does not mean that nothing happened; with longer periods or larger areas the test would detect more."
               : " If the test finds a reduction anyway, it tends to look larger than it is; longer periods or larger areas would confirm it.";
}

/// With so few incidents the steps between possible counts are large against the normal curve.
std::string exact_sentence(const Evaluation& evaluation) {
    constexpr double few = 50;
    const Counts& c = evaluation.counts;
    const auto sum = [](const BeforeAfter& count) { return count.pre + count.post; };
    const std::optional<ExactTest> exact = exact_test(c, evaluation.weights);
    if (!exact || sum(c.treated) + sum(c.control) + sum(c.treated_displacement) +
                          sum(c.control_displacement) >=
                      few) {
        return "";
    }
    return " An exact test, without the normal curve, gives " + p_in_words(exact->p) + " (mid-p " +
           fixed(exact->p_mid, 3) + ").";
}

void warn_of_small_counts(const Evaluation& evaluation, Lines& lines) {
    const Statistic& statistic = evaluation.statistic;
    if (!statistic.z || *statistic.z >= significant_rise) {
        return;
    }
    const TimeWeights& time = evaluation.weights.time;
    const double before = evaluation.counts.treated.pre * (time.post / time.pre);
    if (before == 0) {
        lines.emplace_back(
            "There was nothing to reduce in the response area, so the test cannot tell whether the response worked; a longer period before or a larger area can.");
        return;
    }
    const double detectable = in_treatment_period(evaluation, detectable_reduction(statistic)) *
                              evaluation.weights.area.treated;
    if (detectable < before / 2) {
        return;
    }
    const std::string size = fixed(detectable, 0) + " incidents";
    const std::string chance = " with 80 % probability.";
    const std::string text =
        detectable > before
            ? "Small counts: with so few incidents the test could miss even a complete end to crime in the response area; it would detect only a difference of about " +
                  size + ", more than it had before" + chance
            : "Small counts: with so few incidents the test would detect only a reduction of about " +
                  size + " (" + fixed(100 * detectable / before, 0) +
                  " % of what the response area had before)" + chance;
    lines.push_back(text + after_small_counts(statistic) + exact_sentence(evaluation));
}

void warn_of_correlation(const Evaluation& evaluation, Lines& lines) {
    if (!evaluation.suitability) {
        return;
    }
    const SuitabilityCheck& check = evaluation.suitability->correlation;
    if (check.met && check.actual.value_or(0) < 0) {
        lines.push_back(
            "The correlation is negative (R = " + fixed(*check.actual, 3) +
            "): where one area rose the other fell. It passes only because the threshold is for the absolute value. Such a control area does not show what would have happened without the response.");
    }
}

void warn_of_overlaps(const Evaluation& evaluation, Lines& lines) {
    if (!evaluation.zones) {
        return;
    }
    if (std::string overlap = describe_overlap(*evaluation.zones); !overlap.empty()) {
        lines.push_back(std::move(overlap));
    }
}

void warn_of_weights(const Evaluation& evaluation, Lines& lines) {
    const TimeWeights& time = evaluation.weights.time;
    if (time.pre != time.post) {
        lines.push_back(
            (evaluation.periods
                 ? "The periods differ in length (" + plain(time.pre) + " days before, " +
                       plain(time.post) +
                       " after), so counts are compared per day. Estimates are incidents over the treatment period"
                 : "The periods differ in length, so counts are compared per unit of time (weights " +
                       plain(time.pre) + " before, " + plain(time.post) + " after)") +
            ". With small counts such a comparison finds reductions more often than it should; equal periods are sounder.");
    }
    if (evaluation.control_scale != 1) {
        lines.push_back(
            "The counts of the control area and its displacement area were multiplied by " +
            plain(evaluation.control_scale) +
            " (⟨--scale-control⟩). With small counts errors are then more frequent than the p-value says.");
    } else if (evaluation.weights.area != AreaWeights{}) {
        lines.push_back(
            "Counts are divided by area weights. With a control area scaled up or down and small counts, errors are more frequent than the p-value says.");
    }
}

void warn_of_month_dates(const Evaluation& evaluation, Lines& lines) {
    if (evaluation.incidents && evaluation.incidents->month_only) {
        lines.push_back(
            "The incidents are dated by month. Published points of this kind (data.police.uk) are also moved to the nearest of a set of anonymous map points: do not rely on areas or distances smaller than about 200 m.");
    }
}

void warn_of_clustering(const Evaluation& evaluation, Lines& lines) {
    if (evaluation.statistic.z) {
        lines.push_back(
            "The test assumes that incidents are independent. Repeat victimisation and series make counts vary more than that: if their variance is 1.8 times their mean, a p-value of 0.05 is really one of about 0.11.");
    }
}

} // namespace

std::string describe_overlap(const StudyZones& zones) {
    const OverlapTally& tally = zones.overlap_incidents;
    const ZoneOverlaps& overlaps = zones.overlaps;
    const auto size = [&zones](double square_metres) {
        return wide_size_text(square_metres, zones.area_unit, 3);
    };
    const bool twice = zones.rule == OverlapRule::count;
    std::string text;
    if (tally.in_both_areas > 0) {
        text = quantity(tally.in_both_areas, "incident") + " on the edge that both areas share " +
               (tally.in_both_areas == 1 ? "was" : "were") +
               (twice ? " counted in both." : " counted in neither.");
    }
    if (overlaps.any_ring() || tally.in_area_and_ring + tally.in_both_rings > 0) {
        text +=
            "The zones overlap: " +
            size(overlaps.response_ring_in_control + overlaps.control_ring_in_response) +
            " in an area and the other's displacement area (" +
            quantity(tally.in_area_and_ring, "incident") + "), " + size(overlaps.rings) +
            " in both displacement areas (" + quantity(tally.in_both_rings, "incident") + "). " +
            (twice
                 ? "They were counted in each zone, as asked; the test assumes that no incident is counted twice, so its standard error cannot be trusted."
                 : "There the area took precedence over the displacement area, and incidents in both displacement areas were counted in neither. A control area further away would be clearer.");
    }
    return text;
}

double detectable_reduction(const Statistic& statistic) {
    return (z_95 + z_80) * statistic.total.standard_error;
}

std::vector<std::string> caveats(const Evaluation& evaluation) {
    Lines lines;
    warn_of_overlaps(evaluation, lines);
    warn_of_correlation(evaluation, lines);
    warn_of_small_counts(evaluation, lines);
    warn_of_weights(evaluation, lines);
    warn_of_month_dates(evaluation, lines);
    warn_of_clustering(evaluation, lines);
    return lines;
}

} // namespace wdd
