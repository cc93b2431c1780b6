// SPDX-License-Identifier: MIT
#include "wdd_tool/batch/evaluations.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <future>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "toolkit/text/errors.hpp"
#include "wdd/message.hpp"
#include "wdd_tool/batch/contamination.hpp"

namespace wdd_tool {

namespace {

using toolkit::DataError;

/// The studies that can be counted, and to which area each belongs.
struct Countable {
    std::vector<std::size_t> areas;
    std::vector<StudyToCount> studies;
    std::vector<PeriodOptions> periods;
};

Countable countable(std::vector<EachArea>& areas, const BatchPlan& plan,
                    const IncidentSources& incidents) {
    Countable result;
    LastDay last_day(incidents);
    for (std::size_t i = 0; i < areas.size(); ++i) {
        if (!areas[i].areas) {
            continue;
        }
        try {
            close_treatment(*areas[i].areas, incidents, last_day);
            const PeriodOptions periods = period_options(*areas[i].areas, plan.design);
            study_window(periods); // throws for one that is too long
            result.areas.push_back(i);
            result.periods.push_back(periods);
        } catch (const DataError& error) {
            areas[i].fault = error.what();
            areas[i].areas.reset();
        }
    }
    result.studies.reserve(result.areas.size());
    for (std::size_t i = 0; i < result.areas.size(); ++i) {
        result.studies.push_back({*areas[result.areas[i]].areas, result.periods[i]});
    }
    return result;
}

/// The zones of each, which are drawn while the incidents are read.
std::vector<std::optional<wdd::ZoneGeometry>> drawn_zones(const std::vector<EachArea>& areas,
                                                          wdd::OverlapRule rule) {
    std::vector<std::optional<wdd::ZoneGeometry>> zones(areas.size());
    for (std::size_t i = 0; i < areas.size(); ++i) {
        if (areas[i].areas) {
            const StudyAreas& study = *areas[i].areas;
            zones[i] = wdd::zone_geometry(study.response, study.control, study.distance, rule);
        }
    }
    return zones;
}

[[noreturn]] void refuse_all(const std::vector<EachArea>& areas) {
    throw DataError(fmt::format("none of the {} areas can be evaluated; the first, '{}': {}",
                                areas.size(), areas.front().name, areas.front().fault));
}

/// Throws DataError where the control area is not suitable and must be.
wdd::Evaluation evaluate_one(const BatchPlan& plan, const StudyToEvaluate& study,
                             const ForecastIncidents& for_forecast) {
    wdd::Evaluation evaluation = evaluate_study(study, plan.test, for_forecast);
    if (evaluation.suitability_enforced && !evaluation.suitability->suitable()) {
        throw DataError(wdd::unsuitability(*evaluation.suitability));
    }
    if (evaluation.forecast) { // comparison areas are many, and nothing is said of each
        evaluation.forecast->areas.clear();
    }
    if (const std::string overlap = wdd::describe_overlap(*evaluation.zones); !overlap.empty()) {
        evaluation.warnings.push_back(overlap);
    }
    return evaluation;
}

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
    std::vector<std::optional<std::size_t>> numbers; ///< by study
};

Summands summands(const wdd::Batch& batch, const Countable& counted) {
    Summands all{.numbers = std::vector<std::optional<std::size_t>>(counted.areas.size())};
    all.evaluations.reserve(counted.areas.size());
    all.areas.reserve(counted.areas.size());
    for (std::size_t i = 0; i < counted.areas.size(); ++i) {
        const wdd::BatchArea& area = batch.areas[counted.areas[i]];
        if (area.evaluation) {
            all.numbers[i] = all.evaluations.size();
            all.evaluations.push_back(pooled_evaluation(*area.evaluation));
            all.areas.push_back(&area);
        }
    }
    return all;
}

void add(wdd::BatchSum& sum, const wdd::Statistic& statistic, double weight) {
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
}

wdd::BatchSum sum_of(const Summands& all, const CountedStudies& studies, double confidence) {
    wdd::BatchSum sum;
    for (const wdd::BatchArea* area : all.areas) {
        add(sum, area->evaluation->statistic, 1);
    }
    add_errors(sum, all, studies.pooled(all.numbers), confidence);
    return sum;
}

/// Over all areas, of the types that have a weight.
wdd::BatchSum weighted_sum(const Summands& all, const CountedStudies& studies,
                           const TypeWeights& weights, double confidence) {
    const std::vector<std::string>& names = studies.types();
    wdd::BatchSum sum;
    for (const wdd::BatchArea* area : all.areas) {
        for (const wdd::TypeResult& type : area->types->types) {
            const auto number =
                static_cast<std::size_t>(std::ranges::find(names, type.type) - names.begin());
            if (const std::optional<double>& weight = weights.at(number)) {
                add(sum, type.statistic, *weight);
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

BatchResult evaluate_each(const BatchPlan& plan, const IncidentSources& incidents,
                          toolkit::Console& console) {
    BatchResult result{
        .areas = read_each_area(plan.areas, plan.each, plan.design.start, plan.design.end)};
    const Countable counted = countable(result.areas, plan, incidents);
    if (counted.studies.empty()) {
        refuse_all(result.areas);
    }
    auto drawing = std::async(std::launch::async,
                              [&result, &plan] { return drawn_zones(result.areas, plan.overlap); });
    ForecastIncidents for_forecast(counted.periods);
    const CountedStudies studies(incidents, counted.studies, console,
                                 plan.test.forecast ? for_forecast.reading() : WiderReading{});
    constexpr std::size_t several = 4; // to arrange the incidents takes as long as a few forecasts
    if (counted.studies.size() >= several) {
        for_forecast.arrange();
    }
    result.zones = drawing.get();
    result.batch.confidence = plan.test.confidence;
    result.batch.areas.reserve(result.areas.size());
    for (const EachArea& area : result.areas) {
        result.batch.areas.push_back({.name = area.name, .fault = area.fault});
    }
    for (std::size_t i = 0; i < counted.areas.size(); ++i) {
        const std::size_t at = counted.areas[i];
        console.progress(static_cast<std::int64_t>(i),
                         static_cast<std::int64_t>(counted.areas.size()));
        try {
            result.batch.areas[at].evaluation =
                evaluate_one(plan,
                             {studies.of(i), *result.areas[at].areas, *result.zones[at],
                              counted.periods[i], plan.overlap, plan.areas.assumed},
                             for_forecast);
            if (plan.by_type) {
                result.batch.areas[at].types =
                    evaluate_types(studies, i, *result.batch.areas[at].evaluation, plan.weights);
            }
        } catch (const DataError& error) {
            result.areas[at].fault = error.what();
            result.batch.areas[at].fault = error.what();
            result.batch.areas[at].evaluation.reset();
            result.zones[at].reset();
        }
    }
    console.end_progress();
    if (std::none_of(result.batch.areas.begin(), result.batch.areas.end(),
                     [](const wdd::BatchArea& area) { return area.evaluation.has_value(); })) {
        refuse_all(result.areas);
    }
    adjust(result.batch);
    const Summands all = summands(result.batch, counted);
    result.batch.together = sum_of(all, studies, plan.test.confidence);
    if (plan.by_type) {
        add_type_sums(result.batch, all, studies, plan.weights);
    }
    warn_of_treated_controls(result.areas, result.batch);
    return result;
}

} // namespace wdd_tool
