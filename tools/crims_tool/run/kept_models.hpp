// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "crims_tool/run/inputs.hpp"

namespace crims_tool {

/// What of a calibration the user chooses.
struct CalibrationChoices {
    std::string rhythm = {};
    std::string exclude_months = {};
    bool trend = false;
    bool dispersion = true;
};

/// The command line of ⟨crims calibrate⟩ without its output.
std::vector<std::string> calibrate_arguments(const RunInputs& inputs, const MonthRange& months,
                                             const CalibrationChoices& choices);

/// A model that is made once: its file's name holds the hash of all that it is made from, by
/// content, of the options, and of the version.
std::string kept_name(const RunInputs& inputs, const MonthRange& months,
                      const CalibrationChoices& choices);

/// Where models are kept: the folder that is asked for, else the user's cache; made if it is not
/// there. Throws toolkit::DataError.
std::string kept_folder(const std::string& asked);

/// A model that can be used lies there.
bool is_kept(const std::string& path);

} // namespace crims_tool
