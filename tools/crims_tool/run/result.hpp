// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "crims_tool/run/data_folder.hpp"
#include "crims_tool/run/inputs.hpp"
#include "crims_tool/run/plan.hpp"
#include "crims_tool/validate/run.hpp"
#include "crims_tool/zone_maps/content.hpp"

namespace crims_tool {

/// A model that is kept.
struct KeptModel {
    std::string path = {};
    bool was_there = false;
};

/// What a run found, made and says.
struct RunResult {
    RunInputs inputs = {};
    RunPlan plan = {};
    std::vector<std::string> unreadable = {}; ///< files of the folder that were passed over
    KeptModel model = {};
    nlohmann::ordered_json simulated = {}; ///< of ⟨crims simulate --json⟩
    std::optional<MapContent> map = {};    ///< as ⟨crims map⟩ draws it
    std::optional<ModelValidation> validation = {};
    std::vector<std::string> commands = {}; ///< the lines that do the same
    std::vector<std::string> warnings = {};
    std::vector<Source> sources = {}; ///< of the model
};

} // namespace crims_tool
