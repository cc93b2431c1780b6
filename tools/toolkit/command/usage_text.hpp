// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "toolkit/command/command.hpp"

namespace toolkit {

// Everything that is said about a command comes from its description and its options, so that help,
// manual, completion and front ends cannot drift apart.

/// `wdd test --help`.
std::string help_text(const Tool& tool, Command& command);

/// `wdd --help`.
std::string help_text(const Tool& tool);

/// `wdd --json-usage`, `wdd test --json-usage`: for front ends.
std::string json_usage(const Tool& tool);
std::string json_usage(const Tool& tool, Command& command);

/// A manual page in troff: of the tool, or of a command.
std::string manual_page(const Tool& tool);
std::string manual_page(const Tool& tool, Command& command);

/// A completion script for bash.
std::string bash_completion(const Tool& tool);

} // namespace toolkit
