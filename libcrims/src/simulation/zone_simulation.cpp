// SPDX-License-Identifier: MIT
#include "simulation/zone_simulation.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>

#include <boost/random/exponential_distribution.hpp>

#include "crims/limits.hpp"
#include "simulation/near_place.hpp"
#include "simulation/number_text.hpp"
#include "simulation/poisson.hpp"

namespace crims {

namespace {

constexpr double longest_lag_days = 36500; // what comes later than in a century never comes

constexpr std::uint32_t upper(std::uint64_t word) {
    return static_cast<std::uint32_t>(word >> 32U);
}

constexpr std::uint32_t lower(std::uint64_t word) {
    return static_cast<std::uint32_t>(word);
}

} // namespace

ZoneSimulation::ZoneSimulation(const PreparedModel& prepared, std::uint32_t replicate)
    : m_prepared(prepared), m_model(prepared.model), m_options(prepared.options),
      m_replicate(replicate), m_rates(prepared, replicate), m_times(prepared.rhythms) {}

void ZoneSimulation::background_means(std::size_t zone, std::span<double> means) const {
    for (std::size_t type = 0; type < m_model.crime_types.size(); ++type) {
        const double rate = m_rates.of_type(zone, type);
        for (std::size_t o = m_prepared.offence_begin[type]; o < m_prepared.offence_begin[type + 1];
             ++o) {
            means[o] = rate * m_rates.share(zone, o);
        }
    }
}

void ZoneSimulation::require_room(std::size_t crimes) const {
    if (crimes > most_drawn_a_month) {
        fail_for_room();
    }
}

void ZoneSimulation::fail_for_room() const {
    throw std::domain_error(
        "replicate " + std::to_string(m_replicate) + " has more than " +
        number_text(double{most_drawn_a_month}) +
        " crimes in a month: the model's dispersion, its rates or a loading are too large");
}

void ZoneSimulation::set_month(Month month, const Loading& loading) {
    m_month = month;
    m_rates.set_month(month, loading);
    m_times.set_month(month);
}

StreamKey ZoneSimulation::key(std::size_t zone, std::size_t offence, Purpose purpose) const {
    return {.seed = m_options.seed,
            .replicate = m_replicate,
            .month = month_index(m_month),
            .zone = static_cast<std::uint32_t>(zone),
            .offence = static_cast<std::uint32_t>(offence),
            .purpose = purpose};
}

void ZoneSimulation::simulate(std::size_t zone, std::vector<Event>& events,
                              std::vector<CarriedEvent>& carried, ZoneDraw& draw) {
    const std::vector<CarriedEvent> from_before = std::move(carried);
    carried.clear();
    m_rates.set_zone(zone);
    expect(zone, !from_before.empty(), draw);
    draw_counts(zone, draw);
    if (!m_options.near_repeat) {
        add_background(zone, draw.counts, draw, events);
        return;
    }
    for (const ZoneDraw::Run& run : draw.counts) {
        const std::size_t first = events.size();
        add_background(zone, std::span(&run, 1), draw, events);
        add_carried(zone, run.offence, from_before, events, carried);
        add_offspring(first, events, carried);
    }
}

/// Two offences share a block of random words for their counts: most counts are 0, and the block is
/// what they cost.
void ZoneSimulation::expect(std::size_t zone, bool all_types, ZoneDraw& draw) const {
    draw.expected.resize(m_model.offences.size());
    draw.numbers.clear();
    std::size_t size = 0;
    for (std::size_t type = 0; type < m_model.crime_types.size(); ++type) {
        const double rate = m_rates.of_type(zone, type);
        if (rate <= 0 && !all_types) {
            continue;
        }
        if (!(rate <= double{most_drawn_a_month})) {
            fail_for_room();
        }
        for (std::size_t o = m_prepared.offence_begin[type]; o < m_prepared.offence_begin[type + 1];
             ++o) {
            const auto offence = static_cast<std::uint32_t>(o);
            if (draw.numbers.empty() || draw.numbers.back().offence != offence / 2) {
                draw.numbers.push_back({.offence = offence / 2});
            }
            draw.expected[size++] = {.mean = rate * m_rates.share(zone, o),
                                     .offence = offence,
                                     .block = static_cast<std::uint32_t>(draw.numbers.size() - 1)};
        }
    }
    draw.expected.resize(size);
}

void ZoneSimulation::draw_counts(std::size_t zone, ZoneDraw& draw) const {
    draw.words.resize(draw.numbers.size());
    Stream::blocks(key(zone, 0, Purpose::count), draw.numbers, draw.words);
    const auto u = [&draw](const ZoneDraw::Expected& one) {
        return Stream::to_unit(draw.words[one.block][one.offence % 2]);
    };
    const bool all = m_options.near_repeat.has_value(); // crimes of before may be followed
    std::size_t size = 0;
    // Which offences have crimes cannot be foretold, so no branch depends on it here.
    for (const ZoneDraw::Expected& one : draw.expected) {
        const bool is_kept = all || u(one) > 1 - one.mean;
        draw.expected[size] = one;
        size += static_cast<std::size_t>(is_kept);
    }
    draw.numbers.clear();
    draw.counts.clear();
    for (const ZoneDraw::Expected& one : std::span(draw.expected).first(size)) {
        draw.counts.push_back({.cell = m_model.cell(zone, m_prepared.type_of_offence[one.offence]),
                               .offence = one.offence,
                               .count = background_count(zone, one.offence, one.mean, u(one))});
    }
}

std::uint32_t ZoneSimulation::background_count(std::size_t zone, std::size_t offence, double mean,
                                               double u) const {
    if (mean <= largest_inverted_mean) {
        return inverted_poisson(mean, u);
    }
    Stream stream(key(zone, offence, Purpose::count));
    stream.skip_to(1); // block 0 is the words of two other offences
    return poisson(mean, u, stream);
}

/// Some hundred at a time, so that their random words stay at hand.
void ZoneSimulation::add_background(std::size_t zone, std::span<const ZoneDraw::Run> runs,
                                    ZoneDraw& draw, std::vector<Event>& events) const {
    constexpr std::size_t at_once = 512;
    for (ZoneDraw::Run rest : runs) {
        while (rest.count > 0) {
            const auto room = static_cast<std::uint32_t>(at_once - draw.numbers.size());
            ZoneDraw::Run part = rest;
            part.count = std::min(rest.count, room);
            rest.first += part.count;
            rest.count -= part.count;
            draw.runs.push_back(part);
            for (std::uint32_t i = 0; i < part.count; ++i) {
                draw.numbers.push_back({.offence = part.offence, .index = part.first + i});
            }
            if (draw.numbers.size() == at_once) {
                add_runs(zone, draw, events);
            }
        }
    }
    add_runs(zone, draw, events);
}

void ZoneSimulation::add_runs(std::size_t zone, ZoneDraw& draw, std::vector<Event>& events) const {
    draw.words.resize(draw.numbers.size());
    Stream::blocks(key(zone, 0, Purpose::crime), draw.numbers, draw.words);
    const RandomBlock* words = draw.words.data();
    if (m_options.placement != Placement::none) {
        for (const ZoneDraw::Run& run : draw.runs) {
            for (std::uint32_t i = 0; i < run.count; ++i) {
                m_prepared.places.prefetch(run.cell, upper((*words++)[1]));
            }
        }
        words = draw.words.data();
    }
    for (const ZoneDraw::Run& run : draw.runs) {
        add_run(zone, run, words, events);
        words += run.count;
    }
    draw.runs.clear();
    draw.numbers.clear();
}

void ZoneSimulation::add_run(std::size_t zone, const ZoneDraw::Run& run, const RandomBlock* words,
                             std::vector<Event>& events) const {
    const StreamKey place_key = key(zone, run.offence, Purpose::place);
    for (std::uint32_t i = 0; i < run.count; ++i) {
        const RandomBlock& random = words[i];
        Event& event = events.emplace_back();
        event.zone = static_cast<std::uint32_t>(zone);
        event.offence = static_cast<std::uint16_t>(run.offence);
        event.minute = static_cast<std::uint16_t>(
            m_times.minute(run.offence, upper(random[0]), lower(random[0])));
        event.suspect = m_prepared.is_suspect(zone, run.offence, lower(random[1])) ? 1 : 0;
        if (m_options.placement != Placement::none) {
            event.place =
                m_prepared.places.place(run.cell, upper(random[1]), place_key, run.first + i);
        }
    }
}

void ZoneSimulation::add_carried(std::size_t zone, std::size_t offence,
                                 const std::vector<CarriedEvent>& from_before,
                                 std::vector<Event>& events,
                                 std::vector<CarriedEvent>& carried) const {
    for (std::size_t i = 0; i < from_before.size(); ++i) {
        const CarriedEvent& event = from_before[i];
        if (event.offence != offence) {
            continue;
        }
        if (event.month != month_index(m_month)) {
            carried.push_back(event);
            continue;
        }
        events.push_back({.zone = static_cast<std::uint32_t>(zone),
                          .offence = event.offence,
                          .minute = event.minute,
                          .suspect = event.suspect,
                          .cause = arrived | static_cast<std::uint32_t>(i),
                          .place = event.place});
    }
}

void ZoneSimulation::add_offspring(std::size_t first, std::vector<Event>& events,
                                   std::vector<CarriedEvent>& carried) const {
    if (first == events.size()) {
        return;
    }
    const std::size_t zone = events[first].zone;
    const std::size_t offence = events[first].offence;
    OffspringStreams streams{Stream(key(zone, offence, Purpose::offspring)),
                             Stream(key(zone, offence, Purpose::offspring_place))};
    for (std::size_t parent = first; parent < events.size(); ++parent) { // grows as it goes
        require_room(events.size());
        const std::uint32_t children = poisson(m_options.near_repeat->ratio, streams.time);
        for (std::uint32_t child = 0; child < children; ++child) {
            add_child(parent, streams, events, carried);
        }
    }
}

void ZoneSimulation::add_child(std::size_t cause, OffspringStreams& streams,
                               std::vector<Event>& events,
                               std::vector<CarriedEvent>& carried) const {
    const Event parent = events[cause];
    const NearRepeat& near_repeat = *m_options.near_repeat;
    const double lag = boost::random::exponential_distribution<double>(
        1 / near_repeat.mean_lag_days)(streams.time);
    const double days = (static_cast<double>(parent.minute) / minutes_a_day) + lag;
    const std::chrono::sys_days day =
        first_day(m_month) + std::chrono::days(static_cast<int>(std::min(days, longest_lag_days)));
    const std::uint64_t bits = streams.time();
    const double u = streams.time.uniform();
    const std::uint32_t minute_of_day = m_times.minute_of_day(parent.offence, day, u, lower(bits));
    const std::chrono::year_month_day date(day);
    const auto minute = static_cast<std::uint16_t>(
        ((static_cast<unsigned>(date.day()) - 1) * minutes_a_day) + minute_of_day);
    const std::size_t cell = m_model.cell(parent.zone, m_model.offences[parent.offence].crime_type);
    const std::uint8_t suspect =
        m_prepared.is_suspect(parent.zone, parent.offence, upper(bits)) ? 1 : 0;
    const Point place =
        m_options.placement == Placement::none
            ? Point()
            : near_place(m_prepared.places, near_repeat, cell, parent.place, streams.place);
    const Month month(date.year(), date.month());
    if (month == m_month) {
        events.push_back({.zone = parent.zone,
                          .offence = parent.offence,
                          .minute = minute,
                          .suspect = suspect,
                          .cause = static_cast<std::uint32_t>(cause),
                          .place = place});
    } else {
        carried.push_back({.offence = parent.offence,
                           .suspect = suspect,
                           .month = month_index(month),
                           .minute = minute,
                           .cause = static_cast<std::uint32_t>(cause),
                           .place = place});
    }
}

} // namespace crims
