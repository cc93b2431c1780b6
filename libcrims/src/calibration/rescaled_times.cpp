// SPDX-License-Identifier: MIT
#include "crims/rescaled_times.hpp"

#include <algorithm>
#include <cmath>

#include "crims/rhythm.hpp"

namespace crims {

namespace {

/// Expected crimes of an offence in a month, in the whole force.
std::vector<double> expected_of_offences(const Model& model, const Loading& loading, Month month) {
    const std::size_t offences = model.offences.size();
    const std::vector<double> factors = loading_factors(model, loading, month);
    std::vector<double> expected(offences, 0);
    for (std::size_t zone = 0; zone < model.zones.size(); ++zone) {
        for (std::size_t i = 0; i < offences; ++i) {
            expected[i] += model.offences[i].share * factors[(zone * offences) + i] *
                           expected_count(model, zone, model.offences[i].crime_type, month);
        }
    }
    return expected;
}

} // namespace

RescaledTimes::RescaledTimes(const Model& model, const Loading& loading,
                             const std::vector<Month>& months)
    : m_clock(model.crime_types.size(), std::vector<double>{0}) {
    for (const Month month : months) {
        const std::vector<double> expected = expected_of_offences(model, loading, month);
        const std::size_t hours = static_cast<std::size_t>(days_in(month)) * hours_a_day;
        m_first_hour.push_back(m_clock.empty() ? 0 : m_clock.front().size() - 1);
        std::vector<std::vector<double>> of_hour(m_clock.size(), std::vector<double>(hours, 0));
        for (std::size_t i = 0; i < expected.size(); ++i) {
            const MonthSlots slots = month_slots(model.offences[i].rhythm, month, model.calendar);
            const std::size_t length = hours_a_day / slots.a_day;
            for (std::size_t hour = 0; hour < hours; ++hour) {
                of_hour[model.offences[i].crime_type][hour] +=
                    expected[i] * slots.probabilities[hour / length] / static_cast<double>(length);
            }
        }
        for (std::size_t type = 0; type < m_clock.size(); ++type) {
            for (const double crimes : of_hour[type]) {
                m_clock[type].push_back(m_clock[type].back() + crimes);
            }
        }
    }
}

double RescaledTimes::at(std::size_t crime_type, std::size_t month, std::size_t hour) const {
    return m_clock[crime_type][m_first_hour[month] + hour];
}

GapShares gap_shares(std::vector<double> times) {
    GapShares result;
    if (times.size() < 2) {
        return result;
    }
    std::sort(times.begin(), times.end());
    std::vector<double> evened;
    evened.reserve(times.size() - 1);
    for (std::size_t i = 1; i < times.size(); ++i) {
        evened.push_back(-std::expm1(times[i - 1] - times[i]));
    }
    std::sort(evened.begin(), evened.end());
    result.gaps = static_cast<double>(evened.size());
    result.shares.assign(GapShares::tenths, 0);
    for (std::size_t i = 0; i < evened.size(); ++i) {
        const auto tenth = static_cast<std::size_t>(evened[i] * GapShares::tenths);
        result.shares[std::min(tenth, GapShares::tenths - 1)] += 1 / result.gaps;
        const auto before = static_cast<double>(i);
        result.distance = std::max({result.distance, evened[i] - (before / result.gaps),
                                    ((before + 1) / result.gaps) - evened[i]});
    }
    return result;
}

} // namespace crims
