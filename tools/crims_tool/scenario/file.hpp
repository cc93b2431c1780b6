// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>
#include <vector>

#include "crims/scenario.hpp"
#include "crims_tool/scenario/area.hpp"
#include "toolkit/layers/distance.hpp"

namespace crims_tool {

/// An intervention as it is written. `intervention.effect` is empty until the crime types are
/// known.
struct ScenarioIntervention {
    crims::Intervention intervention;
    std::map<std::string, double> effects; ///< by crime type in lower case; "*": all others
    ScenarioArea area;
    toolkit::Distance ring; ///< width of the ring that displaced crimes go to; 0: none
    std::string path;       ///< in the file, for messages: "$.interventions[0]"
};

struct Scenario {
    std::string name;
    std::string file;
    std::vector<ScenarioIntervention> interventions; ///< at least one
    std::string text; ///< the JSON as written, to be kept with results
};

/// Reads a scenario (tools/crims_tool/scenario/scenario.schema.json says what it may hold). Layer
/// references are relative to the scenario's folder. Unless `allow_remote`, they reach files alone.
/// Throws toolkit::DataError that names the file
/// and the JSON path, such as "scenario.json: $.interventions[0].effect.burglary: 1.3 is above 1;
/// ...".
Scenario read_scenario(const std::string& path, bool allow_remote = false);

/// The same from a text; `called` stands for its file in messages, and layers are relative to its
/// folder.
Scenario parse_scenario(std::string text, const std::string& called, bool allow_remote = false);

/// The intervention with its effects in order of the crime types. Throws toolkit::DataError that
/// names the JSON path and lists the types if the scenario has an effect on a type that is not
/// there.
crims::Intervention for_crime_types(const Scenario& scenario,
                                    const ScenarioIntervention& intervention,
                                    const std::vector<std::string>& crime_types);

} // namespace crims_tool
