// SPDX-License-Identifier: MIT
#include "simulation/extra_repeats.hpp"

#include <algorithm>
#include <cmath>

#include "crims/random.hpp"
#include "simulation/near_place.hpp"
#include "simulation/poisson.hpp"

namespace crims {

namespace {

constexpr unsigned half_word = 32;

double in_days(std::int64_t minutes) {
    return static_cast<double>(minutes) / minutes_a_day;
}

std::int64_t minutes_to(Month month) {
    return std::chrono::minutes(first_day(month).time_since_epoch()).count();
}

} // namespace

MarkLayer mark_layer(unsigned layer) {
    if (layer == 0) {
        return {};
    }
    const double bound = std::ldexp(1.0, static_cast<int>(layer) - 1);
    return {.least = bound, .width = bound};
}

void ExtraRepeats::set_month(Month month) {
    m_month = month;
    m_times.set_month(month);
}

std::vector<Candidate> ExtraRepeats::of(const PastCrime& parent, std::size_t zone,
                                        std::size_t offence, unsigned layer) const {
    const NearRepeat& repeats = m_prepared.near_repeats[offence];
    const MarkLayer marks = mark_layer(layer);
    const std::int64_t begin = minutes_to(m_month);
    const std::int64_t end = minutes_to(m_month + std::chrono::months(1));
    const std::int64_t from = std::max(parent.time, begin);
    const double still_to_come = std::exp(-in_days(from - parent.time) / repeats.mean_lag_days);
    const double not_here = std::expm1(-in_days(end - from) / repeats.mean_lag_days); // negative
    const auto month = static_cast<std::uint32_t>(month_index(m_month));
    const std::uint64_t seed = mixed(mixed(m_prepared.options.seed, parent.name),
                                     (static_cast<std::uint64_t>(layer) << half_word) | month);
    StreamKey key{.seed = seed,
                  .replicate = m_replicate,
                  .month = month_index(m_month),
                  .zone = static_cast<std::uint32_t>(zone),
                  .offence = static_cast<std::uint32_t>(offence),
                  .purpose = Purpose::offspring};
    Stream times(key);
    key.purpose = Purpose::offspring_place;
    Stream places(key);
    const std::size_t cell =
        m_prepared.model.cell(zone, m_prepared.model.offences[offence].crime_type);
    std::vector<Candidate> found(
        poisson(repeats.ratio * marks.width * still_to_come * -not_here, times));
    for (std::size_t i = 0; i < found.size(); ++i) {
        const double lag = -repeats.mean_lag_days * std::log1p(times.uniform() * not_here);
        const auto day = static_cast<unsigned>(
            std::min(in_days(from - begin) + lag, static_cast<double>(days_in(m_month)) - 1));
        const std::uint64_t bits = times();
        const double u = times.uniform();
        Event& event = found[i].event;
        event.zone = static_cast<std::uint32_t>(zone);
        event.offence = static_cast<std::uint16_t>(offence);
        event.minute = static_cast<std::uint16_t>(
            (day * minutes_a_day) +
            m_times.minute_of_day(offence, first_day(m_month) + std::chrono::days(day), u,
                                  static_cast<std::uint32_t>(bits)));
        event.suspect = m_prepared.is_suspect(zone, offence, bits >> half_word) ? 1 : 0;
        found[i].mark = marks.least + (marks.width * times.uniform());
        found[i].name = mixed(seed, i + 1);
        if (m_prepared.options.placement != Placement::none) {
            event.place = near_place(m_prepared.places, repeats, cell, parent.place, places);
        }
    }
    return found;
}

} // namespace crims
