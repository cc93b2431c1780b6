// SPDX-License-Identifier: MIT
#include <cmath>

#include "crims_tool/scenario/file.hpp"
#include "fuzzing.hpp"

namespace {

using fuzzing::require;

/// What was read is what the engine may be given.
void check_intervention(const crims_tool::Scenario& scenario,
                        const crims_tool::ScenarioIntervention& one) {
    require(!one.effects.empty());
    std::vector<std::string> types;
    for (const auto& [type, effect] : one.effects) {
        require(std::isfinite(effect));
        if (type != "*") {
            types.push_back(type);
        }
    }
    const crims::Intervention known = crims_tool::for_crime_types(scenario, one, types);
    require(known.effect.size() == types.size());
    require(std::isfinite(one.ring.value) && one.ring.value >= 0);
    require(one.area.inline_geometry || !one.area.layer.path.empty());
}

} // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer gives the name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const fuzzing::InputFile file("scenario.json", fuzzing::text_of(data, size));
    fuzzing::read_or_refuse([&] {
        const crims_tool::Scenario scenario = crims_tool::read_scenario(file.path());
        require(!scenario.interventions.empty());
        require(scenario.text == fuzzing::text_of(data, size));
        for (const crims_tool::ScenarioIntervention& one : scenario.interventions) {
            check_intervention(scenario, one);
        }
    });
    return 0;
}
