// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "crims/injection.hpp"
#include "crims_tool/inject/scenario_sites.hpp"
#include "crims_tool/scenario/injected_incidents.hpp"

namespace crims_tool {

/// All that is known of one injection.
struct InjectionReport {
    const Scenario& scenario;
    const ScenarioAreas& areas;
    const InjectedIncidents& incidents;
    const std::vector<crims::InjectedIntervention>& interventions;
    const crims::InjectionResult& result;
    std::uint64_t written = 0; ///< incidents
    std::vector<std::string> warnings = {};
    std::vector<std::string> notes = {};
};

/// For programs: the truth by intervention, crime type and period.
nlohmann::ordered_json injection_json(const InjectionReport& report);

/// For people: what each intervention prevented and moved.
std::string injection_text(const InjectionReport& report);

/// What is doubtful about the truth: areas without crimes, diffusion that found too few.
std::vector<std::string> injection_warnings(const InjectionReport& report);

} // namespace crims_tool
