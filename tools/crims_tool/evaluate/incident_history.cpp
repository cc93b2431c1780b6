// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/incident_history.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "toolkit/layers/computing_crs.hpp"
#include "toolkit/text/errors.hpp"

namespace crims_tool {

namespace {

using std::chrono::days;
using std::chrono::sys_days;
using toolkit::DataError;

constexpr int days_a_week = 7;
constexpr int fewest_days = 26 * days_a_week;

/// The latest whole weeks of the incidents before a day.
wdd::Period whole_weeks(const InjectionSource& source, const InjectedIncidents& incidents,
                        sys_days start) {
    wdd::Period period = *incidents.dates;
    period.end = std::min(period.end, start - days(1));
    const auto count = (period.end - period.start).count() + 1;
    if (count < fewest_days) {
        throw DataError(fmt::format(
            "{}: its incidents run from {} to {}, and the scenario starts {}; at least half a year of incidents before the start is needed to draw from",
            source.layer().text(), wdd::iso_date(incidents.dates->start),
            wdd::iso_date(incidents.dates->end), wdd::iso_date(start)));
    }
    period.start = period.end - days((count / days_a_week * days_a_week) - 1);
    return period;
}

/// Where lengths are true.
toolkit::Crs computing_crs(const InjectionSource& source, const crims::InjectionCrimes& crimes) {
    std::optional<wdd::Box> box;
    for (std::size_t i = 0; i < crimes.size(); ++i) {
        if (std::isfinite(crimes.x[i]) && std::isfinite(crimes.y[i])) {
            const wdd::Box point{crimes.x[i], crimes.y[i], crimes.x[i], crimes.y[i]};
            box = box ? box->joined(point) : point;
        }
    }
    return toolkit::choose_crs(std::nullopt,
                               {source.layer().text(), source.crs(), box.value_or(wdd::Box())}, {})
        .computing;
}

CrimeHistory history_of(InjectedIncidents& incidents, const toolkit::Crs& from,
                        const toolkit::Crs& to, const wdd::Period& period) {
    CrimeHistory history{.days = period};
    crims::InjectionCrimes& crimes = incidents.crimes;
    toolkit::Transformation(from, to).transform(crimes.x, crimes.y);
    for (std::size_t i = 0; i < crimes.size(); ++i) {
        if (incidents.dated[i] != 0 && std::isfinite(crimes.x[i]) && std::isfinite(crimes.y[i]) &&
            period.contains(crimes.dates[i].start)) {
            history.crimes.push_back({.day = crimes.dates[i].start,
                                      .crime_type = crimes.crime_type[i],
                                      .x = crimes.x[i],
                                      .y = crimes.y[i]});
        }
    }
    std::stable_sort(history.crimes.begin(), history.crimes.end(),
                     [](const PointCrime& a, const PointCrime& b) { return a.day < b.day; });
    return history;
}

/// Days a calendar month has, on average over leap years.
double mean_days(std::size_t month) {
    constexpr std::array<double, 12> lengths = {31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return lengths.at(month);
}

crims::Model model_of(const CrimeHistory& history, std::vector<std::string> crime_types) {
    crims::Model model;
    model.zones = {"incidents"};
    model.crime_types = std::move(crime_types);
    const std::size_t types = model.crime_types.size();
    model.trends.resize(types);
    model.dispersion.resize(types);
    model.suspect.assign(types, 0);
    std::vector<std::vector<crims::Place>> places(types);
    for (const PointCrime& crime : history.crimes) {
        places[crime.crime_type].push_back({.x = crime.x, .y = crime.y});
    }
    model.place_begin = {0};
    for (std::size_t type = 0; type < types; ++type) {
        model.offences.push_back({.crime_type = type,
                                  .code = model.crime_types[type],
                                  .description = model.crime_types[type]});
        const double a_day = static_cast<double>(places[type].size()) / wdd::days_in(history.days);
        for (std::size_t month = 0; month < 12; ++month) {
            model.incidence.push_back(a_day * mean_days(month));
        }
        model.places.insert(model.places.end(), places[type].begin(), places[type].end());
        model.place_begin.push_back(model.places.size());
    }
    return model;
}

} // namespace

IncidentHistory read_history(const toolkit::IncidentLayer& layer, sys_days start,
                             toolkit::Console& console) {
    const InjectionSource source(layer);
    InjectedIncidents incidents = read_injected_incidents(source, console);
    if (incidents.month_only) {
        throw DataError(fmt::format(
            "{}: '{}' says only the month, and incidents are drawn by weeks; calibrate a model instead (⟨--model⟩)",
            source.layer().text(), layer.date_field));
    }
    const wdd::Period period = whole_weeks(source, incidents, start);
    const toolkit::Crs crs = computing_crs(source, incidents.crimes);
    IncidentHistory result;
    result.history = history_of(incidents, source.crs(), crs, period);
    result.stored.model = model_of(result.history, std::move(incidents.crime_types));
    result.stored.crs = crs;
    result.stored.metadata = {
        {"incidents", source.layer().text()},
        {"incidents drawn from", fmt::format("{}", result.history.crimes.size())},
        {"days drawn from",
         fmt::format("{} to {}", wdd::iso_date(period.start), wdd::iso_date(period.end))}};
    return result;
}

} // namespace crims_tool
