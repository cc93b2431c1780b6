// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/engine/summary.hpp"

#include <algorithm>
#include <cmath>

#include <boost/math/distributions/normal.hpp>
#include <tbb/parallel_for.h>

#include "wdd/quantile.hpp"

namespace crims_tool {

namespace {

constexpr double not_defined = std::numeric_limits<double>::quiet_NaN();

/// Mean and variance, one value after the other (Welford).
class MeanAndSpread {
  public:
    void add(double value) {
        ++m_count;
        const double from_mean = value - m_mean;
        m_mean += from_mean / static_cast<double>(m_count);
        m_squares += from_mean * (value - m_mean);
    }

    std::size_t count() const { return m_count; }

    double mean() const { return m_count > 0 ? m_mean : not_defined; }

    double sd() const {
        return m_count > 1 ? std::sqrt(m_squares / static_cast<double>(m_count - 1)) : not_defined;
    }

    /// Standard error of the mean.
    double error() const { return sd() / std::sqrt(static_cast<double>(m_count)); }

  private:
    std::size_t m_count = 0;
    double m_mean = 0;
    double m_squares = 0;
};

/// z of each replicate of a combination; NaN where it is not defined.
std::vector<double> z_of(const ReplicateTable& table, std::size_t combination, double confidence) {
    std::vector<double> z(table.replicates());
    for (std::size_t r = 0; r < z.size(); ++r) {
        z[r] = statistic_of(table.at(r, combination), confidence).z.value_or(not_defined);
    }
    return z;
}

EvaluationRow summarise_row(const EvaluationDesign& design, const EvaluationPlan& plan,
                            const ReplicateTable& table, std::size_t number) {
    EvaluationRow row;
    row.combination = design.combinations[number];
    row.true_effect = design.true_effect(row.combination);
    row.net_effect = design.net_effect(row.combination);
    MeanAndSpread estimate;
    MeanAndSpread z;
    MeanAndSpread squared_error;
    std::size_t found = 0;
    std::size_t covered = 0;
    for (std::size_t r = 0; r < table.replicates(); ++r) {
        const wdd::Statistic statistic = statistic_of(table.at(r, number), plan.confidence);
        const double error = statistic.total.estimate - row.true_effect;
        estimate.add(statistic.total.estimate);
        squared_error.add(error * error);
        if (!statistic.z) {
            ++row.undefined;
            continue;
        }
        z.add(*statistic.z);
        found += *statistic.p_one_tailed <= plan.alpha ? 1 : 0;
        covered +=
            *statistic.ci_low <= row.true_effect && row.true_effect <= *statistic.ci_high ? 1 : 0;
    }
    row.rejection = simulated_share(found, table.replicates());
    row.coverage = simulated_share(covered, table.replicates());
    row.mean_estimate = {estimate.mean(), estimate.error()};
    row.bias = {estimate.mean() - row.true_effect, estimate.error()};
    const double rmse = std::sqrt(squared_error.mean());
    row.rmse = {rmse, rmse > 0 ? squared_error.error() / (2 * rmse) : 0};
    row.mean_z = z.mean();
    row.sd_z = z.sd();
    return row;
}

NullDistribution null_of_study(std::size_t study, std::span<const double> z,
                               const EvaluationPlan& plan) {
    NullDistribution null;
    null.study = study;
    null.held = held_size(z, plan.alpha, plan.critical_z());
    MeanAndSpread moments;
    for (const double value : z) {
        if (!std::isnan(value)) {
            null.z.push_back(value);
            moments.add(value);
        }
    }
    std::sort(null.z.begin(), null.z.end());
    null.mean = moments.mean();
    null.sd = moments.sd();
    for (const double probability : null_probabilities) {
        null.quantiles.push_back(null.quantile(probability));
    }
    return null;
}

/// A rate of 0 or 1 has no normal quantile; half a replicate keeps it inside.
double inside(double rate, std::size_t replicates) {
    const double half = 0.5 / static_cast<double>(replicates);
    return std::clamp(rate, half, 1 - half);
}

/// How many times the error of a rate is that of a share of so many replicates, at least once.
double inflation(const Simulated& rate, std::size_t replicates) {
    const double p = inside(rate.value, replicates);
    return std::max(1.0, rate.error / std::sqrt(p * (1 - p) / static_cast<double>(replicates)));
}

/// Of one place of a combination's forecasts.
ForecastPower power_of(const ReplicateTable& table, std::size_t combination,
                       ForecastFigures ReplicateForecast::*place, double alpha) {
    std::size_t reductions = 0;
    std::size_t increases = 0;
    MeanAndSpread percent;
    MeanAndSpread interval;
    for (std::size_t r = 0; r < table.forecasted(); ++r) {
        const ForecastFigures& figures = table.forecast_at(r, combination).*place;
        if (std::isnan(figures.p_reduction)) {
            continue;
        }
        constexpr double hundred = 100;
        const double p = figures.p_reduction;
        reductions += p <= alpha ? 1 : 0;
        increases += 1 - p <= alpha ? 1 : 0;
        percent.add(hundred * (static_cast<double>(figures.ratio) - 1));
        interval.add(hundred * (static_cast<double>(figures.ratio_high) -
                                static_cast<double>(figures.ratio_low)));
    }
    return {.reduction = simulated_share(reductions, table.forecasted()),
            .increase = simulated_share(increases, table.forecasted()),
            .mean_percent = {percent.mean(), percent.error()},
            .mean_width = interval.mean()};
}

ForecastRow forecast_row(const ReplicateTable& table, std::size_t combination, bool with_rings,
                         double alpha) {
    ForecastRow row{.area = power_of(table, combination, &ReplicateForecast::area, alpha),
                    .around = {},
                    .together = {}};
    if (with_rings) {
        row.around = power_of(table, combination, &ReplicateForecast::around, alpha);
        row.together = power_of(table, combination, &ReplicateForecast::together, alpha);
    }
    for (std::size_t r = 0; r < table.forecasted(); ++r) {
        row.undefined += std::isnan(table.forecast_at(r, combination).area.p_reduction) ? 1 : 0;
    }
    return row;
}

/// Smallest effect that the forecast of a place finds; none where there is no such forecast.
template<class Place>
std::optional<Simulated> forecast_detectable(std::span<const EvaluationRow> rows, double power,
                                             std::size_t replicates, const Place& place) {
    std::vector<PowerPoint> points;
    for (const EvaluationRow& row : rows) {
        if (const ForecastPower* found = row.forecast ? place(*row.forecast) : nullptr) {
            points.push_back({row.combination.effect, found->reduction});
        }
    }
    return detectable_effect(points, power, replicates);
}

/// All effects of a study and displaced share.
DetectableEffect detectable_of(std::span<const EvaluationRow> rows, double power,
                               const ReplicateTable& table) {
    const std::size_t replicates = table.replicates();
    std::vector<PowerPoint> held;
    std::vector<PowerPoint> plain;
    for (const EvaluationRow& row : rows) {
        held.push_back({row.combination.effect, row.held});
        plain.push_back({row.combination.effect, row.rejection});
    }
    return {.study = rows.front().combination.study,
            .displaced = rows.front().combination.displaced,
            .effect = detectable_effect(held, power, replicates),
            .plain = detectable_effect(plain, power, replicates),
            .forecast = forecast_detectable(rows, power, table.forecasted(),
                                            [](const ForecastRow& row) { return &row.area; }),
            .forecast_together =
                forecast_detectable(rows, power, table.forecasted(), [](const ForecastRow& row) {
                    return row.together ? &*row.together : nullptr;
                })};
}

} // namespace

wdd::Statistic statistic_of(const crims::StudyCounts& counts, double confidence) {
    const auto zone = [&counts](crims::StudyZone which) {
        const auto z = static_cast<std::size_t>(which);
        return wdd::BeforeAfter{static_cast<double>(counts.pre.at(z)),
                                static_cast<double>(counts.post.at(z))};
    };
    return wdd::weighted_displacement_difference(
        {.treated = zone(crims::StudyZone::treated),
         .control = zone(crims::StudyZone::control),
         .treated_displacement = zone(crims::StudyZone::treated_displacement),
         .control_displacement = zone(crims::StudyZone::control_displacement)},
        {}, confidence);
}

double NullDistribution::quantile(double probability) const {
    return z.empty() ? not_defined : wdd::quantile(z, probability);
}

double NullDistribution::p_of(double observed) const {
    const auto no_larger = std::upper_bound(z.begin(), z.end(), observed) - z.begin();
    return static_cast<double>(1 + no_larger) / static_cast<double>(z.size() + 1);
}

std::optional<Simulated> detectable_effect(std::span<const PowerPoint> points, double power,
                                           std::size_t replicates) {
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (points[i].rate.value < power) {
            continue;
        }
        if (i == 0) {
            return Simulated{points[0].effect, 0};
        }
        const PowerPoint& low = points[i - 1];
        const PowerPoint& high = points[i];
        const double from = wdd::normal_quantile(inside(low.rate.value, replicates));
        const double to = wdd::normal_quantile(inside(high.rate.value, replicates));
        const double width = high.effect - low.effect;
        const double along =
            std::clamp((wdd::normal_quantile(power) - from) / (to - from), 0.0, 1.0);
        // Error of a rate of this size, carried over by the slope of the curve there.
        const double error_of_rate =
            std::sqrt(power * (1 - power) / static_cast<double>(replicates)) *
            std::max(inflation(low.rate, replicates), inflation(high.rate, replicates));
        const double density = boost::math::pdf(boost::math::normal_distribution<double>(),
                                                wdd::normal_quantile(power));
        return Simulated{low.effect + (along * width),
                         error_of_rate / density * width / (to - from)};
    }
    return std::nullopt;
}

EvaluationSummary summarise(const EvaluationDesign& design, const EvaluationPlan& plan,
                            const ReplicateTable& table, const ForecastDesign* forecast) {
    EvaluationSummary summary;
    const std::size_t effects = plan.effects.size();
    std::vector<std::vector<double>> null_z; // one per study
    // Nothing is displaced where nothing is prevented: one of the displaced shares tells all.
    for (std::size_t first = 0; first < design.combinations.size(); first += effects) {
        if (design.combinations[first].study == null_z.size()) {
            null_z.push_back(z_of(table, first, plan.confidence));
            summary.null.push_back(null_of_study(null_z.size() - 1, null_z.back(), plan));
        }
    }
    summary.rows.resize(design.combinations.size());
    tbb::parallel_for(std::size_t{0}, summary.rows.size(), [&](std::size_t i) {
        EvaluationRow row = summarise_row(design, plan, table, i);
        const std::size_t study = row.combination.study;
        row.held = held_rate(z_of(table, i, plan.confidence), null_z[study], plan.alpha,
                             summary.null[study].held);
        if (forecast != nullptr && table.forecasted() > 0 && forecast->is_given(study)) {
            row.forecast = forecast_row(
                table, i, forecast->rings[design.studies[study].ring].has_rings, plan.alpha);
        }
        summary.rows[i] = row;
    });
    for (std::size_t first = 0; first < summary.rows.size(); first += effects) {
        summary.detectable.push_back(
            detectable_of(std::span<const EvaluationRow>(summary.rows).subspan(first, effects),
                          plan.power, table));
    }
    return summary;
}

} // namespace crims_tool
