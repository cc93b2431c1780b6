// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/design/effects.hpp"

#include <algorithm>
#include <cstddef>

namespace crims_tool {

crims::Intervention on_counted_types(crims::Intervention intervention, const EvaluationPlan& plan) {
    for (std::size_t type = 0; type < intervention.effect.size(); ++type) {
        if (!plan.counts_type(type)) {
            intervention.effect[type] = 0;
        }
    }
    return intervention;
}

double largest_effect(const crims::Intervention& intervention) {
    return intervention.effect.empty()
               ? 0
               : *std::max_element(intervention.effect.begin(), intervention.effect.end());
}

void add_effect(EvaluationPlan& plan, double effect) {
    const auto after = std::lower_bound(plan.effects.begin(), plan.effects.end(), effect);
    if (after == plan.effects.end() || *after != effect) {
        plan.effects.insert(after, effect);
    }
}

} // namespace crims_tool
