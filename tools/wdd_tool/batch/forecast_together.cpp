// SPDX-License-Identifier: MIT
#include "wdd_tool/batch/forecast_together.hpp"

#include <stdexcept>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "toolkit/text/name_list.hpp"

namespace wdd_tool {

namespace {

constexpr wdd::ZoneSet response_area = wdd::zone_bit(wdd::Zone::treated);

std::string without_forecast(const std::vector<std::string>& names, std::size_t areas) {
    return names.size() == areas
               ? fmt::format("none of the {} areas has one of its own.", areas)
               : fmt::format(
                     "{} of the {} areas {} none of {} own ({}). Leave such areas out with ⟨--where⟩.",
                     names.size(), areas, names.size() == 1 ? "has" : "have",
                     names.size() == 1 ? "its" : "their", toolkit::name_list(names));
}

} // namespace

std::optional<wdd::ForecastToAdd> forecast_to_add(const wdd::Evaluation& evaluation,
                                                  const StudyAreas& areas) {
    if (!evaluation.forecast || !evaluation.forecast->verdict) {
        return std::nullopt;
    }
    const wdd::ForecastFinding& finding = *evaluation.forecast;
    wdd::ForecastToAdd part{.fitted = finding.verdict->area,
                            .response = finding.response.area,
                            .comparison_areas = {},
                            .places = {},
                            .place = areas.response.box(),
                            .post_days = evaluation.data->post_days};
    part.comparison_areas.reserve(finding.areas.size());
    part.places.reserve(finding.areas.size());
    for (const wdd::ComparisonArea& area : finding.areas) {
        part.comparison_areas.push_back(area.counts.area);
        part.places.push_back(area.area.box());
    }
    return part;
}

wdd::BatchForecast forecast_together(std::span<const wdd::BatchArea* const> areas,
                                     std::span<const std::optional<wdd::ForecastToAdd>> forecasts,
                                     std::span<const wdd::PooledEvaluation> evaluations,
                                     std::span<const wdd::PooledIncidents> incidents,
                                     double confidence) {
    std::vector<wdd::ForecastToAdd> parts;
    std::vector<std::string> without;
    parts.reserve(forecasts.size());
    for (std::size_t i = 0; i < forecasts.size(); ++i) {
        if (forecasts[i]) {
            parts.push_back(*forecasts[i]);
        } else {
            without.push_back(areas[i]->name);
        }
    }
    if (!without.empty()) {
        return {.sum = {}, .reason = without_forecast(without, areas.size())};
    }
    try {
        return {
            .sum = wdd::forecast_of_sum(
                parts, wdd::shared_incidents(evaluations, incidents, response_area), confidence)};
    } catch (const std::domain_error& error) {
        return {.sum = {}, .reason = fmt::format("{}.", error.what())};
    }
}

} // namespace wdd_tool
