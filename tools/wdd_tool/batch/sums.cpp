// SPDX-License-Identifier: MIT
#include "wdd_tool/batch/sums.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "wdd/pooled.hpp"
#include "wdd_tool/batch/forecast_together.hpp"

namespace wdd_tool {

namespace {

void adjust(wdd::Batch& batch) {
    std::vector<double> p;
    p.reserve(batch.areas.size());
    std::vector<wdd::BatchArea*> with_p;
    with_p.reserve(batch.areas.size());
    for (wdd::BatchArea& area : batch.areas) {
        if (area.evaluation && area.evaluation->statistic.p_one_tailed) {
            p.push_back(*area.evaluation->statistic.p_one_tailed);
            with_p.push_back(&area);
        }
    }
    const std::vector<double> holm = wdd::holm(p);
    const std::vector<double> q = wdd::benjamini_hochberg(p);
    for (std::size_t i = 0; i < with_p.size(); ++i) {
        with_p[i]->holm = holm[i];
        with_p[i]->benjamini_hochberg = q[i];
    }
}

wdd::PooledEvaluation pooled_evaluation(const wdd::Evaluation& evaluation) {
    return {.pre = evaluation.data->pre_days,
            .post = evaluation.data->post_days,
            .weights = evaluation.weights,
            .rule = evaluation.zones->rule};
}

/// The studies that were evaluated, as a sum wants them.
struct Summands {
    std::vector<wdd::PooledEvaluation> evaluations = {};
    std::vector<const wdd::BatchArea*> areas = {};
    std::vector<std::optional<wdd::ForecastToAdd>> forecasts = {};
    std::vector<std::optional<std::size_t>> numbers; ///< by study
};

Summands summands(const wdd::Batch& batch, const StudiesToAdd& studies) {
    const std::size_t count = studies.areas.size();
    Summands all{.numbers = std::vector<std::optional<std::size_t>>(count)};
    all.evaluations.reserve(count);
    all.areas.reserve(count);
    all.forecasts.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        const wdd::BatchArea& area = batch.areas[studies.areas[i]];
        if (area.evaluation) {
            all.numbers[i] = all.evaluations.size();
            all.evaluations.push_back(pooled_evaluation(*area.evaluation));
            all.areas.push_back(&area);
            all.forecasts.push_back(studies.forecasts[i]);
        }
    }
    return all;
}

void add(wdd::BeforeAfter& sum, const wdd::BeforeAfter& counts) {
    sum.pre += counts.pre;
    sum.post += counts.post;
}

void add(wdd::Counts& sum, const wdd::Counts& counts) {
    add(sum.treated, counts.treated);
    add(sum.control, counts.control);
    add(sum.treated_displacement, counts.treated_displacement);
    add(sum.control_displacement, counts.control_displacement);
}

/// The counts and the test of an evaluation, or of one crime type in it.
struct Tested {
    const wdd::Counts& counts;
    const wdd::Statistic& statistic;
    double area_weight = 1; ///< of the response area
};

void add(wdd::BatchSum& sum, const Tested& tested, double weight) {
    const wdd::Statistic& statistic = tested.statistic;
    add(*sum.counts, tested.counts);
    sum.expected +=
        weight * (tested.counts.treated.post / tested.area_weight - statistic.local.estimate);
    sum.local.estimate += weight * statistic.local.estimate;
    sum.displacement.estimate += weight * statistic.displacement.estimate;
    sum.total.total.estimate += weight * statistic.total.estimate;
    const double error = weight * statistic.total.standard_error;
    sum.independent_error += error * error; // until all are added
}

/// Gives a sum of estimates its errors.
void add_errors(wdd::BatchSum& sum, const Summands& all,
                const std::vector<wdd::PooledIncidents>& incidents, double confidence) {
    const auto variance = [&](wdd::ZoneSet parts) {
        return wdd::pooled_variance(all.evaluations, incidents, parts);
    };
    sum.local.standard_error = std::sqrt(variance(wdd::both_areas));
    sum.displacement.standard_error = std::sqrt(variance(wdd::both_rings));
    sum.total = wdd::test_of_sum(sum.total.total.estimate, variance(wdd::every_zone), confidence);
    sum.independent_error = std::sqrt(sum.independent_error);
    sum.incidents = wdd::different_incidents(all.evaluations, incidents);
}

wdd::BatchSum sum_of(const Summands& all, const std::vector<wdd::PooledIncidents>& incidents,
                     double confidence) {
    wdd::BatchSum sum;
    sum.counts.emplace();
    for (const wdd::BatchArea* area : all.areas) {
        const wdd::Evaluation& evaluation = *area->evaluation;
        add(sum, {evaluation.counts, evaluation.statistic, evaluation.weights.area.treated}, 1);
    }
    add_errors(sum, all, incidents, confidence);
    return sum;
}

/// Over all areas, of the types that have a weight.
wdd::BatchSum weighted_sum(const Summands& all, const CountedStudies& studies,
                           const TypeWeights& weights, double confidence) {
    const std::vector<std::string>& names = studies.types();
    wdd::BatchSum sum;
    sum.counts.emplace();
    for (const wdd::BatchArea* area : all.areas) {
        const double area_weight = area->evaluation->weights.area.treated;
        for (const wdd::TypeResult& type : area->types->types) {
            const auto number =
                static_cast<std::size_t>(std::ranges::find(names, type.type) - names.begin());
            if (const std::optional<double>& weight = weights.at(number)) {
                add(sum, {type.counts, type.statistic, area_weight}, *weight);
            }
        }
    }
    add_errors(sum, all, studies.pooled(all.numbers, weights), confidence);
    return sum;
}

void add_type_sums(wdd::Batch& batch, const Summands& all, const CountedStudies& studies,
                   const WeightTable& weights) {
    const std::vector<std::string>& names = studies.types();
    for (std::size_t i = 0; i < names.size(); ++i) {
        const bool is_met = std::ranges::any_of(all.areas, [&](const wdd::BatchArea* area) {
            return std::ranges::find(area->types->types, names[i], &wdd::TypeResult::type) !=
                   area->types->types.end();
        });
        if (is_met) {
            TypeWeights alone(names.size());
            alone[i] = 1;
            batch.types.push_back({names[i], weighted_sum(all, studies, alone, batch.confidence)});
        }
    }
    std::ranges::sort(batch.types, {}, &wdd::BatchTypeSum::type);
    if (weights.is_given()) {
        batch.weighted = weighted_sum(all, studies, weights.of(names), batch.confidence);
        batch.weighted->counts.reset(); // incidents of unequal harm
    }
    std::vector<wdd::TypeResult*> every;
    for (wdd::BatchArea& area : batch.areas) {
        if (area.types) {
            for (wdd::TypeResult& type : area.types->types) {
                every.push_back(&type);
            }
        }
    }
    wdd::adjust(every);
}

} // namespace

void add_sums(wdd::Batch& batch, const CountedStudies& studies, const StudiesToAdd& to_add,
              const SumOptions& options) {
    adjust(batch);
    const Summands all = summands(batch, to_add);
    const std::vector<wdd::PooledIncidents> incidents = studies.pooled(all.numbers);
    batch.together = sum_of(all, incidents, options.confidence);
    if (options.forecast) {
        batch.forecast = forecast_together(all.areas, all.forecasts, all.evaluations, incidents,
                                           options.confidence);
    }
    if (options.by_type) {
        add_type_sums(batch, all, studies, options.weights);
    }
}

} // namespace wdd_tool
