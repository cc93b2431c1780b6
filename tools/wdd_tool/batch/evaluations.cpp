// SPDX-License-Identifier: MIT
#include "wdd_tool/batch/evaluations.hpp"

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

/// The sum of those that were evaluated.
wdd::BatchSum sum_of(const wdd::Batch& batch, const Countable& counted,
                     const CountedStudies& studies, double confidence) {
    std::vector<wdd::PooledEvaluation> evaluations;
    evaluations.reserve(counted.areas.size());
    std::vector<std::optional<std::size_t>> numbers(counted.areas.size());
    wdd::BatchSum sum;
    double total = 0;
    double independent = 0;
    for (std::size_t i = 0; i < counted.areas.size(); ++i) {
        const std::optional<wdd::Evaluation>& evaluation = batch.areas[counted.areas[i]].evaluation;
        if (evaluation) {
            numbers[i] = evaluations.size();
            evaluations.push_back(pooled_evaluation(*evaluation));
            const wdd::Statistic& statistic = evaluation->statistic;
            sum.local.estimate += statistic.local.estimate;
            sum.displacement.estimate += statistic.displacement.estimate;
            total += statistic.total.estimate;
            independent += statistic.total.standard_error * statistic.total.standard_error;
        }
    }
    const std::vector<wdd::PooledIncidents> incidents = studies.pooled(numbers);
    const auto error_of = [&](wdd::ZoneSet parts) {
        return std::sqrt(wdd::pooled_variance(evaluations, incidents, parts));
    };
    sum.local.standard_error = error_of(wdd::both_areas);
    sum.displacement.standard_error = error_of(wdd::both_rings);
    sum.total = wdd::test_of_sum(
        total, wdd::pooled_variance(evaluations, incidents, wdd::every_zone), confidence);
    sum.independent_error = std::sqrt(independent);
    return sum;
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
        } catch (const DataError& error) {
            result.areas[at].fault = error.what();
            result.batch.areas[at].fault = error.what();
            result.zones[at].reset();
        }
    }
    console.end_progress();
    if (std::none_of(result.batch.areas.begin(), result.batch.areas.end(),
                     [](const wdd::BatchArea& area) { return area.evaluation.has_value(); })) {
        refuse_all(result.areas);
    }
    adjust(result.batch);
    result.batch.together = sum_of(result.batch, counted, studies, plan.test.confidence);
    warn_of_treated_controls(result.areas, result.batch);
    return result;
}

} // namespace wdd_tool
