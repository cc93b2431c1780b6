// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "crims_tool/run/kept_models.hpp"
#include "crims_tool/run/result.hpp"
#include "toolkit/command/console.hpp"

namespace crims_tool {

/// What a run is asked for.
struct RunRequest {
    std::string data;
    std::string force;
    MonthRange months;
    std::optional<MonthRange> calibrated = {};
    CalibrationChoices calibration = {};
    std::string seed = "1";
    std::string replicates = "100"; ///< of the validation
    std::string models;             ///< the folder where they are kept; empty: the usual one
    std::string output;             ///< what the folder will be called
};

/// Names of the files in a run's folder.
inline constexpr const char* report_file = "report.html";
inline constexpr const char* model_file = "model.gpkg";
inline constexpr const char* crimes_file = "crimes.gpkg";
inline constexpr const char* map_file = "map.svg";

/// Finds the data and plans the run. Nothing is written.
RunResult prepare_run(const RunRequest& request);

/// Calibrates (or takes a model that is kept), simulates, maps and validates, by the commands of
/// these names. All files go into `folder`, which is there.
void do_steps(const RunRequest& request, const std::string& folder, RunResult& result,
              toolkit::Console& console);

} // namespace crims_tool
