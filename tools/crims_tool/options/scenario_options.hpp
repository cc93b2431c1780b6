// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "toolkit/command/option_list.hpp"
#include "toolkit/layers/distance.hpp"
#include "toolkit/layers/layer_reference.hpp"

namespace crims_tool {

/// How an effect grows or fades: "ramp 30", "exponential 60 from start".
struct ChangeOption {
    std::string shape;
    double days = 0;
    bool from_start = false; ///< of a decay
};

/// One intervention, told by options in place of a scenario file.
struct InterventionOptions {
    toolkit::Given<toolkit::LayerReference> response = {};
    std::string where = {};
    std::optional<std::chrono::sys_days> start = {};
    std::optional<std::chrono::sys_days> end = {};
    std::optional<double> effect = {};
    double displaced = 0;
    toolkit::Given<toolkit::Distance> ring = {};
    std::optional<ChangeOption> onset = {};
    std::optional<ChangeOption> decay = {};
};

/// What is simulated: a scenario file, or one intervention told by options.
struct ScenarioOptions {
    std::string file = {};
    bool allow_remote = false; ///< of a file: its areas may come from elsewhere than a file
    InterventionOptions intervention = {};
};

/// --scenario and --allow-remote.
void declare_scenario(toolkit::OptionList& options, ScenarioOptions& o, toolkit::Option own);

/// --response, its condition under the name `where`, --start, --end, --effect, --ring, --onset and
/// --decay.
void declare_intervention(toolkit::OptionList& options, InterventionOptions& o,
                          const toolkit::Option& where, const std::string& ring_default = "");

/// Exactly one way to tell the scenario, and that wholly. Throws UsageError.
void check_scenario(const ScenarioOptions& o);

/// The intervention as a scenario file has it, with the layer's path as it was given, or absolute
/// for a file that is to be kept.
std::string scenario_text(const InterventionOptions& o, bool absolute = false);

/// "the scenario of the options", for messages; the file where there is one.
std::string scenario_called(const ScenarioOptions& o);

} // namespace crims_tool
