// SPDX-License-Identifier: MIT
#include "simulation/extra_crimes.hpp"

#include <cmath>
#include <stdexcept>

#include "crims/limits.hpp"
#include "crims/random.hpp"
#include "simulation/poisson.hpp"

namespace crims {

namespace {

constexpr unsigned word_bits = 32;

constexpr std::uint32_t upper_half(std::uint64_t word) {
    return static_cast<std::uint32_t>(word >> word_bits);
}

constexpr std::uint32_t lower_half(std::uint64_t word) {
    return static_cast<std::uint32_t>(word);
}

} // namespace

void ExtraCrimes::set_month(Month month) {
    m_month = month_index(month);
    m_times.set_month(month);
}

std::vector<Candidate> ExtraCrimes::layer(std::size_t zone, std::size_t offence, unsigned layer,
                                          double mean, std::int64_t first_number,
                                          std::uint64_t name) const {
    const double bound = std::ldexp(1.0, static_cast<int>(layer) - 1);
    if (!(mean * bound <= double{most_drawn_a_month})) {
        throw std::domain_error("a loading adds more crimes than a month can hold; lower it");
    }
    const StreamKey key{.seed = m_prepared.options.seed,
                        .replicate = m_replicate,
                        .month = m_month,
                        .zone = static_cast<std::uint32_t>(zone),
                        .offence = static_cast<std::uint32_t>(offence),
                        .purpose = Purpose::mark};
    const Stream stream(key);
    Stream counts(key);
    counts.skip_to(mark_block(layer, MarkUse::count, 0));
    const std::uint32_t count = poisson(mean * bound, counts);
    const std::size_t cell =
        m_prepared.model.cell(zone, m_prepared.model.offences[offence].crime_type);
    std::vector<Candidate> crimes(count);
    for (std::uint32_t i = 0; i < count; ++i) {
        const RandomBlock random = stream.block(mark_block(layer, MarkUse::crime, i));
        const RandomBlock mark = stream.block(mark_block(layer, MarkUse::mark, i));
        Event& event = crimes[i].event;
        event.zone = static_cast<std::uint32_t>(zone);
        event.offence = static_cast<std::uint16_t>(offence);
        event.minute = static_cast<std::uint16_t>(
            m_times.minute(offence, upper_half(random[0]), lower_half(random[0])));
        event.suspect = m_prepared.is_suspect(zone, offence, lower_half(random[1])) ? 1 : 0;
        if (m_prepared.options.placement != Placement::none) {
            event.place = m_prepared.places.place(cell, upper_half(random[1]), key,
                                                  mark_block(layer, MarkUse::place, i));
        }
        crimes[i].mark = bound * (1 + Stream::to_unit(mark[0]));
        crimes[i].number = first_number + i;
        crimes[i].name = mixed(name, (static_cast<std::uint64_t>(layer) << word_bits) | i);
    }
    return crimes;
}

} // namespace crims
