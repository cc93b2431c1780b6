// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace toolkit {

/// The words after the program's name, in UTF-8.
std::vector<std::string> arguments_of(int argc, const char* const* argv);

/// Empty where it is not set.
std::string environment_variable(const char* name);

/// As the user calls it, without folder.
const char* program_name() noexcept;

std::int64_t process_number();

/// False only if there is no such process any more.
bool is_running(std::int64_t process);

/// The machine, and the container in it: each counts its processes from 1.
std::string place_of_processes();

/// Ends the program, whatever other threads do: nothing of theirs is destroyed.
[[noreturn]] void end_at_once(int status) noexcept;

/// Where programs keep for a user what can be made again; empty if the system names no such folder.
std::string users_cache_folder();

} // namespace toolkit
