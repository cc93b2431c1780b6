// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "crims/simulator.hpp"

namespace crims_tool {

/// A simulation that goes on later: what it was begun with, and the stepper's own state. The file
/// is that of the Python module's Simulator.save, so each goes on from what the other has kept.
struct SavedSession {
    std::string model;                     ///< path
    crims::SimulationOptions options = {}; ///< seed and replicate are the state's
    double base_loading = 1;
    std::string state = {};
};

/// Throws toolkit::DataError if the file cannot be read or holds something else.
SavedSession read_session(const std::string& path);

/// Replaces what was saved before under this name. Throws toolkit::DataError if it cannot be
/// written, or is a file of another kind.
void write_session(const std::string& path, const SavedSession& session);

/// The name of a placement among the options.
const char* placement_name(crims::Placement placement);

} // namespace crims_tool
