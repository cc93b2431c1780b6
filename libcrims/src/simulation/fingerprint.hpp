// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "simulation/prepared_model.hpp"

namespace crims {

/// A number that tells one model with its options and loading from another.
std::uint64_t fingerprint(const PreparedModel& prepared);

} // namespace crims
