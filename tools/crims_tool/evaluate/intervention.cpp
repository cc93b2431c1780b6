// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/intervention.hpp"

#include <algorithm>

#include <cpl_port.h>
#include <fmt/format.h>

#include "toolkit/layers/layer.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/nearest.hpp"

namespace crims_tool {

namespace {

using toolkit::DataError;

bool same(const crims::Change& a, const crims::Change& b) {
    return a.shape == b.shape && a.days == b.days;
}

bool same(const toolkit::Distance& a, const toolkit::Distance& b) {
    const double unit_a = a.unit ? a.unit->metres : 0;
    const double unit_b = b.unit ? b.unit->metres : 0;
    return a.value == b.value && unit_a == unit_b;
}

} // namespace

crims::Intervention common_intervention(const Scenario& scenario,
                                        const std::vector<std::string>& crime_types) {
    const ScenarioIntervention& first = scenario.interventions.front();
    crims::Intervention common = for_crime_types(scenario, first, crime_types);
    for (const ScenarioIntervention& other : scenario.interventions) {
        const crims::Intervention intervention = for_crime_types(scenario, other, crime_types);
        const auto require = [&](bool alike, const char* what) {
            if (!alike) {
                throw DataError(fmt::format(
                    "{}: {}.{} is not that of {}; areas that are evaluated together must have the same intervention: evaluate one at a time, or make them alike",
                    scenario.file, other.path, what, first.path));
            }
        };
        require(intervention.start == common.start, "start");
        require(intervention.end == common.end, "end");
        require(intervention.effect == common.effect, "effect");
        require(same(intervention.onset, common.onset), "onset");
        require(same(intervention.decay, common.decay) &&
                    intervention.decay_from_start == common.decay_from_start,
                "decay");
        require(intervention.displaced == common.displaced, "displaced");
        require(same(other.ring, first.ring) &&
                    intervention.ring_placement == common.ring_placement,
                "ring");
    }
    return common;
}

std::vector<std::uint8_t> counted_types(const std::vector<std::string>& names,
                                        const std::vector<std::string>& crime_types) {
    std::vector<std::uint8_t> counted;
    if (names.empty()) {
        return counted;
    }
    counted.assign(crime_types.size(), 0);
    for (const std::string& name : names) {
        const auto type =
            std::find_if(crime_types.begin(), crime_types.end(), [&name](const std::string& known) {
                return EQUAL(known.c_str(), name.c_str());
            });
        if (type == crime_types.end()) {
            throw toolkit::UsageError(fmt::format(
                "⟨--crime-types⟩ '{}': the model has no such crime type; the nearest is '{}', and all are: {}",
                name, toolkit::nearest(name, crime_types), toolkit::listed(crime_types)));
        }
        counted[static_cast<std::size_t>(type - crime_types.begin())] = 1;
    }
    return counted;
}

void require_ring(const Scenario& scenario, const EvaluationPlan& plan) {
    const ScenarioIntervention& first = scenario.interventions.front();
    const bool displaces =
        std::any_of(plan.displaced.begin(), plan.displaced.end(), [](double d) { return d != 0; });
    if (displaces && first.ring.value == 0) {
        throw DataError(fmt::format(
            "{}: {}: ⟨--displaced⟩ needs a ring that crimes are displaced to: \"ring\": {{\"distance\": \"250 m\"}}",
            scenario.file, first.path));
    }
}

} // namespace crims_tool
