// SPDX-License-Identifier: MIT
#include <algorithm>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "crims_tool/counts/crimes.hpp"
#include "toolkit/text/errors.hpp"

namespace crims_tool {

namespace {

using toolkit::DataError;

/// Names in alphabetical order, and where each of them went.
std::pair<std::vector<std::string>, std::vector<std::size_t>>
sorted(const std::vector<std::string>& names) {
    std::vector<std::size_t> order(names.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&names](std::size_t a, std::size_t b) { return names[a] < names[b]; });
    std::vector<std::string> in_order;
    std::vector<std::size_t> place(names.size());
    for (const std::size_t name : order) {
        place[name] = in_order.size();
        in_order.push_back(names[name]);
    }
    return {std::move(in_order), std::move(place)};
}

std::vector<std::int64_t> distinct(std::vector<std::int64_t> values) {
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    return values;
}

MonthRange months_of(const CountedCrimes& crimes) {
    const auto [first, last] = std::minmax_element(crimes.day.begin(), crimes.day.end());
    return {month_of_day(*first), month_of_day(*last)};
}

void require_days(const CountedCrimes& crimes, PeriodKind kind) {
    if (kind == PeriodKind::week && crimes.months_only) {
        throw DataError(fmt::format(
            "{}: its dates are months without days, so weeks cannot be counted; count with ⟨--period month⟩",
            crimes.source));
    }
}

} // namespace

Tabulated tabulate(const CountedCrimes& crimes, PeriodKind kind,
                   const std::optional<MonthRange>& asked) {
    require_days(crimes, kind);
    const MonthRange months = asked ? *asked : months_of(crimes);
    const CountPeriods periods(kind, months);
    auto [zones, zone_place] = sorted(crimes.zones);
    auto [types, type_place] = sorted(crimes.crime_types);
    const std::size_t no_zone = zones.size();
    zones.emplace_back();
    const std::vector<std::int64_t> replicates = distinct(crimes.replicate);
    Tabulated result{
        .table = CountTable(
            {.replicates = replicates, .zones = std::move(zones), .crime_types = std::move(types)},
            periods)};
    for (std::size_t i = 0; i < crimes.size(); ++i) {
        if (!months.contains(month_of_day(crimes.day[i]))) {
            ++result.other_months;
            continue;
        }
        const std::size_t replicate =
            replicates.empty()
                ? 0
                : static_cast<std::size_t>(
                      std::lower_bound(replicates.begin(), replicates.end(), crimes.replicate[i]) -
                      replicates.begin());
        const std::size_t zone = crimes.zone[i] == none ? no_zone : zone_place[crimes.zone[i]];
        result.table.at(replicate, zone, type_place[crimes.crime_type[i]],
                        periods.number(crimes.day[i])) += 1;
        ++result.counted;
    }
    if (result.counted == 0) {
        const MonthRange there = months_of(crimes);
        throw DataError(fmt::format("{}: its crimes are from {} to {}, none from {} to {}",
                                    crimes.source, month_text(there.from), month_text(there.to),
                                    month_text(months.from), month_text(months.to)));
    }
    for (const crims::Month month : crimes.absent) {
        if (kind == PeriodKind::month && months.contains(month)) {
            result.table.set_absent(months.number(month));
        }
    }
    return result;
}

} // namespace crims_tool
