// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "crims_tool/run/result.hpp"
#include "toolkit/command/recorded_parameters.hpp"

namespace crims_tool {

/// The whole run as one HTML page that needs no other file.
std::string run_report(const RunResult& result, const toolkit::RecordedParameters& parameters);

/// The run in a few lines. `output` is the folder of its files.
std::string run_text(const RunResult& result, const std::string& output);

/// For programs.
nlohmann::ordered_json run_json(const RunResult& result, const std::string& output);

} // namespace crims_tool
