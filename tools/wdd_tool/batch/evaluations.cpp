// SPDX-License-Identifier: MIT
#include "wdd_tool/batch/evaluations.hpp"

#include <algorithm>
#include <cstddef>
#include <future>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "toolkit/text/errors.hpp"
#include "wdd/message.hpp"
#include "wdd_tool/batch/contamination.hpp"
#include "wdd_tool/batch/forecast_together.hpp"
#include "wdd_tool/batch/sums.hpp"

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
    const ZoneWeights weights =
        zone_weights(plan.zone_weights, study.zones, study.areas, study.assumed);
    EvaluationOptions test = plan.test;
    test.area_weights = weights.weights;
    wdd::Evaluation evaluation = evaluate_study(study, test, for_forecast);
    if (!weights.note.empty()) {
        evaluation.notes.push_back(weights.note);
    }
    if (evaluation.suitability_enforced && !evaluation.suitability->suitable()) {
        throw DataError(wdd::unsuitability(*evaluation.suitability, evaluation.zones->area_unit));
    }
    if (const std::string overlap = wdd::describe_overlap(*evaluation.zones); !overlap.empty()) {
        evaluation.warnings.push_back(overlap);
    }
    return evaluation;
}

std::vector<std::string> notes_on_weights(const ZoneWeightOptions& o) {
    if (o.by == ZoneWeighting::none) {
        return {};
    }
    return {fmt::format(
        "Counts are compared by {}: those of each zone are divided by its {}. The estimate for an area is in incidents in an area as large as that area. The JSON has the sizes of the zones, and the table their weights.",
        o.by == ZoneWeighting::people ? "people" : "area",
        o.by == ZoneWeighting::people ? "people" : "size")};
}

/// The areas with their treatment, of which each is kept out of the others' comparison areas.
TreatedAreas treated_areas(const BatchResult& result, const Countable& counted) {
    TreatedAreas treated(counted.studies.front().areas.distance);
    for (std::size_t i = 0; i < counted.areas.size(); ++i) {
        treated.add(counted.studies[i].areas.response, *result.zones[counted.areas[i]],
                    counted.periods[i].post.start);
    }
    return treated;
}

void fail(BatchResult& result, std::size_t at, const std::string& why) {
    result.areas[at].fault = why;
    result.batch.areas[at].fault = why;
    result.batch.areas[at].evaluation.reset();
}

/// One after the other; each uses all cores.
StudiesToAdd evaluate_all(BatchResult& result, const BatchPlan& plan, const Countable& counted,
                          const CountedStudies& studies, const ForecastIncidents& for_forecast,
                          toolkit::Console& console) {
    StudiesToAdd to_add{.areas = counted.areas, .forecasts = {}};
    to_add.forecasts.resize(counted.areas.size());
    const TreatedAreas treated = treated_areas(result, counted);
    const auto total = static_cast<std::int64_t>(counted.areas.size());
    for (std::size_t i = 0; i < counted.areas.size(); ++i) {
        const std::size_t at = counted.areas[i];
        console.progress(static_cast<std::int64_t>(i), total);
        const StudyAreas& areas = *result.areas[at].areas;
        try {
            wdd::Evaluation& evaluation = result.batch.areas[at].evaluation.emplace(evaluate_one(
                plan,
                {studies.of(i), areas, *result.zones[at], counted.periods[i], plan.overlap,
                 plan.areas.assumed, OtherTreated{treated, i, counted.periods[i].post.end}},
                for_forecast));
            to_add.forecasts[i] = forecast_to_add(evaluation, areas);
            if (evaluation.forecast && !plan.keep_comparison) {
                evaluation.forecast->areas.clear(); // they are many, and nothing is said of each
            }
            if (plan.by_type) {
                result.batch.areas[at].types = evaluate_types(studies, i, evaluation, plan.weights);
            }
        } catch (const DataError& error) {
            fail(result, at, error.what());
        }
    }
    console.end_progress();
    for (std::size_t i = 0; i < result.areas.size(); ++i) {
        if (!result.batch.areas[i].evaluation) {
            result.zones[i].reset();
        }
    }
    return to_add;
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
    result.batch.notes = notes_on_weights(plan.zone_weights);
    result.batch.confidence = plan.test.confidence;
    result.batch.areas.reserve(result.areas.size());
    for (const EachArea& area : result.areas) {
        result.batch.areas.push_back({.name = area.name, .fault = area.fault});
    }
    const StudiesToAdd to_add = evaluate_all(result, plan, counted, studies, for_forecast, console);
    if (std::none_of(result.batch.areas.begin(), result.batch.areas.end(),
                     [](const wdd::BatchArea& area) { return area.evaluation.has_value(); })) {
        refuse_all(result.areas);
    }
    add_sums(result.batch, studies, to_add,
             {.confidence = plan.test.confidence,
              .forecast = plan.test.forecast,
              .by_type = plan.by_type,
              .weights = plan.weights});
    warn_of_treated_controls(result.areas, result.batch);
    return result;
}

} // namespace wdd_tool
