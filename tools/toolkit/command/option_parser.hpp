// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "toolkit/command/option_list.hpp"

namespace toolkit {

/// Reads a command line (without the tool's and the command's name) into the options' targets: each
/// value once, a default where none is given. Then checks what goes together. Throws UsageError
/// that names the option.
void parse_options(OptionList& options, std::vector<std::string> arguments);

} // namespace toolkit
