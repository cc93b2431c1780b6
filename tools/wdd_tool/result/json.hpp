// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "wdd/evaluation.hpp"

namespace wdd_tool {

template<class Number>
nlohmann::ordered_json number_or_null(const std::optional<Number>& value) {
    return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json(nullptr);
}

nlohmann::ordered_json period_json(const wdd::Period& period);
nlohmann::ordered_json counts_json(const wdd::Counts& counts);

/// The result for programs, with the keys of the documentation; undefined numbers are null, and
/// what a design does not have is left out.
nlohmann::ordered_json result_json(const wdd::Evaluation& evaluation);

/// The rank among the comparison areas, and each of these with its counts, expectation and
/// residual.
nlohmann::ordered_json rank_json(const wdd::ForecastFinding& finding);

/// Adds the sizes of the zones and of what they share, in square metres.
void add_areas(nlohmann::ordered_json& json, const wdd::Evaluation& evaluation,
               const wdd::ZoneGeometry& zones, double square_metres_a_unit);

/// As text; bytes that are no UTF-8 are replaced.
std::string json_text(const nlohmann::ordered_json& json);

/// What was expected and recorded, with its tests.
nlohmann::ordered_json forecast_json(const wdd::Forecast& forecast);

} // namespace wdd_tool
