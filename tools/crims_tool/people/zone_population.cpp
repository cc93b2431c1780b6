// SPDX-License-Identifier: MIT
#include "crims_tool/people/zone_population.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

#include <fmt/format.h>

#include "crims_tool/people/people_table.hpp"
#include "toolkit/text/errors.hpp"

namespace crims_tool {

ZonePopulation people_of_zones(const std::string& path, const std::string& option,
                               std::span<const std::string> zones) {
    const PeopleTable table = read_people(path, option);
    if (!table.has_area) {
        throw toolkit::DataError(
            fmt::format("{} (⟨{}⟩): it has no column with codes of zones", table.source, option));
    }
    std::unordered_map<std::string, double> people;
    for (const PeopleRow& row : table.rows) {
        people[row.area] += row.people;
    }
    ZonePopulation result{.source = table.source, .people = {}, .missing = {}};
    for (const std::string& zone : zones) {
        const auto found = people.find(zone);
        if (found == people.end()) {
            result.missing.push_back(zone);
            result.people.push_back(std::numeric_limits<double>::quiet_NaN());
        } else {
            result.people.push_back(found->second);
        }
    }
    if (result.missing.size() == zones.size()) {
        throw toolkit::DataError(fmt::format(
            "{} (⟨{}⟩): it has none of the zones; its first is {}, and theirs {}", table.source,
            option, table.rows.front().area, zones.empty() ? "" : zones.front()));
    }
    return result;
}

crims::Loading scaled_with_people(std::span<const double> from, std::span<const double> to,
                                  std::size_t& unchanged) {
    crims::Loading loading;
    unchanged = 0;
    for (std::size_t zone = 0; zone < from.size(); ++zone) {
        if (from[zone] > 0 && to[zone] >= 0) {
            loading.push_back({.zone = zone, .factor = to[zone] / from[zone]});
        } else {
            ++unchanged;
        }
    }
    return loading;
}

} // namespace crims_tool
