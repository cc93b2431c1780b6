// SPDX-License-Identifier: MIT
#include "model_assembly.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace crims_tool {

crims::CrimeCounts count_crimes(const RecordedCrimes& crimes, const ZoneAssignment& assignment) {
    const std::size_t types = crimes.crime_types.size();
    const std::size_t months = crimes.months.size();
    crims::CrimeCounts counts{.zones = assignment.zones.size(),
                              .crime_types = types,
                              .from = crimes.months.from,
                              .months = months,
                              .present = crimes.present,
                              .located = {},
                              .unlocated = {}};
    counts.located.resize(counts.zones * types * months);
    counts.unlocated.resize(types * months);
    for (std::size_t i = 0; i < crimes.size(); ++i) {
        const std::uint32_t zone = assignment.zone[i];
        const std::size_t type = crimes.crime_type[i];
        if (zone == none) {
            ++counts.unlocated[(type * months) + crimes.month[i]];
        } else {
            ++counts.located[(((zone * types) + type) * months) + crimes.month[i]];
        }
    }
    return counts;
}

std::vector<crims::OutcomeCount> count_outcomes(const RecordedCrimes& crimes,
                                                const ZoneAssignment& assignment) {
    using crims::OutcomeMeaning;
    const std::size_t types = crimes.crime_types.size();
    std::vector<crims::OutcomeCount> outcomes(assignment.zones.size() * types);
    for (std::size_t i = 0; i < crimes.size(); ++i) {
        const OutcomeMeaning meaning = crimes.outcome[i];
        const bool known =
            meaning == OutcomeMeaning::identified || meaning == OutcomeMeaning::not_identified;
        if (known && assignment.zone[i] != none) {
            crims::OutcomeCount& cell =
                outcomes[(assignment.zone[i] * types) + crimes.crime_type[i]];
            ++cell.known;
            cell.identified += meaning == OutcomeMeaning::identified ? 1U : 0U;
        }
    }
    return outcomes;
}

void set_places(crims::Model& model, const RecordedCrimes& crimes, const ZoneAssignment& assignment,
                const std::vector<double>& x, const std::vector<double>& y) {
    // Sorted, equal pairs stand together: their number is the place's weight.
    std::vector<std::pair<std::uint32_t, std::uint32_t>> visits; // cell and point
    for (std::size_t i = 0; i < crimes.size(); ++i) {
        const std::uint32_t point = crimes.point[i];
        if (assignment.zone[i] != none && point != none && std::isfinite(x[point]) &&
            std::isfinite(y[point])) {
            visits.emplace_back(
                static_cast<std::uint32_t>(model.cell(assignment.zone[i], crimes.crime_type[i])),
                point);
        }
    }
    if (visits.empty()) {
        return;
    }
    std::sort(visits.begin(), visits.end());
    model.place_begin.assign(model.cell_count() + 1, 0);
    for (auto first = visits.begin(); first != visits.end();) {
        const auto last = std::upper_bound(first, visits.end(), *first);
        model.places.push_back({.x = x[first->second],
                                .y = y[first->second],
                                .weight = static_cast<double>(last - first)});
        ++model.place_begin[first->first + 1];
        first = last;
    }
    for (std::size_t i = 1; i < model.place_begin.size(); ++i) {
        model.place_begin[i] += model.place_begin[i - 1];
    }
}

} // namespace crims_tool
