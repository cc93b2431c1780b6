// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/crimes_with_place.hpp"

#include <cstddef>

namespace crims_tool {

namespace {

void keep_levels(crims::LevelLaw& law, double share) {
    if (law.exponent > 0 && share > 0) {
        law.level *= share;
    }
}

} // namespace

std::optional<CrimesWithPlace> keep_crimes_with_place(StoredModel& stored,
                                                      const EvaluationPlan& plan) {
    if (stored.with_place.empty()) {
        return std::nullopt;
    }
    crims::Model& model = stored.model;
    const std::size_t months = model.incidence.size() / model.cell_count();
    double all = 0;
    double kept = 0;
    double all_types = 0;
    double kept_types = 0;
    for (std::size_t i = 0; i < model.incidence.size(); ++i) {
        const std::size_t type = i / months % model.crime_types.size();
        const double share = stored.with_place[type];
        if (plan.counts_type(type)) {
            all += model.incidence[i];
            kept += model.incidence[i] * share;
        }
        all_types += model.incidence[i];
        model.incidence[i] *= share;
        kept_types += model.incidence[i];
    }
    // A zone is no quieter for what has no place: its variances stay what they are.
    for (std::size_t type = 0; type < model.crime_types.size(); ++type) {
        keep_levels(model.dispersion[type].by_level, stored.with_place[type]);
    }
    keep_levels(model.common_dispersion.by_level, all_types > 0 ? kept_types / all_types : 1);
    CrimesWithPlace result{.share = all > 0 ? kept / all : 1};
    result.of_types.reserve(model.crime_types.size());
    for (std::size_t type = 0; type < model.crime_types.size(); ++type) {
        result.of_types.emplace_back(model.crime_types[type], stored.with_place[type]);
    }
    return result;
}

} // namespace crims_tool
