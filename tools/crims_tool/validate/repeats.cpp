// SPDX-License-Identifier: MIT
#include "crims_tool/validate/repeats.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace crims_tool {

namespace {

constexpr std::uint64_t fewest_crimes = 200;

const crims::KnoxBands& bands() {
    static const crims::KnoxBands all{.distances = {0, 100, 200, 400}, .days = {7, 14, 30}};
    return all;
}

std::vector<TypeEvents> empty_types(const RepeatFrame& frame) {
    std::vector<TypeEvents> types;
    for (const std::string& name : frame.crime_types) {
        types.push_back({.crime_type = name, .events = {}});
    }
    return types;
}

bool has_month(const RepeatFrame& frame, crims::Month month) {
    const int number = crims::month_index(month) - crims::month_index(frame.from);
    return number >= 0 && number < static_cast<int>(frame.present.size()) &&
           frame.present[static_cast<std::size_t>(number)] != 0;
}

} // namespace

RepeatCounter::RepeatCounter(const DatedPlaces& recorded, RepeatFrame frame)
    : m_frame(std::move(frame)), m_recorded(empty_types(m_frame)),
      m_simulated(empty_types(m_frame)), m_ratios(bands().distances.size() * bands().days.size()) {
    for (const TypeEvents& type : recorded.types) {
        const auto& names = m_frame.crime_types;
        const auto found = std::find(names.begin(), names.end(), type.crime_type);
        for (const crims::KnoxEvent& event : type.events) {
            const crims::Month month =
                crims::month_of(std::chrono::sys_days(std::chrono::days(event.day)));
            if (found != names.end() && has_month(m_frame, month)) {
                m_recorded[static_cast<std::size_t>(found - names.begin())].events.push_back(event);
                ++m_crimes;
            }
        }
    }
}

bool RepeatCounter::tells() const {
    return m_crimes >= fewest_crimes;
}

bool RepeatCounter::counts(std::size_t replicate) {
    constexpr std::size_t most_replicates = 20; // pairs take longer than crimes
    return replicate < most_replicates;
}

void RepeatCounter::add(const crims::CrimeTable& crimes) {
    if (crimes.x.empty()) {
        return;
    }
    constexpr int minutes_a_day = 1440;
    const int first = static_cast<int>(crims::first_day(crimes.month).time_since_epoch().count());
    for (std::size_t i = 0; i < crimes.size(); ++i) {
        if (std::isfinite(crimes.x[i])) {
            m_simulated[m_frame.type_of_offence[crimes.offence[i]]].events.push_back(
                {.x = crimes.x[i] * m_frame.metres,
                 .y = crimes.y[i] * m_frame.metres,
                 .day = first + (crimes.minute[i] / minutes_a_day)});
        }
    }
}

std::vector<double> RepeatCounter::ratios() {
    std::vector<double> ratios = ratios_of(m_simulated, nullptr);
    m_simulated = empty_types(m_frame);
    return ratios;
}

void RepeatCounter::add_replicate(const std::vector<double>& ratios) {
    for (std::size_t cell = 0; cell < ratios.size(); ++cell) {
        m_ratios[cell].push_back(ratios[cell]);
    }
}

/// Pairs over expected ones, summed over the types; 1 where none are expected.
std::vector<double> RepeatCounter::ratios_of(const std::vector<TypeEvents>& types,
                                             std::vector<double>* expected) const {
    std::vector<double> pairs(m_ratios.size(), 0);
    std::vector<double> chance(m_ratios.size(), 0);
    for (const TypeEvents& type : types) {
        const crims::KnoxTable table = crims::knox_table(type.events, bands());
        for (std::size_t cell = 0; cell < pairs.size(); ++cell) {
            pairs[cell] += table.pairs[cell];
            chance[cell] += table.expected[cell];
        }
    }
    for (std::size_t cell = 0; cell < pairs.size(); ++cell) {
        pairs[cell] = chance[cell] > 0 ? pairs[cell] / chance[cell] : 1;
    }
    if (expected != nullptr) {
        *expected = std::move(chance);
    }
    return pairs;
}

RepeatComparison RepeatCounter::comparison() const {
    RepeatComparison comparison{.bands = bands(), .crimes = m_crimes, .ratios = {}, .expected = {}};
    const std::vector<double> observed = ratios_of(m_recorded, &comparison.expected);
    for (std::size_t cell = 0; cell < observed.size(); ++cell) {
        comparison.ratios.push_back(crims::compared(observed[cell], m_ratios[cell]));
    }
    return comparison;
}

} // namespace crims_tool
