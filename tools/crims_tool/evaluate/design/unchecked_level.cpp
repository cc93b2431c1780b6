// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/design/unchecked_level.hpp"

#include <algorithm>
#include <functional>
#include <vector>

#include <fmt/format.h>

namespace crims_tool {

namespace {

std::vector<double> crimes_a_year_by_zone(const crims::Model& model) {
    std::vector<double> zones(model.zones.size(), 0);
    for (std::size_t cell = 0; cell < model.cell_count(); ++cell) {
        zones[cell / model.crime_types.size()] += crims::crimes_a_year(model, cell);
    }
    return zones;
}

} // namespace

std::optional<std::string> unchecked_level(const crims::Model& model,
                                           const EvaluationDesign& design) {
    constexpr std::size_t enough_zones = 5;
    if (model.zones.size() < enough_zones) {
        return std::nullopt;
    }
    const std::vector<double> zones = crimes_a_year_by_zone(model);
    std::vector<double> sorted = zones;
    std::sort(sorted.begin(), sorted.end(), std::greater<>());
    const double fifth = sorted[enough_zones - 1];
    constexpr double beyond = 1.5;
    double all = 0;
    double unchecked = 0;
    for (const crims::StudyCell& cell : design.studies.front().study.cells) {
        const double crimes = cell.share[static_cast<std::size_t>(crims::StudyZone::treated)] *
                              crims::crimes_a_year(model, model.cell(cell.zone, cell.crime_type));
        all += crimes;
        unchecked += zones[cell.zone] > beyond * fifth ? crimes : 0;
    }
    if (unchecked * 2 <= all) {
        return std::nullopt;
    }
    return fmt::format(
        "{:.0f} % of the response area's crime is in zones with more than {:g} times the crime of the model's fifth busiest zone. Too few zones are as busy to check how much their crime changes (⟨crims validate⟩: changes by level), so real false alarms may be more or fewer than here.",
        100 * unchecked / all, beyond);
}

} // namespace crims_tool
