// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/report/text.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "crims_tool/evaluate/report/forecast_text.hpp"
#include "crims_tool/evaluate/report/headline.hpp"
#include "toolkit/text/plain_numbers.hpp"

namespace crims_tool {

namespace {

using toolkit::percent_text;
using toolkit::short_percent_text;

constexpr double hundred = 100;

/// "41 times in 100"; near the ends with more digits.
std::string times(double rate) {
    if (rate > 0 && (rate < 0.0095 || rate > 0.9905)) {
        return fmt::format("{:.0f} times in 1,000", rate * hundred * 10);
    }
    return fmt::format("{:.0f} times in 100", rate * hundred);
}

/// "the smallest reduction found with 80 % power is 28.7 % (± 0.6)".
std::string smallest_text(const EvaluationResult& result, std::size_t study,
                          const std::optional<Simulated>& effect) {
    const auto overall = [&](double size) { return result.design.overall_effect(study, size); };
    return effect ? fmt::format("the smallest found with {} power is {} (± {:.1f})",
                                short_percent_text(result.plan.power),
                                short_percent_text(overall(effect->value)),
                                overall(effect->error) * hundred)
                  : fmt::format("none up to {} is found with {} power",
                                short_percent_text(overall(result.plan.effects.back())),
                                short_percent_text(result.plan.power));
}

void add_power(const EvaluationResult& result, EvaluationMessage& message) {
    for (std::size_t i = 0; i < result.summary.detectable.size(); ++i) {
        const DetectableEffect& detectable = result.summary.detectable[i];
        const EvaluationRow& row = row_of_interest(result, i);
        const bool shows_displaced = detectable.displaced != 0 || result.plan.displaced.size() > 1;
        std::string text = fmt::format(
            "{}{}: {} is found {} (± {:.1f}); {}", study_text(result, detectable.study),
            shows_displaced ? ", " + displaced_text(detectable.displaced) : "",
            reduction_text(result, detectable.study, row.combination.effect), times(row.held.value),
            row.held.error * hundred, smallest_text(result, detectable.study, detectable.effect));
        if (!result.summary.null[detectable.study].held.is_nominal) {
            text += fmt::format("; as the plain test would say: {} (± {:.1f}); {}",
                                times(row.rejection.value), row.rejection.error * hundred,
                                smallest_text(result, detectable.study, detectable.plain));
        }
        message.findings.push_back(text + ".");
    }
}

/// Says whether the test's size is what it promises.
void add_size(const EvaluationResult& result, EvaluationMessage& message) {
    const double alpha = result.plan.alpha;
    for (const NullDistribution& null : result.summary.null) {
        const HeldSize& held = null.held;
        const double bound =
            4 * std::sqrt(alpha * (1 - alpha) / static_cast<double>(result.table.replicates()));
        std::string text = fmt::format(
            "{}: where nothing is prevented the plain test still reports a reduction in {:.1f} of 100 cases (promised: {:g})",
            study_text(result, null.study), held.size.value * hundred, alpha * hundred);
        if (!held.is_nominal) {
            text += fmt::format(
                "; to keep to {:g}, demand a z of {:.2f} (± {:.2f}) or less in place of {:.2f}",
                alpha * hundred, held.critical_z.value, held.critical_z.error,
                result.plan.critical_z());
        } else if (held.size.value < alpha - bound) {
            text += "; it is more cautious than it promises, and detects less";
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
            "{}: the observed z of {:g} is as low, or lower, in {} of {} replicates without any effect: p = {:.4f}.",
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
                "{}: without any effect the estimate is {:+.1f} crimes on average, not 0: response and control area do not move alike in the model (season, trend, level{}). Choose a control area of like size and season.",
                study_text(result, null.study), row->bias.value,
                result.plan.missing.empty() ? "" : ", missing months"));
        }
    }
}

/// What a test sees that does not count where displaced crimes go.
void add_unseen_displacement(const EvaluationResult& result, EvaluationMessage& message) {
    constexpr double noticeable = 0.02;
    for (std::size_t i = 0; i < result.summary.detectable.size(); ++i) {
        const EvaluationRow& row = row_of_interest(result, i);
        const std::size_t study = row.combination.study;
        const double counted = row.true_effect;
        const double net = row.net_effect;
        const double prevented =
            result.design.studies[study].truth.prevented_post * result.design.size(row.combination);
        if (std::abs(counted - net) <= noticeable * prevented) {
            continue;
        }
        const std::string what =
            row.combination.displaced > 0
                ? fmt::format(
                      "crimes that only move count as prevented: the {:+.0f} that the test looks for is {:+.0f} net",
                      counted, net)
                : fmt::format(
                      "what is prevented in the ring is not counted: the {:+.0f} that the test looks for is {:+.0f} in all",
                      counted, net);
        const bool no_rings = result.areas.rings[result.design.studies[study].ring].width == 0;
        message.caveats.push_back(fmt::format(
            "{}, {}: {}{}.", study_text(result, study), displaced_text(row.combination.displaced),
            no_rings ? "without rings " : "beyond the test's rings ", what));
    }
    const bool without = std::any_of(result.areas.rings.begin(), result.areas.rings.end(),
                                     [](const EvaluationRing& ring) { return ring.width == 0; });
    if (without) {
        message.caveats.emplace_back(
            "Without rings the test cannot see displaced crime, so it finds a reduction more often, whether crime fell or moved. That is not a reason to leave out the rings.");
    }
}

void add_crimes_with_place(const EvaluationResult& result, EvaluationMessage& message) {
    if (!result.with_place) {
        message.caveats.emplace_back(
            "The model does not say how many of its crimes have coordinates, so all count here; ⟨wdd test⟩ on points sees only those that have. Calibrate the model again, from crimes with coordinates.");
    } else if (result.with_place->share < 1) {
        message.caveats.push_back(fmt::format(
            "Counts are those of crimes with a place, as ⟨wdd test⟩ on points sees them: {} of the recorded crimes have no coordinates in the model's zones and are left out.",
            percent_text(1 - result.with_place->share)));
    }
}

void add_caveats_of_model(const EvaluationResult& result, EvaluationMessage& message) {
    add_crimes_with_place(result, message);
    if (!result.plan.dispersion) {
        message.caveats.emplace_back(
            "Counts vary only as Poisson counts do (⟨--no-dispersion⟩). Real counts vary more, so real tests give more false alarms than here.");
    } else if (result.unchecked_level) {
        message.caveats.push_back(*result.unchecked_level);
    }
    if (!result.plan.near_repeat) {
        message.caveats.emplace_back(
            "Crimes here do not lead to further crimes. Where they do (near repeats), counts vary more: see ⟨--route points⟩ with ⟨--near-repeat⟩.");
    }
    message.caveats.emplace_back(
        "These rates know only what the model knows: not a new crime pattern, a change in recording, or an event in one of the areas.");
}

void add_caveats_of_incidents(const EvaluationResult& result, EvaluationMessage& message) {
    const std::string& from = result.model.at("days drawn from");
    message.caveats.push_back(
        result.through_points
            ? fmt::format(
                  "The crimes are real ones of {}, drawn four weeks at a time: they cluster as real crimes do, but have no season, trend or variation between years, so real tests give more false alarms than here.",
                  from)
            : fmt::format(
                  "Counts vary only as Poisson counts do around the mean of the real incidents of {}; with ⟨--route points⟩ the incidents themselves are drawn, with their clustering.",
                  from));
}

void add_caveats(const EvaluationResult& result, EvaluationMessage& message) {
    add_unseen_displacement(result, message);
    add_bias(result, message);
    if (result.from_incidents) {
        add_caveats_of_incidents(result, message);
    } else {
        add_caveats_of_model(result, message);
    }
    if (!result.through_points &&
        std::any_of(result.design.combinations.begin(), result.design.combinations.end(),
                    [](const Combination& c) { return c.displaced < 0; })) {
        message.caveats.emplace_back(
            "Where benefit diffuses so strongly that a ring runs out of crimes of some type, counts alone overstate it a little; ⟨--route points⟩ does not.");
    }
    for (const std::string& text : comparison_texts(result)) {
        message.caveats.push_back(text);
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
        text += ring.width > 0 ? " with " + ring_text(result, s.ring) : " without rings";
    }
    return text;
}

EvaluationMessage describe(const EvaluationResult& result) {
    EvaluationMessage message;
    message.headline = evaluation_headline(result);
    message.findings = forecast_findings(result);
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
    text += forecast_table(result);
    text += result.any_forecast() ? "\nPlain WDD test" : "";
    text +=
        "\n  effect displaced months ring   seen  (se)  plain  estimate    truth      net     bias     RMSE coverage\n";
    for (const EvaluationRow& row : result.summary.rows) {
        const EvaluationStudy& study = result.design.studies[row.combination.study];
        text += fmt::format(
            "{:8.3g}{:10.3g}{:7.4g}{:5.0f} {:6.3f} {:5.3f} {:6.3f} {:9.2f} {:8.2f} {:8.2f} {:8.2f} {:8.2f} {:8.3f}\n",
            row.combination.effect, row.combination.displaced, study.months,
            result.areas.rings[study.ring].width, row.held.value, row.held.error,
            row.rejection.value, row.mean_estimate.value, row.true_effect, row.net_effect,
            row.bias.value, row.rmse.value, row.coverage.value);
    }
    text += "\n";
    for (const std::string& caveat : message.caveats) {
        text += "- " + caveat + "\n";
    }
    return text + fmt::format("\n{} replicates{}, seed {}, {}.\n", result.table.replicates(),
                              result.any_forecast() &&
                                      result.table.forecasted() < result.table.replicates()
                                  ? fmt::format(" ({} of the forecast)", result.table.forecasted())
                                  : "",
                              result.plan.seed,
                              result.through_points ? "through points" : "from zone counts");
}

} // namespace crims_tool
