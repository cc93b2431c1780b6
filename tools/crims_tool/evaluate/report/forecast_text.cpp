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

/// "41 of 100 cases (± 1.1)".
std::string cases(const Simulated& rate) {
    return fmt::format("{} of 100 cases (± {:.1f})", of_hundred(rate.value),
                       rate.error * per_hundred);
}

std::string overall_text(const EvaluationResult& result, std::size_t study, double effect) {
    return short_percent_text(result.design.overall_effect(study, effect));
}

/// "38 % (± 1.2)", or what was tried in vain.
std::string smallest(const EvaluationResult& result, std::size_t study,
                     const std::optional<Simulated>& effect) {
    return effect ? fmt::format("{} (± {:.1f})", overall_text(result, study, effect->value),
                                result.design.overall_effect(study, effect->error) * per_hundred)
                  : "more than " + overall_text(result, study, result.plan.effects.back());
}

std::string curve_text(const EvaluationResult& result, std::size_t curve) {
    const DetectableEffect& detectable = result.summary.detectable[curve];
    std::string text = study_text(result, detectable.study);
    if (detectable.displaced != 0 || result.plan.displaced.size() > 1) {
        text += ", " + displaced_text(detectable.displaced);
    }
    return text;
}

std::string finding(const EvaluationResult& result, std::size_t curve) {
    const DetectableEffect& detectable = result.summary.detectable[curve];
    const EvaluationRow& row = row_of_interest(result, curve);
    const ForecastRow& forecast = *row.forecast;
    const EvaluationRow& without = power_curve(result, curve).front();
    std::string text = fmt::format(
        "{}: the forecast from about {} comparison areas finds {} in {}, and reports one in {} where nothing is prevented; the smallest found with {} power is {}. On average it tells {:+.0f} %, with an interval {:.0f} percentage points wide",
        curve_text(result, curve), result.forecast.studies[detectable.study].comparable,
        reduction_text(result, detectable.study, row.combination.effect),
        cases(forecast.area.reduction), cases(without.forecast->area.reduction),
        short_percent_text(result.plan.power),
        smallest(result, detectable.study, detectable.forecast), forecast.area.mean_percent.value,
        forecast.area.mean_width);
    if (forecast.around && forecast.together) {
        text += fmt::format(
            ". In the ring it finds an increase in {} and a decrease in {}; for area and ring together a reduction in {}",
            cases(forecast.around->increase), cases(forecast.around->reduction),
            cases(forecast.together->reduction));
    }
    if (forecast.undefined > 0) {
        text += fmt::format(
            ". In {} of {} replicates fewer than {} areas were comparable, so no forecast was made",
            forecast.undefined, result.table.forecasted(), wdd::fewest_comparison_areas);
    }
    return text + ".";
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
    return largest ? overall_text(result, study, *largest)
                   : "more than " + overall_text(result, study, result.plan.effects.back());
}

} // namespace

std::string of_hundred(double rate) {
    if (rate > 0 && rate < 0.005) {
        return "fewer than 1";
    }
    return rate > 0.995 && rate < 1 ? "more than 99" : fmt::format("{:.0f}", rate * per_hundred);
}

std::string forecast_headline(const EvaluationResult& result) {
    const auto durations = curves_by_duration(result);
    if (durations.empty()) {
        return {};
    }
    std::vector<std::string> months;
    std::vector<std::string> found;
    std::vector<std::string> together;
    std::vector<std::string> needed;
    for (const std::vector<std::size_t>& curves : durations) {
        const DetectableEffect& first = result.summary.detectable[curves.front()];
        months.push_back(fmt::format("{:g}", result.design.studies[first.study].months));
        found.push_back(range_text(curves, [&](std::size_t curve) {
            return row_of_interest(result, curve).forecast->area.reduction.value;
        }));
        needed.push_back(needed_forecast_text(result, curves));
        std::vector<std::size_t> with_rings;
        std::copy_if(curves.begin(), curves.end(), std::back_inserter(with_rings),
                     [&](std::size_t curve) {
                         return row_of_interest(result, curve).forecast->together.has_value();
                     });
        if (!with_rings.empty()) {
            together.push_back(range_text(with_rings, [&](std::size_t curve) {
                return row_of_interest(result, curve).forecast->together->reduction.value;
            }));
        }
    }
    const std::size_t curve = durations.front().front();
    const EvaluationRow& row = row_of_interest(result, curve);
    std::string text = fmt::format(
        "The forecast verdict of ⟨wdd test⟩ would find {} in {} of 100 cases with {} month{} of treatment.",
        reduction_text(result, row.combination.study, row.combination.effect), joined_text(found),
        joined_text(months), months.size() == 1 && months.front() == "1" ? "" : "s");
    if (!together.empty()) {
        text += fmt::format(
            " Area and ring taken together, net of what moves, it would find one in {}.",
            joined_text(together));
    }
    const bool alike = std::all_of(needed.begin(), needed.end(),
                                   [&](const std::string& one) { return one == needed.front(); });
    return text + fmt::format(" To be found in {:g} of 100 cases, a reduction must be {}.",
                              std::round(result.plan.power * per_hundred),
                              alike ? needed.front() : joined_text(needed));
}

std::vector<std::string> forecast_findings(const EvaluationResult& result) {
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
        if (row_of_interest(result, curve).forecast) {
            findings.push_back(finding(result, curve));
        }
    }
    return findings;
}

std::string forecast_table(const EvaluationResult& result) {
    if (!result.any_forecast()) {
        return {};
    }
    std::string text =
        "\nForecast verdict: how often it finds a reduction (area; area and ring together) or an increase (ring)\n"
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
