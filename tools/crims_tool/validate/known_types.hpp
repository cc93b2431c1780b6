// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "crims_tool/records/recorded_crimes.hpp"

namespace crims_tool {

/// Numbers the crimes' types as a model does, and leaves out the crimes of types that it does not
/// know; of the crimes' columns only type and month are kept in step, with `zone`. Returns what was
/// left out: types with their crimes. Throws toolkit::DataError if nothing is left.
std::vector<std::pair<std::string, std::uint64_t>>
keep_known_types(RecordedCrimes& crimes, std::vector<std::uint32_t>& zone,
                 const std::vector<std::string>& crime_types, const std::string& model);

} // namespace crims_tool
