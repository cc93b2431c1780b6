// SPDX-License-Identifier: MIT
#include "forecast/design.hpp"
#include "wdd/forecast.hpp"

#include <cmath>
#include <stdexcept>
#include <utility>

namespace wdd {

namespace {

const AreaCounts& ring_of(const PlaceCounts& place) {
    if (!place.ring) {
        throw std::invalid_argument("a comparison area has no ring, but the response area has one");
    }
    return *place.ring;
}

template<class Part>
FittedForecast fitted(std::span<const PlaceCounts> places, const PlaceCounts& response,
                      double confidence, Part&& part) {
    std::vector<AreaCounts> areas;
    areas.reserve(places.size());
    for (const PlaceCounts& place : places) {
        areas.push_back(part(place));
    }
    ForecastModel model = fit_forecast(areas);
    const Forecast answer = forecast(model, part(response), confidence);
    return {.model = std::move(model), .forecast = answer};
}

} // namespace

AreaCounts sum(const AreaCounts& a, const AreaCounts& b) {
    if (a.history.has_value() != b.history.has_value()) {
        throw std::invalid_argument("an area and its ring must both have a history, or neither");
    }
    AreaCounts both{.pre = a.pre + b.pre, .post = a.post + b.post, .history = {}};
    if (a.history) {
        both.history = *a.history + *b.history;
    }
    return both;
}

AreaCounts area_and_ring(const PlaceCounts& place) {
    return place.ring ? sum(place.area, *place.ring) : place.area;
}

ForecastVerdict forecast_verdict(std::span<const PlaceCounts> comparison_areas,
                                 const PlaceCounts& response, double confidence) {
    ForecastVerdict verdict{.area = fitted(comparison_areas, response, confidence,
                                           [](const PlaceCounts& place) { return place.area; }),
                            .around = {},
                            .together = {}};
    if (!response.ring) {
        return verdict;
    }
    verdict.together = fitted(comparison_areas, response, confidence, [](const PlaceCounts& place) {
        return sum(place.area, ring_of(place));
    });
    try {
        verdict.around = fitted(comparison_areas, response, confidence, ring_of);
    } catch (const std::domain_error&) {
        // Rings without incidents have no forecast of their own; that of both together stands.
        verdict.around.reset();
    }
    return verdict;
}

ResidualRank residual_rank(std::span<const AreaCounts> comparison_areas,
                           const AreaCounts& response) {
    require_enough_areas(comparison_areas.size(), fewest_comparison_areas);
    std::vector<AreaCounts> all(comparison_areas.begin(), comparison_areas.end());
    all.push_back(response);
    const ForecastModel model = fit_forecast(all);
    const auto expected_in = [&model](const AreaCounts& area) {
        double log = 0;
        const std::vector<double> row = covariates(area);
        for (std::size_t i = 0; i < row.size(); ++i) {
            log += model.coefficients[i] * row[i];
        }
        return std::exp(log);
    };
    ResidualRank rank;
    rank.expected = expected_in(response);
    rank.residual = deviance_residual(response.post, rank.expected, model.tau2);
    rank.expectations.reserve(comparison_areas.size());
    rank.residuals.reserve(comparison_areas.size());
    for (const AreaCounts& area : comparison_areas) {
        const double expected = expected_in(area);
        const double residual = deviance_residual(area.post, expected, model.tau2);
        rank.expectations.push_back(expected);
        rank.residuals.push_back(residual);
        rank.at_or_below += residual <= rank.residual ? 1 : 0;
        rank.at_or_above += residual >= rank.residual ? 1 : 0;
    }
    const auto places = static_cast<double>(all.size());
    rank.p_reduction = static_cast<double>(rank.at_or_below) / places;
    rank.p_increase = static_cast<double>(rank.at_or_above) / places;
    return rank;
}

} // namespace wdd
