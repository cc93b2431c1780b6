// SPDX-License-Identifier: MIT
#include "simulation/past_crimes.hpp"

#include <cmath>

#include "simulation/time_sampler.hpp"

namespace crims {

namespace {

constexpr std::size_t bytes_of_crime = 33;

} // namespace

void PastCrimes::forget_before(std::int64_t time) {
    constexpr double share = 1e-9;
    for (std::size_t cell = 0; cell < m_of.size(); ++cell) {
        const double mean_lag = m_near_repeats[cell % m_near_repeats.size()].mean_lag_days;
        const double longest = -std::log(share) * mean_lag * minutes_a_day;
        std::erase_if(m_of[cell], [time, longest](const PastCrime& crime) {
            return static_cast<double>(time - crime.time) > longest;
        });
    }
}

void PastCrimes::put(StateWriter& out) const {
    for (const std::vector<PastCrime>& crimes : m_of) {
        out.put(static_cast<std::uint64_t>(crimes.size()));
        for (const PastCrime& crime : crimes) {
            out.put(crime.name);
            out.put(crime.time);
            out.put(crime.place.x);
            out.put(crime.place.y);
            out.put(crime.first_layer);
        }
    }
}

void PastCrimes::get(StateReader& in) {
    for (std::vector<PastCrime>& crimes : m_of) {
        crimes.assign(in.get_count(bytes_of_crime), {});
        for (PastCrime& crime : crimes) {
            crime.name = in.get<std::uint64_t>();
            crime.time = in.get<std::int64_t>();
            crime.place.x = in.get<double>();
            crime.place.y = in.get<double>();
            crime.first_layer = in.get<std::uint8_t>();
        }
    }
}

} // namespace crims
