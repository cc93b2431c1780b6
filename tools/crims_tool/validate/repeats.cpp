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

std::size_t cells() {
    return bands().distances.size() * bands().days.size();
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
      m_simulated(empty_types(m_frame)),
      m_ratios(m_frame.crime_types.size() + 1, std::vector<std::vector<double>>(cells())) {
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
    std::vector<double> ratios;
    for (const PairSums& sums : sums_of(m_simulated)) {
        for (std::size_t cell = 0; cell < cells(); ++cell) {
            ratios.push_back(sums.ratio(cell));
        }
    }
    m_simulated = empty_types(m_frame);
    return ratios;
}

void RepeatCounter::add_replicate(const std::vector<double>& ratios) {
    for (std::size_t i = 0; i < ratios.size(); ++i) {
        m_ratios[i / cells()][i % cells()].push_back(ratios[i]);
    }
}

double RepeatCounter::PairSums::ratio(std::size_t cell) const {
    return expected[cell] > 0 ? pairs[cell] / expected[cell] : 1;
}

std::vector<RepeatCounter::PairSums> RepeatCounter::sums_of(const std::vector<TypeEvents>& types) {
    const std::vector<double> zeros(cells(), 0);
    std::vector<PairSums> sums{{zeros, zeros}};
    for (const TypeEvents& type : types) {
        const crims::KnoxTable table = crims::knox_table(type.events, bands());
        sums.push_back({table.pairs, table.expected});
        for (std::size_t cell = 0; cell < cells(); ++cell) {
            sums.front().pairs[cell] += table.pairs[cell];
            sums.front().expected[cell] += table.expected[cell];
        }
    }
    return sums;
}

KnoxComparison RepeatCounter::comparison_of(std::size_t row, const PairSums& life) const {
    KnoxComparison comparison{.crime_type = row == 0 ? "" : m_frame.crime_types[row - 1],
                              .crimes = row == 0 ? m_crimes : m_recorded[row - 1].events.size(),
                              .ratios = {},
                              .expected = life.expected};
    for (std::size_t cell = 0; cell < cells(); ++cell) {
        comparison.ratios.push_back(crims::compared(life.ratio(cell), m_ratios[row][cell]));
    }
    return comparison;
}

RepeatComparison RepeatCounter::comparison() const {
    const std::vector<PairSums> life = sums_of(m_recorded);
    RepeatComparison comparison{
        .bands = bands(), .all = comparison_of(0, life.front()), .types = {}};
    for (std::size_t row = 1; row < life.size() && life.size() > 2; ++row) {
        if (m_recorded[row - 1].events.size() >= fewest_crimes) {
            comparison.types.push_back(comparison_of(row, life[row]));
        }
    }
    return comparison;
}

} // namespace crims_tool
