// SPDX-License-Identifier: MIT
#include "wdd_tool/plan/estimate.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "toolkit/text/errors.hpp"
#include "wdd_tool/result/json.hpp"
#include "wdd_tool/study/facts.hpp"
#include "wdd_tool/study/forecast.hpp"

namespace wdd_tool {

namespace {

using toolkit::DataError;

/// The last months, as if a treatment had taken place in them.
wdd::Period last_months(std::chrono::sys_days end, int months) {
    constexpr std::chrono::days one_day{1};
    return {wdd::months_back(end + one_day, months), end};
}

/// All that the lengths have in common.
struct EstimateData {
    const EstimateOptions& options;
    const StudyAreas& areas;
    const wdd::ZoneGeometry& zones;
    const CountedIncidents& counted;
    const ForecastIncidents& points;
};

wdd::Evaluation evaluation_over(const EstimateData& data, const PeriodOptions& periods) {
    const wdd::OverlapRule rule = data.options.study.overlap;
    wdd::Evaluation evaluation =
        evaluate(data.counted, data.areas, study_zones(data.zones, data.areas, rule), periods, {});
    evaluation.forecast = make_forecast(data.points, data.counted, data.areas, evaluation,
                                        comparison_choice(data.options.comparison),
                                        data.options.study.assume_crs.value());
    return evaluation;
}

std::string left_out(int months, const std::string& reason) {
    return fmt::format("The variation over {} month{} cannot be estimated: {}", months,
                       months == 1 ? "" : "s", reason);
}

void add_length(PlanEstimate& estimate, const EstimateData& data, int months) {
    const PeriodOptions periods{.post = last_months(data.areas.treatment.end, months), .pre = {}};
    try {
        const wdd::StudyPeriods study = study_periods(periods, data.counted.tally.month_only);
        if (data.counted.dates && study.pre.start < data.counted.dates->start) {
            estimate.warnings.push_back(
                left_out(months, fmt::format("the incidents begin {}, and the months before it {}.",
                                             wdd::iso_date(data.counted.dates->start),
                                             wdd::iso_date(study.pre.start))));
            return;
        }
        wdd::Evaluation evaluation = evaluation_over(data, periods);
        if (!evaluation.forecast->verdict) {
            estimate.warnings.push_back(left_out(months, evaluation.forecast->reason));
            return;
        }
        estimate.lengths.push_back({.months = months,
                                    .periods = *evaluation.periods,
                                    .counts = evaluation.counts,
                                    .verdict = *std::move(evaluation.forecast->verdict)});
    } catch (const DataError& error) { // a period with a hole
        estimate.warnings.push_back(left_out(months, fmt::format("{}.", error.what())));
    }
}

double variation_of(const wdd::FittedForecast& fitted) {
    return std::sqrt(fitted.forecast.variance);
}

std::optional<double> variation_of(const std::optional<wdd::FittedForecast>& fitted) {
    return fitted ? std::optional(variation_of(*fitted)) : std::nullopt;
}

} // namespace

PlanEstimate estimate_plan(const EstimateOptions& options, const std::vector<int>& months,
                           toolkit::Console& console) {
    const AreaOptions area_options = wdd_tool::area_options(options.study);
    StudyAreas areas = read_areas(area_options, {.field = "", .day = options.study.start}, {});
    const wdd::ZoneGeometry zones =
        wdd::zone_geometry(areas.response, areas.control, areas.distance, options.study.overlap);
    const IncidentSources incidents(incident_options(options.study), area_options.assumed);
    LastDay last_day(incidents);
    close_treatment(areas, incidents, last_day);
    std::vector<int> lengths = months;
    std::sort(lengths.begin(), lengths.end());
    lengths.erase(std::unique(lengths.begin(), lengths.end()), lengths.end());
    const PeriodOptions longest{.post = last_months(areas.treatment.end, lengths.back()),
                                .pre = {}};
    areas.treatment = longest.post;
    ForecastIncidents points(longest);
    const CountedIncidents counted =
        count_incidents(incidents, areas, longest, console, points.reading());
    PlanEstimate estimate{.lengths = {}, .has_ring = areas.distance > 0};
    for (const int length : lengths) {
        add_length(estimate, {options, areas, zones, counted, points}, length);
    }
    if (estimate.lengths.empty()) {
        throw DataError(fmt::format("{} Give ⟨--area⟩ and ⟨--variation⟩ in place of ⟨--incidents⟩.",
                                    estimate.warnings.front()));
    }
    wdd::Message message;
    add_sources(message, options.study, incidents);
    estimate.facts = std::move(message.facts);
    const LengthEstimate& last = estimate.lengths.back();
    estimate.facts.push_back(
        {"Estimated from",
         fmt::format("{} to {}, as if nothing had been done there",
                     wdd::iso_date(last.periods.pre.start), wdd::iso_date(last.periods.post.end))});
    return estimate;
}

wdd::PlanInput with_estimate(wdd::PlanInput input, const PlanEstimate& estimate) {
    const LengthEstimate& longest = estimate.lengths.back();
    const double months = longest.months;
    const auto both = [months](const wdd::BeforeAfter& counts) {
        return (counts.pre + counts.post) / (2 * months);
    };
    input.area = longest.verdict.area.forecast.expected / months;
    input.control = both(longest.counts.control);
    if (estimate.has_ring) {
        const auto& around = longest.verdict.around;
        input.ring =
            around ? around->forecast.expected / months : both(longest.counts.treated_displacement);
        input.control_ring = both(longest.counts.control_displacement);
    }
    input.comparison_areas = longest.verdict.area.model.comparison_areas;
    input.variation = variation_of(longest.verdict.area);
    input.variations.clear();
    input.variations.reserve(estimate.lengths.size());
    for (const LengthEstimate& length : estimate.lengths) {
        input.variations.push_back({.months = length.months,
                                    .area = variation_of(length.verdict.area),
                                    .together = variation_of(length.verdict.together)});
    }
    return input;
}

nlohmann::ordered_json estimate_json(const PlanEstimate& estimate) {
    nlohmann::ordered_json lengths = nlohmann::ordered_json::array();
    for (const LengthEstimate& length : estimate.lengths) {
        const wdd::Forecast& area = length.verdict.area.forecast;
        lengths.push_back(
            {{"months", length.months},
             {"pre", period_json(length.periods.pre)},
             {"post", period_json(length.periods.post)},
             {"expected", area.expected},
             {"recorded", area.recorded},
             {"tau2", length.verdict.area.model.tau2},
             {"variation", variation_of(length.verdict.area)},
             {"variation_together", number_or_null(variation_of(length.verdict.together))},
             {"comparison_areas", length.verdict.area.model.comparison_areas}});
    }
    return {{"lengths", std::move(lengths)}, {"warnings", estimate.warnings}};
}

} // namespace wdd_tool
