// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "crims_tool/zones/assignment.hpp"

namespace crims_tool {

/// How many crimes there are, under a name of the command's own, which have a zone and by what,
/// why the others have none, and which were left out.
nlohmann::ordered_json crimes_json(const std::string& name, std::uint64_t crimes,
                                   const AssignmentCounts& counts,
                                   const std::optional<LeftOut>& left_out);

} // namespace crims_tool
