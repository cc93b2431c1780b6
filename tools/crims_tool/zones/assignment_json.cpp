// SPDX-License-Identifier: MIT
#include "crims_tool/zones/assignment_json.hpp"

#include <nlohmann/json.hpp>

namespace crims_tool {

nlohmann::ordered_json crimes_json(const std::string& name, std::uint64_t crimes,
                                   const AssignmentCounts& counts,
                                   const std::optional<LeftOut>& left_out) {
    nlohmann::ordered_json json = {{name, crimes},
                                   {"by_lsoa", counts.by_lsoa},
                                   {"by_place", counts.by_point},
                                   {"without_zone",
                                    {{"no_place", counts.no_place},
                                     {"outside", counts.outside},
                                     {"unknown_lsoa", counts.unknown_lsoa},
                                     {"impossible_place", counts.impossible}}}};
    if (left_out) {
        json["left_out"] = {{"outside", left_out->outside}, {"without_zone", left_out->unlocated}};
    }
    return json;
}

} // namespace crims_tool
