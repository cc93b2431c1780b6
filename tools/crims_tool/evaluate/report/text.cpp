// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/report/text.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
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

/// "0.005", "less than 0.001".
std::string p_text(double p) {
    constexpr double smallest = 0.001;
    return p < smallest ? "less than 0.001" : fmt::format("{:.3f}", p);
}

/// The reduction that the answers are about.
std::string reduction_of_interest(const EvaluationResult& result) {
    const EvaluationRow& row = row_of_interest(result, 0);
    return reduction_text(result, row.combination.study, row.combination.effect);
}

/// The forecast, where there is one.
void add_forecast(const EvaluationResult& result, EvaluationMessage& message) {
    wdd::Table table = forecast_answers(result);
    if (table.rows.empty()) {
        return;
    }
    constexpr std::size_t columns_without_rings = 6;
    const bool with_rings = table.header.size() > columns_without_rings;
    message.answers.push_back(
        {"The forecast verdict", std::move(table),
         fmt::format(
             "Detected: how often the verdict is a reduction where there is {}. False alarms: how often it is one where nothing is prevented. Smallest detected: the smallest reduction detected with {} power. Mean change: from the expected count. Interval: its width in percentage points.{} ± is the Monte Carlo error.",
             reduction_of_interest(result), short_percent_text(result.plan.power),
             with_rings
                 ? " Ring rises, ring falls: how often the verdict is an increase or a reduction around the area. Together: a reduction in area and ring as one, net of what moves."
                 : "")});
}

/// What the test finds in a design: as many cells as the header has.
std::vector<std::string> test_row(const EvaluationResult& result, std::size_t curve,
                                  bool with_plain) {
    const DetectableEffect& detectable = result.summary.detectable[curve];
    const EvaluationRow& row = row_of_interest(result, curve);
    const NullDistribution& null = result.summary.null[detectable.study];
    std::vector<std::string> cells{series_name(result, curve), rate_text(row.held),
                                   smallest_text(result, detectable.study, detectable.effect)};
    if (with_plain) {
        cells.push_back(rate_text(row.rejection));
        cells.push_back(smallest_text(result, detectable.study, detectable.plain));
    }
    cells.push_back(fmt::format("{:.1f} %", null.held.size.value * hundred));
    if (with_plain) {
        cells.push_back(
            fmt::format("{:.2f} ± {:.2f}", null.held.critical_z.value, null.held.critical_z.error));
    }
    if (result.plan.observed_z) {
        cells.push_back(p_text(null.p_of(*result.plan.observed_z)));
    }
    return cells;
}

void add_test(const EvaluationResult& result, EvaluationMessage& message) {
    const bool with_plain = exceeds_alpha(result);
    const std::string promised = short_percent_text(result.plan.alpha);
    wdd::Table table{.header = {"treatment", "detected", "smallest detected"}, .rows = {}};
    if (with_plain) {
        table.header.insert(table.header.end(), {"plain test", "its smallest"});
    }
    table.header.emplace_back("false alarms");
    std::string columns = fmt::format(
        "Detected: how often the test{} reports a reduction where there is {}. Smallest detected: the smallest reduction detected with {} power. ",
        with_plain ? ", at a z that keeps to " + promised + " false alarms," : "",
        reduction_of_interest(result), short_percent_text(result.plan.power));
    if (with_plain) {
        table.header.emplace_back("z to demand");
        columns += fmt::format("Plain test: the same at p up to {:g}. ", result.plan.alpha);
    }
    columns += fmt::format(
        "False alarms: how often the plain test reports a reduction where nothing is prevented; {} is promised, and a test with fewer detects less.",
        promised);
    if (with_plain) {
        columns += fmt::format(" To keep to {}, demand this z or less in place of {:.2f}.",
                               promised, result.plan.critical_z());
    }
    if (result.plan.observed_z) {
        table.header.emplace_back("p of observed z");
        columns += fmt::format(
            " p of observed z: the share of replicates without any effect whose z is {:g} or lower.",
            *result.plan.observed_z);
    }
    for (std::size_t curve = 0; curve < result.summary.detectable.size(); ++curve) {
        table.rows.push_back(test_row(result, curve, with_plain));
    }
    message.answers.push_back(
        {"The WDD test", std::move(table),
         columns + (result.any_forecast() ? "" : " ± is the Monte Carlo error.")});
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

std::string series_name(const EvaluationResult& result, std::size_t curve) {
    const DetectableEffect& detectable = result.summary.detectable[curve];
    std::string name = study_text(result, detectable.study);
    if (result.plan.displaced.size() > 1) {
        name += detectable.displaced < 0
                    ? fmt::format(", {} diffused", short_percent_text(-detectable.displaced))
                    : fmt::format(", {} displaced", short_percent_text(detectable.displaced));
    }
    return name;
}

EvaluationMessage describe(const EvaluationResult& result) {
    EvaluationMessage message;
    EvaluationHeadline headline = evaluation_headline(result);
    message.headline = std::move(headline.sentences);
    add_forecast(result, message);
    add_test(result, message);
    message.caveats = forecast_notes(result);
    for (std::string& note : headline.notes) {
        message.caveats.push_back(std::move(note));
    }
    add_caveats(result, message);
    return message;
}

std::string evaluation_text(const EvaluationResult& result) {
    const EvaluationMessage message = describe(result);
    std::string text;
    for (const std::string& sentence : message.headline) {
        text += (text.empty() ? "" : " ") + sentence;
    }
    text += "\n";
    for (const AnswerTable& answer : message.answers) {
        text += "\n" + answer.title + "\n" + wdd::to_text(answer.table) + answer.columns + "\n";
    }
    text += forecast_table(result);
    text +=
        "\nThe WDD test by effect\n  effect displaced months ring   seen  (se)  plain  estimate    truth      net     bias     RMSE coverage\n";
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
