// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>

namespace crims_tool {

/// What crimes' column with the zone's code is called, by a model's metadata: as the field of the
/// zones that it was made with; MSOA where that is one, or the zones are those of a lookup; LSOA
/// where they are the crimes' own; zone where another column has the field's name.
std::string zone_column(const std::map<std::string, std::string>& metadata);

} // namespace crims_tool
