// SPDX-License-Identifier: MIT
#include <cmath>

#include "document/number_text.hpp"
#include "message/forecast_sentences.hpp"
#include "message/message_parts.hpp"

namespace wdd {

namespace {

constexpr double beyond_chance_z = z_95;

double z_of(const Estimate& estimate) {
    return estimate.standard_error > 0 ? estimate.estimate / estimate.standard_error : 0;
}

/// "rose (50 to 65)", "fell (50 to 40)", "stayed the same (50)"; compared per day.
std::string what_happened(const BeforeAfter& counts, const TimeWeights& time) {
    const double change = counts.post / time.post - counts.pre / time.pre;
    const std::string numbers = " (" + compared_counts(counts, time) + ")";
    if (change == 0) {
        return "stayed the same" + numbers;
    }
    return (change > 0 ? "rose" : "fell") + numbers;
}

std::string this_many_more_or_fewer(double estimate) {
    return plain(std::abs(std::round(estimate))) + (estimate > 0 ? " more" : " fewer");
}

bool ring_is_drawn(const Evaluation& evaluation) {
    return !evaluation.zones || (evaluation.zones->response_ring && evaluation.zones->control_ring);
}

Surroundings plain_finding(const Estimate& rings) {
    constexpr double easily_chance = 1.3;
    if (std::abs(z_of(rings)) < easily_chance) {
        return Surroundings::chance;
    }
    return rings.estimate > 0 ? Surroundings::rose : Surroundings::fell;
}

/// What the forecast says of the surroundings; null without one.
const Forecast* forecast_around(const Evaluation& evaluation) {
    const bool has_one =
        evaluation.forecast && evaluation.forecast->verdict && evaluation.forecast->verdict->around;
    return has_one ? &evaluation.forecast->verdict->around->forecast : nullptr;
}

/// Of what is not whole so many digits that both do not read the same.
std::string two_numbers(double before, double after) {
    constexpr int most_digits = 4;
    const auto text = [](double value, int digits) {
        return value == std::round(value) ? plain(value) : fixed(value, digits);
    };
    int digits = 0;
    while (digits < most_digits && before != after && text(before, digits) == text(after, digits)) {
        ++digits;
    }
    return text(before, digits) + " to " + text(after, digits);
}

} // namespace

std::string compared_counts(const BeforeAfter& counts, const TimeWeights& time, double weight) {
    const double before = counts.pre * weight * time.post / time.pre;
    const double after = counts.post * weight;
    const bool whole = before == std::round(before) && after == std::round(after);
    return (whole ? "" : "about ") + two_numbers(before, after) +
           (time.pre == time.post ? "" : " over the same time") +
           (weight == 1 ? "" : ", weighted as in the test");
}

std::string all_moved_sentence(const Evaluation& evaluation) {
    const double local = z_of(evaluation.statistic.local);
    const double ring = z_of(evaluation.statistic.displacement);
    if (local > -beyond_chance_z || ring < beyond_chance_z || evaluation.counts.treated.pre == 0) {
        return "";
    }
    return "Incidents fell in the response area (z = " + fixed(local, 2) +
           ") and rose around it (z = +" + fixed(ring, 2) +
           "), compared with the control area: crime may have moved next door.";
}

std::string displacement_sentence(const Evaluation& evaluation) {
    const Counts& counts = evaluation.counts;
    const Estimate& rings = evaluation.statistic.displacement;
    if (evaluation.zones && !ring_is_drawn(evaluation)) {
        return std::string("Nothing is left of the displacement area around the ") +
               (evaluation.zones->response_ring ? "control area" : "response area") +
               " once the areas are cut out of it, so this says nothing about displacement.";
    }
    if (evaluation.statistic.local.estimate >= 0 || counts.treated.pre == 0) {
        return ""; // nothing there to be moved
    }
    if (counts.treated_displacement == BeforeAfter{} &&
        counts.control_displacement == BeforeAfter{}) {
        return "The displacement areas had no incident, so they show neither displacement nor a benefit that spread.";
    }
    const TimeWeights& time = evaluation.weights.time;
    const std::string happened =
        "Incidents around the response area " + what_happened(counts.treated_displacement, time) +
        "; around the control area they " + what_happened(counts.control_displacement, time) + ". ";
    if (rings.estimate == 0) {
        return happened + "Both changed alike: no sign of displacement.";
    }
    const bool has_forecast = forecast_around(evaluation) != nullptr;
    const std::string size =
        std::string(has_forecast ? "Compared with the control area, that" : "That") + " is " +
        this_many_more_or_fewer(rings.estimate) + " than expected";
    if (plain_finding(rings) == Surroundings::chance) {
        return happened + size + ", a difference that is easily due to chance.";
    }
    return happened + size +
           (rings.estimate > 0 ? ": incidents may have moved there."
                               : ": no sign of displacement; the benefit may have spread.");
}

std::string trust_around_sentence(const Evaluation& evaluation) {
    const Forecast* around = forecast_around(evaluation);
    return around == nullptr || displacement_sentence(evaluation).empty() ||
                   (evaluation.zones && !ring_is_drawn(evaluation))
               ? ""
               : which_to_trust_around(*around, plain_finding(evaluation.statistic.displacement));
}

} // namespace wdd
