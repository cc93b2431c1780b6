// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace crims {

/// What is wrong with the format that a model's metadata tell; empty: this version reads it.
std::string format_problem(const std::string& format);

} // namespace crims
