// SPDX-License-Identifier: MIT
#include "evaluation_text.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include <fmt/format.h>

#include "plain_numbers.hpp"

namespace crims_tool {

namespace {

constexpr double hundred = 100;

/// "41 times in 100"; near the ends with more digits.
std::string times(double rate) {
    if (rate > 0 && (rate < 0.0095 || rate > 0.9905)) {
        return fmt::format("{:.0f} times in 1,000", rate * hundred * 10);
    }
    return fmt::format("{:.0f} times in 100", rate * hundred);
}

/// Rows of one study and displaced share, in order of their effects.
std::span<const EvaluationRow> curve(const EvaluationResult& result, std::size_t number) {
    return std::span(result.summary.rows).subspan(number * result.effects(), result.effects());
}

/// The effect that a reader asks about first: the scenario's own, if it was tried.
const EvaluationRow& row_of_interest(std::span<const EvaluationRow> rows, double own) {
    const auto distance = [own](const EvaluationRow& row) {
        return std::abs(row.combination.effect - own);
    };
    return *std::min_element(
        rows.begin(), rows.end(),
        [&](const EvaluationRow& a, const EvaluationRow& b) { return distance(a) < distance(b); });
}

/// The curves that differ from the first in the duration only.
std::vector<std::size_t> durations(const EvaluationResult& result) {
    const DetectableEffect& first = result.summary.detectable.front();
    const std::size_t ring = result.design.studies[first.study].ring;
    std::vector<std::size_t> curves;
    for (std::size_t i = 0; i < result.summary.detectable.size(); ++i) {
        const DetectableEffect& other = result.summary.detectable[i];
        if (result.design.studies[other.study].ring == ring && other.displaced == first.displaced) {
            curves.push_back(i);
        }
    }
    return curves;
}

/// "a, b and c".
std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const bool last = i + 1 == parts.size();
        text += (i == 0 ? "" : last ? " and " : ", ") + parts[i];
    }
    return text;
}

std::string headline(const EvaluationResult& result) {
    std::vector<std::string> seen;
    std::vector<std::string> needed;
    const double own = result.design.largest_effect;
    const double tried = row_of_interest(curve(result, 0), own).combination.effect;
    for (const std::size_t i : durations(result)) {
        const EvaluationRow& row = row_of_interest(curve(result, i), own);
        const double months = result.design.studies[row.combination.study].months;
        const std::string with = fmt::format("{:g} month{}", months, months == 1 ? "" : "s");
        seen.push_back(fmt::format("{} with {}{}", times(row.rejection.value), with,
                                   seen.empty() ? " of treatment" : ""));
        const DetectableEffect& detectable = result.summary.detectable[i];
        needed.push_back(fmt::format(
            "{} with {}",
            detectable.effect ? short_percent_text(detectable.effect->value)
                              : "more than " + short_percent_text(result.plan.effects.back()),
            with));
    }
    return fmt::format("With these areas the test would see a reduction of {} {}. To be seen {:g} "
                       "times in 100 a reduction must be {}.",
                       short_percent_text(tried), joined(seen),
                       std::round(result.plan.power * hundred), joined(needed));
}

std::string displaced_text(const EvaluationResult& result, double displaced) {
    if (displaced == 0) {
        return result.plan.displaced.size() > 1 ? ", nothing displaced" : "";
    }
    return displaced > 0 ? fmt::format(", {} of the prevented crimes displaced",
                                       short_percent_text(displaced))
                         : fmt::format(", {} as many prevented in the ring besides",
                                       short_percent_text(-displaced));
}

void add_power(const EvaluationResult& result, EvaluationMessage& message) {
    for (std::size_t i = 0; i < result.summary.detectable.size(); ++i) {
        const DetectableEffect& detectable = result.summary.detectable[i];
        const EvaluationRow& row = row_of_interest(curve(result, i), result.design.largest_effect);
        const std::string smallest =
            detectable.effect
                ? fmt::format("the smallest effect seen with {} power is {} (± {:.1f})",
                              short_percent_text(result.plan.power),
                              short_percent_text(detectable.effect->value),
                              detectable.effect->error * hundred)
                : fmt::format("no effect up to {} is seen with {} power",
                              short_percent_text(result.plan.effects.back()),
                              short_percent_text(result.plan.power));
        message.findings.push_back(fmt::format(
            "{}{}: a reduction of {} is seen {} (± {:.1f}); {}.",
            study_text(result, detectable.study), displaced_text(result, detectable.displaced),
            short_percent_text(row.combination.effect), times(row.rejection.value),
            row.rejection.error * hundred, smallest));
    }
}

/// Says whether the test's size is what it promises, within four Monte Carlo errors.
void add_size(const EvaluationResult& result, EvaluationMessage& message) {
    const double alpha = result.plan.alpha;
    for (std::size_t i = 0; i < result.summary.null.size(); ++i) {
        const NullDistribution& null = result.summary.null[i];
        const auto row = std::find_if(
            result.summary.rows.begin(), result.summary.rows.end(),
            [&null](const EvaluationRow& r) { return r.combination.study == null.study; });
        const double bound =
            4 * std::sqrt(alpha * (1 - alpha) / static_cast<double>(result.table.replicates()));
        const double size = row->rejection.value;
        std::string text = fmt::format(
            "{}: where nothing is prevented the test still cries \"reduction\" in {:.1f} of 100 "
            "cases (promised: {:g})",
            study_text(result, null.study), size * hundred, alpha * hundred);
        if (size > alpha + bound) {
            text += fmt::format("; to hold {:g} %, demand a z below {:.2f} instead of {:.2f}",
                                alpha * hundred, null.quantile(alpha), result.plan.critical_z());
        } else if (size < alpha - bound) {
            text += "; it is more careful than it promises, and sees less";
        }
        message.findings.push_back(text + ".");
    }
}

void add_observed(const EvaluationResult& result, EvaluationMessage& message) {
    if (!result.plan.observed_z) {
        return;
    }
    for (const NullDistribution& null : result.summary.null) {
        message.findings.push_back(fmt::format(
            "{}: the observed z of {:g} is as low, or lower, in {} of {} replicates without any "
            "effect: p = {:.4f}.",
            study_text(result, null.study), *result.plan.observed_z,
            std::upper_bound(null.z.begin(), null.z.end(), *result.plan.observed_z) -
                null.z.begin(),
            null.z.size(), null.p_of(*result.plan.observed_z)));
    }
}

void add_bias(const EvaluationResult& result, EvaluationMessage& message) {
    for (const NullDistribution& null : result.summary.null) {
        const auto row = std::find_if(
            result.summary.rows.begin(), result.summary.rows.end(),
            [&null](const EvaluationRow& r) { return r.combination.study == null.study; });
        if (std::abs(row->bias.value) > 4 * row->bias.error &&
            std::abs(row->bias.value) > row->rmse.value / 10) {
            message.caveats.push_back(fmt::format(
                "{}: without any effect the estimate is {:+.1f} crimes on average, not 0: response "
                "and control area do not move alike in the model (season, trend, level{}). Choose "
                "a "
                "control area of like size and season, or compare with the same months a year "
                "earlier.",
                study_text(result, null.study), row->bias.value,
                result.plan.missing.empty() ? "" : ", missing months"));
        }
    }
}

void add_caveats_of_model(const EvaluationResult& result, EvaluationMessage& message) {
    if (!result.plan.dispersion) {
        message.caveats.emplace_back(
            "Counts vary as Poisson's do and no more (--no-dispersion). Real counts vary more, so "
            "real tests find effects where there are none more often than here.");
    }
    if (!result.plan.near_repeat) {
        message.caveats.emplace_back(
            "Crimes do not follow crimes here. Where they do (near repeats), counts vary more: see "
            "--route points --near-repeat.");
    }
    message.caveats.emplace_back(
        "The model is the world of this evaluation: what it does not know (a new crime pattern, a "
        "change in recording, an event in one of the areas) is not in these rates.");
}

void add_caveats_of_incidents(const EvaluationResult& result, EvaluationMessage& message) {
    const std::string& from = result.model.at("days drawn from");
    message.caveats.push_back(
        result.through_points
            ? fmt::format(
                  "The crimes are real ones of {}, drawn four weeks at a time: they cluster "
                  "as they do, but season, trend and variation from year to year are not "
                  "in them, so real tests find effects where there are none more often "
                  "than here.",
                  from)
            : fmt::format(
                  "Counts vary as Poisson's do around the mean of the real incidents of {}, "
                  "and no more; with --route points the incidents themselves are drawn, and "
                  "cluster as they do.",
                  from));
}

void add_caveats(const EvaluationResult& result, EvaluationMessage& message) {
    add_bias(result, message);
    if (result.from_incidents) {
        add_caveats_of_incidents(result, message);
    } else {
        add_caveats_of_model(result, message);
    }
    if (!result.through_points &&
        std::any_of(result.design.combinations.begin(), result.design.combinations.end(),
                    [](const Combination& c) { return c.displaced < 0; })) {
        message.caveats.emplace_back("Where benefit diffuses so strongly that a ring runs out of "
                                     "crimes of some type, counts "
                                     "alone overstate it a little; --route points does not.");
    }
    for (const std::string& warning : result.areas.warnings) {
        message.caveats.push_back(warning);
    }
}

} // namespace

std::string study_text(const EvaluationResult& result, std::size_t study) {
    const EvaluationStudy& s = result.design.studies[study];
    std::string text = fmt::format("{:g} month{}", s.months, s.months == 1 ? "" : "s");
    if (result.areas.rings.size() > 1) {
        const EvaluationRing& ring = result.areas.rings[s.ring];
        text += ring.width > 0 ? fmt::format(" with rings of {}", ring.text) : " without rings";
    }
    return text;
}

EvaluationMessage describe(const EvaluationResult& result) {
    EvaluationMessage message;
    message.headline = headline(result);
    add_observed(result, message);
    add_power(result, message);
    add_size(result, message);
    add_caveats(result, message);
    return message;
}

std::string evaluation_text(const EvaluationResult& result) {
    const EvaluationMessage message = describe(result);
    std::string text = message.headline + "\n\n";
    for (const std::string& finding : message.findings) {
        text += "- " + finding + "\n";
    }
    text += "\n  effect displaced months ring   seen  (se)  estimate    truth     bias     RMSE "
            "coverage\n";
    for (const EvaluationRow& row : result.summary.rows) {
        const EvaluationStudy& study = result.design.studies[row.combination.study];
        text += fmt::format("{:8.3g}{:10.3g}{:7.4g}{:5.0f} {:6.3f} {:5.3f} {:9.2f} {:8.2f} {:8.2f} "
                            "{:8.2f} {:8.3f}\n",
                            row.combination.effect, row.combination.displaced, study.months,
                            result.areas.rings[study.ring].width, row.rejection.value,
                            row.rejection.error, row.mean_estimate.value, row.true_effect,
                            row.bias.value, row.rmse.value, row.coverage.value);
    }
    text += "\n";
    for (const std::string& caveat : message.caveats) {
        text += "- " + caveat + "\n";
    }
    return text + fmt::format("\n{} replicates, seed {}, {}.\n", result.table.replicates(),
                              result.plan.seed,
                              result.through_points ? "through points" : "from zone counts");
}

} // namespace crims_tool
