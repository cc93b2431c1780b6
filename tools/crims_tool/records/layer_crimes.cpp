// SPDX-License-Identifier: MIT
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "crims_tool/records/crime_collector.hpp"
#include "crims_tool/records/month_range.hpp"
#include "toolkit/files/sha256.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/text/errors.hpp"
#include "wdd/coverage.hpp"
#include "wdd/period.hpp"

namespace crims_tool {

namespace {

using toolkit::sha256_of_file;

crims::Month month_of(std::chrono::sys_seconds local) {
    const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(local));
    return {date.year(), date.month()};
}

wdd::Period days_of(const MonthRange& months) {
    const std::chrono::year_month_day_last last(months.to.year(),
                                                std::chrono::month_day_last(months.to.month()));
    return {std::chrono::sys_days(months.from / std::chrono::day(1)), std::chrono::sys_days(last)};
}

/// Months without a single incident between others that have many: no data, rather than no crime.
std::set<crims::Month> empty_months(const IncidentColumns& incidents, const MonthRange& there) {
    wdd::DayTotals totals;
    for (const std::chrono::sys_seconds local : incidents.local) {
        ++totals[std::chrono::floor<std::chrono::days>(local)];
    }
    std::set<crims::Month> empty;
    for (const wdd::Period& month : wdd::missing_months(totals, totals, days_of(there))) {
        if (wdd::incidents_in(totals, month) == 0) {
            const std::chrono::year_month_day first(month.start);
            empty.emplace(first.year(), first.month());
        }
    }
    return empty;
}

void add_warnings(const IncidentColumns& incidents, RecordedCrimes& crimes) {
    if (incidents.without_date > 0) {
        crimes.warnings.push_back(fmt::format("{}: {} incidents without a date were left out.",
                                              incidents.source, incidents.without_date));
    }
    if (incidents.without_type > 0) {
        crimes.warnings.push_back(
            fmt::format("{}: {} incidents without a crime type were left out.", incidents.source,
                        incidents.without_type));
    }
}

} // namespace

RecordedCrimes layer_crimes(const IncidentColumns& incidents, const toolkit::IncidentLayer& layer,
                            const MonthRange& months) {
    CrimeCollector collector(months);
    const auto [first, last] = std::minmax_element(incidents.local.begin(), incidents.local.end());
    const MonthRange there{month_of(*first), month_of(*last)};
    for (std::size_t i = 0; i < incidents.size(); ++i) {
        const crims::Month month = month_of(incidents.local[i]);
        if (months.contains(month)) {
            collector.add(
                {.crime_type = collector.crime_type(incidents.crime_types[incidents.crime_type[i]]),
                 .month = months.number(month),
                 .point = collector.point(incidents.x[i], incidents.y[i])});
        }
    }
    RecordedCrimes& crimes = collector.crimes();
    if (crimes.size() == 0) {
        throw toolkit::DataError(
            fmt::format("{}: its incidents are from {} to {}, none from {} to {}", incidents.source,
                        month_text(there.from), month_text(there.to), month_text(months.from),
                        month_text(months.to)));
    }
    const std::set<crims::Month> empty = empty_months(incidents, there);
    for (std::size_t number = 0; number < crimes.present.size(); ++number) {
        const crims::Month month = months.from + std::chrono::months(static_cast<int>(number));
        crimes.present[number] = there.contains(month) && !empty.contains(month) ? 1 : 0;
    }
    crimes.crs = incidents.crs;
    crimes.sources.push_back(
        {toolkit::without_password(incidents.source), toolkit::sha256_of_file(layer.layer.path)});
    add_warnings(incidents, crimes);
    return collector.finish();
}

} // namespace crims_tool
