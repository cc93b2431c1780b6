// SPDX-License-Identifier: MIT
#include "crims_tool/model/zone_column.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "toolkit/text/lower_case.hpp"

namespace crims_tool {

std::string zone_column(const std::map<std::string, std::string>& metadata) {
    constexpr std::array<std::string_view, 14> taken{
        "id", "fid", "geom", "crime_type", "code",      "description", "time",
        "x",  "y",   "run",  "suspect",    "replicate", "severity",    "simulated"};
    const auto told = [&metadata](const char* key) {
        const auto found = metadata.find(key);
        return found == metadata.end() ? std::string() : found->second;
    };
    const bool knows_options = metadata.contains("option from");
    const std::string field = told("option zone_field");
    const std::string lower = toolkit::lower_case(field);
    if (field.empty()) {
        return knows_options && told("option lookup").empty() ? "LSOA" : "MSOA";
    }
    if (lower.find("msoa") != std::string::npos) {
        return "MSOA";
    }
    return std::find(taken.begin(), taken.end(), lower) == taken.end() ? field : "zone";
}

} // namespace crims_tool
