// SPDX-License-Identifier: MIT
#include "crims_tool/validate/rates.hpp"

#include <algorithm>
#include <limits>

namespace crims_tool {

namespace {

crims::ValidationGroup scaled(crims::ValidationGroup group, double factor) {
    group.observed *= factor;
    group.mean *= factor;
    group.low *= factor;
    group.high *= factor;
    return group;
}

} // namespace

std::optional<HeadRates> rates_by_head(const ModelValidation& v) {
    constexpr double heads = 1000;
    constexpr double months_a_year = 12;
    HeadRates rates;
    const double a_year =
        heads * months_a_year / static_cast<double>(std::max<std::size_t>(v.used.size(), 1));
    for (std::size_t zone = 0; zone < v.stored.population.size(); ++zone) {
        const double people = v.stored.population[zone];
        if (!(people > 0)) {
            continue;
        }
        const crims::ValidationGroup& group = v.report.by_zone[zone];
        rates.by_zone.push_back(
            {.zone = zone, .people = people, .per_1000 = scaled(group, a_year / people)});
        rates.people += people;
        rates.per_1000.observed += group.observed;
        rates.per_1000.mean += group.mean;
    }
    if (rates.by_zone.empty()) {
        return std::nullopt;
    }
    rates.zones = rates.by_zone.size();
    if (rates.zones == v.stored.model.zones.size()) {
        rates.per_1000 = v.report.total;
    } else {
        rates.per_1000.low = rates.per_1000.high = std::numeric_limits<double>::quiet_NaN();
    }
    rates.per_1000 = scaled(rates.per_1000, a_year / rates.people);
    std::stable_sort(rates.by_zone.begin(), rates.by_zone.end(),
                     [](const ZoneRate& a, const ZoneRate& b) {
                         return a.per_1000.observed > b.per_1000.observed;
                     });
    return rates;
}

} // namespace crims_tool
