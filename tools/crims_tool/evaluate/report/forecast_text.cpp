// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/report/forecast_text.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "crims_tool/evaluate/report/headline.hpp"
#include "crims_tool/evaluate/report/text.hpp"
#include "toolkit/text/plain_numbers.hpp"

namespace crims_tool {

namespace {

using toolkit::short_percent_text;

constexpr double per_hundred = 100;

std::string overall_text(const EvaluationResult& result, std::size_t study, double effect) {
    return short_percent_text(result.design.overall_effect(study, effect));
}

std::string signed_percent(double percent) {
    return fmt::format("{:+.0f} %", percent);
}

/// What the forecast of a design finds: as many cells as the header has.
std::vector<std::string> answer_row(const EvaluationResult& result, std::size_t curve,
                                    bool with_rings) {
    const DetectableEffect& detectable = result.summary.detectable[curve];
    const ForecastRow& forecast = *row_of_interest(result, curve).forecast;
    const EvaluationRow& without = power_curve(result, curve).front();
    std::vector<std::string> cells{series_name(result, curve),
                                   rate_text(forecast.area.reduction),
                                   rate_text(without.forecast->area.reduction),
                                   smallest_text(result, detectable.study, detectable.forecast),
                                   signed_percent(forecast.area.mean_percent.value),
                                   fmt::format("{:.0f}", forecast.area.mean_width)};
    if (with_rings) {
        const bool known = forecast.around && forecast.together;
        cells.push_back(known ? rate_text(forecast.around->increase) : "");
        cells.push_back(known ? rate_text(forecast.around->reduction) : "");
        cells.push_back(known ? rate_text(forecast.together->reduction) : "");
    }
    return cells;
}

/// "26 to 31" or "26", of all curves of a duration.
template<class Value>
std::string range_text(const std::vector<std::size_t>& curves, const Value& value) {
    double least = 1;
    double most = 0;
    for (const std::size_t curve : curves) {
        least = std::min(least, value(curve));
        most = std::max(most, value(curve));
    }
    const std::string low = of_hundred(least);
    const std::string high = of_hundred(most);
    return low == high ? low : fmt::format("{} to {}", low, high);
}

/// Curves with a forecast, by duration.
std::vector<std::vector<std::size_t>> curves_by_duration(const EvaluationResult& result) {
    std::vector<std::vector<std::size_t>> durations;
    double months = -1;
    for (std::size_t i = 0; i < result.summary.detectable.size(); ++i) {
        const std::size_t study = result.summary.detectable[i].study;
        if (!row_of_interest(result, i).forecast) {
            continue;
        }
        if (durations.empty() || result.design.studies[study].months != months) {
            durations.emplace_back();
            months = result.design.studies[study].months;
        }
        durations.back().push_back(i);
    }
    return durations;
}

/// The least favourable of a duration.
std::string needed_forecast_text(const EvaluationResult& result,
                                 const std::vector<std::size_t>& curves) {
    std::optional<double> largest = 0;
    std::size_t study = 0;
    for (const std::size_t curve : curves) {
        const DetectableEffect& detectable = result.summary.detectable[curve];
        study = detectable.study;
        largest = detectable.forecast && largest
                      ? std::optional(std::max(*largest, detectable.forecast->value))
                      : std::nullopt;
    }
    return (largest ? "" : "more than ") +
           whole_percent_text(
               result.design.overall_effect(study, largest.value_or(result.plan.effects.back())));
}

} // namespace

std::string of_hundred(double rate) {
    if (rate > 0 && rate < 0.005) {
        return "fewer than 1";
    }
    return rate > 0.995 && rate < 1 ? "more than 99" : fmt::format("{:.0f}", rate * per_hundred);
}

std::string rate_text(const Simulated& rate) {
    return fmt::format("{:.1f} % ± {:.1f}", rate.value * per_hundred, rate.error * per_hundred);
}

std::string smallest_text(const EvaluationResult& result, std::size_t study,
                          const std::optional<Simulated>& effect) {
    return effect ? fmt::format("{} ± {:.1f}", overall_text(result, study, effect->value),
                                result.design.overall_effect(study, effect->error) * per_hundred)
                  : "above " + overall_text(result, study, result.plan.effects.back());
}

std::vector<std::string> forecast_headline(const EvaluationResult& result) {
    const auto durations = curves_by_duration(result);
    if (durations.empty()) {
        return {};
    }
    std::vector<std::string> months;
    std::vector<std::string> found;
    std::vector<std::string> needed;
    for (const std::vector<std::size_t>& curves : durations) {
        const DetectableEffect& first = result.summary.detectable[curves.front()];
        months.push_back(fmt::format("{:g}", result.design.studies[first.study].months));
        found.push_back(range_text(curves, [&](std::size_t curve) {
            return row_of_interest(result, curve).forecast->area.reduction.value;
        }));
        needed.push_back(needed_forecast_text(result, curves));
    }
    const std::size_t curve = durations.front().front();
    const EvaluationRow& row = row_of_interest(result, curve);
    return {
        fmt::format(
            "The forecast verdict of ⟨wdd test⟩ would detect {} in {} of 100 cases with {} month{} of treatment.",
            reduction_text(result, row.combination.study, row.combination.effect),
            joined_text(found), joined_text(months),
            months.size() == 1 && months.front() == "1" ? "" : "s"),
        smallest_reductions_text(result, needed)};
}

wdd::Table forecast_answers(const EvaluationResult& result) {
    wdd::Table table;
    const bool with_rings = std::any_of(result.areas.rings.begin(), result.areas.rings.end(),
                                        [](const EvaluationRing& ring) { return ring.width > 0; });
    table.header = {"treatment",         "detected",    "false alarms",
                    "smallest detected", "mean change", "interval"};
    if (with_rings) {
        table.header.insert(table.header.end(), {"ring rises", "ring falls", "together"});
    }
    for (std::size_t curve = 0; curve < result.summary.detectable.size(); ++curve) {
        if (row_of_interest(result, curve).forecast) {
            table.rows.push_back(answer_row(result, curve, with_rings));
        }
    }
    return table;
}

std::vector<std::string> forecast_notes(const EvaluationResult& result) {
    if (!result.forecast.reason.empty()) {
        return {fmt::format("The forecast verdict of ⟨wdd test⟩ was not simulated: {}.",
                            result.forecast.reason)};
    }
    std::vector<std::string> findings;
    std::string last; // what is wrong with all studies is said once
    for (std::size_t study = 0; study < result.design.studies.size(); ++study) {
        const std::string& reason = result.forecast.studies[study].reason;
        if (!reason.empty() && reason != last) {
            findings.push_back(
                fmt::format("{}: the forecast verdict of ⟨wdd test⟩ was not simulated: {}.",
                            study_text(result, study), reason));
        }
        last = reason;
    }
    for (std::size_t curve = 0; curve < result.summary.detectable.size(); ++curve) {
        const std::optional<ForecastRow>& forecast = row_of_interest(result, curve).forecast;
        if (forecast && forecast->undefined > 0) {
            findings.push_back(fmt::format(
                "{}: in {} of {} replicates fewer than {} areas were comparable, so no forecast was made.",
                series_name(result, curve), forecast->undefined, result.table.forecasted(),
                wdd::fewest_comparison_areas));
        }
    }
    return findings;
}

std::string forecast_table(const EvaluationResult& result) {
    if (!result.any_forecast()) {
        return {};
    }
    std::string text =
        "\nThe forecast verdict by effect: how often it finds a reduction (area; area and ring together) or an increase (ring)\n"
        "  effect displaced months ring   area  (se)   ring  together percent width\n";
    for (const EvaluationRow& row : result.summary.rows) {
        if (!row.forecast) {
            continue;
        }
        const EvaluationStudy& study = result.design.studies[row.combination.study];
        const ForecastRow& f = *row.forecast;
        const auto cell = [](const std::optional<ForecastPower>& place, bool increase) {
            return place ? fmt::format("{:6.3f}",
                                       increase ? place->increase.value : place->reduction.value)
                         : std::string("     -");
        };
        text +=
            fmt::format("{:8.3g}{:10.3g}{:7.4g}{:5.0f} {:6.3f} {:5.3f} {} {:>9} {:7.1f} {:5.1f}\n",
                        row.combination.effect, row.combination.displaced, study.months,
                        result.areas.rings[study.ring].width, f.area.reduction.value,
                        f.area.reduction.error, cell(f.around, true), cell(f.together, false),
                        f.area.mean_percent.value, f.area.mean_width);
    }
    return text;
}

std::vector<std::string> comparison_texts(const EvaluationResult& result) {
    std::vector<std::string> texts;
    for (std::size_t ring = 0; result.any_forecast() && ring < result.forecast.rings.size();
         ++ring) {
        const Donors& donors = result.forecast.rings[ring];
        texts.push_back(fmt::format(
            "Forecast{}: each replicate compares with those of {} areas that had a similar number of crimes before. They are {}, outside the control area and more than {} from the response area.",
            result.areas.rings.size() > 1 ? " with " + ring_text(result, ring) : "",
            donors.areas.size(), donors.what, donors.distance_text));
    }
    return texts;
}

} // namespace crims_tool
