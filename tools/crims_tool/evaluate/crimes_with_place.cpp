// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/crimes_with_place.hpp"

#include <cstddef>

namespace crims_tool {

std::optional<CrimesWithPlace> keep_crimes_with_place(StoredModel& stored,
                                                      const EvaluationPlan& plan) {
    if (stored.with_place.empty()) {
        return std::nullopt;
    }
    crims::Model& model = stored.model;
    const std::size_t months = model.incidence.size() / model.cell_count();
    double all = 0;
    double kept = 0;
    for (std::size_t i = 0; i < model.incidence.size(); ++i) {
        const std::size_t type = i / months % model.crime_types.size();
        const double share = stored.with_place[type];
        if (plan.counts_type(type)) {
            all += model.incidence[i];
            kept += model.incidence[i] * share;
        }
        model.incidence[i] *= share;
    }
    CrimesWithPlace result{.share = all > 0 ? kept / all : 1};
    result.of_types.reserve(model.crime_types.size());
    for (std::size_t type = 0; type < model.crime_types.size(); ++type) {
        result.of_types.emplace_back(model.crime_types[type], stored.with_place[type]);
    }
    return result;
}

} // namespace crims_tool
