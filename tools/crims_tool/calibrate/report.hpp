// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "crims_tool/calibrate/run.hpp"
#include "toolkit/command/recorded_parameters.hpp"

namespace crims_tool {

/// What the calibration found, for people.
std::string calibration_text(const Calibration& calibration, const std::string& output);

/// The same for programs.
nlohmann::ordered_json calibration_json(const Calibration& calibration,
                                        const toolkit::RecordedParameters& parameters);

/// Fills the model's own metadata, from which a run can be repeated.
void describe(Calibration& calibration, const toolkit::RecordedParameters& parameters);

} // namespace crims_tool
