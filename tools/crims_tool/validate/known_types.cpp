// SPDX-License-Identifier: MIT
#include "crims_tool/validate/known_types.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "toolkit/layers/layer.hpp"
#include "toolkit/text/errors.hpp"

namespace crims_tool {

std::vector<std::pair<std::string, std::uint64_t>>
keep_known_types(RecordedCrimes& crimes, std::vector<std::uint32_t>& zone,
                 const std::vector<std::string>& crime_types, const std::string& model) {
    std::vector<std::uint16_t> number;
    std::vector<std::uint64_t> of_type(crimes.crime_types.size(), 0);
    constexpr auto unknown = static_cast<std::uint16_t>(-1);
    for (const std::string& type : crimes.crime_types) {
        const auto found = std::find(crime_types.begin(), crime_types.end(), type);
        number.push_back(found == crime_types.end()
                             ? unknown
                             : static_cast<std::uint16_t>(found - crime_types.begin()));
    }
    std::size_t kept = 0;
    for (std::size_t i = 0; i < crimes.size(); ++i) {
        const std::uint16_t type = crimes.crime_type[i];
        ++of_type[type];
        if (number[type] != unknown) {
            crimes.crime_type[kept] = number[type];
            crimes.month[kept] = crimes.month[i];
            zone[kept] = zone[i];
            ++kept;
        }
    }
    std::vector<std::pair<std::string, std::uint64_t>> unknown_types;
    for (std::size_t type = 0; type < number.size(); ++type) {
        if (number[type] == unknown) {
            unknown_types.emplace_back(crimes.crime_types[type], of_type[type]);
        }
    }
    if (kept == 0) {
        throw toolkit::DataError(
            fmt::format("{}: the model knows none of the crime types {} (it has {})", model,
                        toolkit::listed(crimes.crime_types), toolkit::listed(crime_types)));
    }
    crimes.crime_type.resize(kept);
    crimes.month.resize(kept);
    zone.resize(kept);
    crimes.crime_types = crime_types;
    return unknown_types;
}

} // namespace crims_tool
