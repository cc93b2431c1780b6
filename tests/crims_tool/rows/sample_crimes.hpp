// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <limits>
#include <random>
#include <string>
#include <utility>

#include "crims/crime_table.hpp"
#include "crims/model.hpp"

/// A small model and made-up crimes for what writes them.
namespace sample {

inline constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Only what a writer reads: names, codes, severities.
inline crims::Model model() {
    crims::Model model;
    model.zones = {"E02002330", "E02002331", "Mid, \"Town\""};
    model.crime_types = {"burglary", "violence and sexual offences", "drugs"};
    model.offences = {
        {.crime_type = 0, .code = "28E", .description = "Burglary - residential", .severity = 438},
        {.crime_type = 1,
         .code = "105A",
         .description = "Assault without injury, of \"any\" kind",
         .severity = 184.5},
        {.crime_type = 2, .code = "92D", .description = "Possession of controlled drugs\nCafé"}};
    return model;
}

inline crims::Month month(int year, unsigned number) {
    return std::chrono::year(year) / std::chrono::month(number);
}

/// Four crimes with all that is peculiar: the first and last minute, quotes, no severity, no place.
inline crims::CrimeTable four() {
    crims::CrimeTable crimes;
    crimes.month = month(2020, 2);
    crimes.replicate = 7;
    crimes.zone = {0, 2, 1, 0};
    crimes.offence = {0, 1, 2, 0};
    crimes.minute = {0, 61, 20000, 29 * 1440 - 1};
    crimes.suspect = {0, 1, 0, 1};
    crimes.x = {430000.125, 429999.999, nan, 0};
    crimes.y = {433000, 433000.006, nan, 1e-9};
    return crimes;
}

/// Crimes in order of time; every hundredth has no place unless all shall have one.
inline crims::CrimeTable many(std::size_t count, unsigned seed, bool all_placed = false) {
    std::mt19937 random(seed);
    crims::CrimeTable crimes;
    crimes.month = month(2021, 1 + seed % 12);
    crimes.zone.resize(count);
    crimes.offence.resize(count);
    crimes.minute.resize(count);
    crimes.suspect.resize(count);
    crimes.x.resize(count);
    crimes.y.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
        crimes.zone[i] = static_cast<std::uint32_t>(random() % 3);
        crimes.offence[i] = static_cast<std::uint16_t>(random() % 3);
        crimes.minute[i] = static_cast<std::uint16_t>(i * (28 * 1440) / (count + 1));
        crimes.suspect[i] = random() % 4 == 0 ? 1 : 0;
        crimes.x[i] = 420000 + static_cast<double>(random() % 2000000) / 100;
        crimes.y[i] = 430000 + static_cast<double>(random() % 2000000) / 100;
        if (i % 100 == 99 && !all_placed) {
            crimes.x[i] = crimes.y[i] = nan;
        }
    }
    return crimes;
}

} // namespace sample
