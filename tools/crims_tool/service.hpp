// SPDX-License-Identifier: MIT
#pragma once

#include "toolkit/command/command.hpp"

namespace crims_tool {

/// Adds the command that answers requests over the network, where this system can run it, and what
/// to do instead where it cannot.
void add_service(toolkit::Tool& tool);

} // namespace crims_tool
