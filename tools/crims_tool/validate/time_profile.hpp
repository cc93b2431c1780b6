// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "crims/crime_table.hpp"
#include "crims/loading.hpp"
#include "crims/model.hpp"
#include "crims/validation.hpp"
#include "crims_tool/records/incident_columns.hpp"
#include "crims_tool/records/month_range.hpp"

namespace crims_tool {

using crims::days_a_week;
using crims::hours_a_day;
using crims::hours_a_week;

/// Numbers by hour of the week: 24 * weekday (Monday 0) + hour.
using WeekHours = std::array<double, hours_a_week>;

/// Adds the crimes of a month.
void add_hours(const crims::CrimeTable& crimes, WeekHours& hours);

/// What a model's rhythms make of its expected crimes in some months.
WeekHours expected_hours(const crims::Model& model, const crims::Loading& loading,
                         std::span<const crims::Month> months);

/// Incidents with a time of day, by the hour.
struct ObservedHours {
    WeekHours hours = {};
    std::uint64_t timed = 0;
    std::uint64_t untimed = 0;
    std::uint64_t midnights = 0; ///< at 00:00 exactly, as dates without a time often come
};

/// What makes the observed hours doubtful.
std::vector<std::string> warnings_of(const ObservedHours& observed);

/// Those of the months. `keep` has one value a crime type of the incidents; 0: left out.
ObservedHours observed_hours(const IncidentColumns& incidents, const MonthRange& months,
                             std::span<const std::uint8_t> keep);

/// Shares of the week's crime.
struct TimeProfile {
    std::vector<crims::ValidationGroup> periods; ///< 21 of eight hours, Monday night first
    std::vector<crims::ValidationGroup> days;    ///< Monday first
    std::vector<crims::ValidationGroup> hours;   ///< of the day
};

/// `observed` stands for what was recorded, or for the model's rhythm where the data tell none.
TimeProfile time_profile(const WeekHours& observed, std::span<const WeekHours> replicates);

} // namespace crims_tool
