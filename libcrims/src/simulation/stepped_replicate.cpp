// SPDX-License-Identifier: MIT
#include "simulation/stepped_replicate.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "crims/limits.hpp"
#include "simulation/number_text.hpp"

namespace crims {

namespace {

/// Ids are year and month times this, and a number within the month: below 2^53 for these years.
constexpr std::int64_t numbers_a_month = 10'000'000'000;
constexpr int first_year = 1;
constexpr int last_year = 8998;

/// The first number of crimes that a loading adds: the others are fewer.
constexpr std::int64_t first_extra = static_cast<std::int64_t>(most_drawn_a_month) + 1;

Month month_at(Instant time) {
    return month_of(std::chrono::floor<std::chrono::days>(time));
}

Instant begin_of(Month month) {
    return Instant(first_day(month));
}

std::int64_t first_id(Month month) {
    constexpr int hundred = 100;
    const int number = (static_cast<int>(month.year()) * hundred) + calendar_month(month) + 1;
    return number * numbers_a_month;
}

} // namespace

Instant checked_time(Instant time) {
    const int year = static_cast<int>(month_at(time).year());
    if (year < first_year || year > last_year) {
        throw std::invalid_argument("a simulation can step through the years 1 to 8998, not " +
                                    std::to_string(year));
    }
    return time;
}

SteppedReplicate::SteppedReplicate(std::shared_ptr<const PreparedModel> prepared,
                                   std::uint32_t replicate, Instant start)
    : m_prepared(std::move(prepared)), m_model(m_prepared->model),
      m_offences(m_model.offences.size()), m_replicate(replicate), m_time(start),
      m_draw(*m_prepared, replicate), m_candidates(*m_prepared, replicate),
      m_extra(*m_prepared, replicate), m_extra_repeats(*m_prepared, replicate),
      m_past(m_model.zones.size(), m_prepared->near_repeats),
      m_expected(m_prepared->rhythms, m_offences), m_set(m_model.zones.size() * m_offences, 1),
      m_loading(m_set) {
    if (has_repeats()) {
        m_base = m_prepared->loading;
        m_expected_repeats.emplace(m_prepared->rhythms, m_prepared->near_repeats, m_set.size());
    }
}

Instant SteppedReplicate::end_of_month() const {
    return begin_of(month_at(m_time) + std::chrono::months(1));
}

std::uint32_t SteppedReplicate::minute() const {
    return static_cast<std::uint32_t>((m_time - begin_of(m_month)).count());
}

void SteppedReplicate::advance(Instant until, StepTable& table) {
    if (until < m_time) {
        throw std::invalid_argument("a step cannot end before it begins: time only goes on");
    }
    checked_time(until);
    table.clear();
    table.from = m_time;
    table.until = until;
    table.replicate = m_replicate;
    while (m_time < until) {
        draw_month();
        go_on(std::min(until, end_of_month()), table);
    }
}

double SteppedReplicate::expected_so_far() const {
    return m_expected_repeats->so_far(m_loading, minute());
}

std::optional<double> SteppedReplicate::expected() {
    draw_month();
    if (!has_repeats()) {
        return m_expected.so_far(m_loading, minute());
    }
    const double expected = expected_so_far() - m_expected_before;
    return std::isfinite(expected) ? std::optional(expected) : std::nullopt;
}

void SteppedReplicate::draw_month() {
    if (has_repeats() && !m_has_history) {
        go_through_history();
    }
    if (m_is_drawn) {
        return;
    }
    draw(month_at(m_time));
    begin_month(minute());
    draw_repeats_of_added();
    add_layers_of_month();
    m_position = m_candidates.position_of(minute());
    m_is_drawn = true;
}

/// The crimes before the start are nobody's concern, but their offspring are.
void SteppedReplicate::go_through_history() {
    const Instant start = m_time;
    const int months = months_of_history(m_prepared->near_repeats);
    m_time = begin_of(month_at(start) - std::chrono::months(months));
    m_has_history = true;
    try {
        StepTable nobodys;
        while (m_time < start) {
            draw_month();
            nobodys.clear();
            go_on(std::min(start, end_of_month()), nobodys);
        }
    } catch (...) {
        m_time = start;
        throw;
    }
    draw_month();
    m_expected_before = expected_so_far();
}

void SteppedReplicate::draw(Month month) {
    m_month = month;
    m_carried_before = m_draw.carried();
    try {
        m_draw.draw(month, has_repeats() ? Loading() : m_prepared->loading);
    } catch (...) {
        m_draw.carried() = m_carried_before;
        throw;
    }
    m_candidates.take(month, m_draw, m_carried_before);
}

void SteppedReplicate::set_base_of_month() {
    m_base_of.clear();
    m_loading = m_set;
    if (m_base.empty()) {
        return;
    }
    m_base_of = loading_factors(m_model, m_base, m_month);
    for (std::size_t cell = 0; cell < m_loading.size(); ++cell) {
        m_loading[cell] *= m_base_of[cell];
        if (!loading_range.contains(m_loading[cell])) {
            throw std::domain_error("the base loading of a month and the loading that was set "
                                    "multiply to " +
                                    number_text(m_loading[cell]) + "; they must stay " +
                                    range_text(loading_range));
        }
    }
}

void SteppedReplicate::begin_month(std::uint32_t from) {
    set_base_of_month();
    m_extra.set_month(m_month);
    m_next_extra = first_extra;
    m_layers.assign(m_loading.size(), 0);
    m_extra_of.clear();
    m_entered_days = 0;
    std::vector<double> means(m_loading.size(), 0);
    for (std::size_t zone = 0; zone < m_model.zones.size(); ++zone) {
        if (m_draw.is_simulated(zone)) {
            m_draw.zones().background_means(
                zone, std::span(means).subspan(zone * m_offences, m_offences));
        }
    }
    if (has_repeats()) {
        m_extra_repeats.set_month(m_month);
        m_expected_repeats->set_month(m_month, means);
    }
    m_expected.set_month(m_month, from, std::move(means));
}

void SteppedReplicate::go_on(Instant until, StepTable& table) {
    const auto limit = static_cast<std::uint32_t>((until - begin_of(m_month)).count());
    while (has_repeats() && m_entered_days * minutes_a_day < limit) {
        settle_until(m_entered_days * minutes_a_day, table);
        m_time = std::max(m_time, begin_of(m_month) + std::chrono::days(m_entered_days));
        enter_day();
    }
    settle_until(limit, table);
    const bool is_over = until == end_of_month();
    m_time = until;
    if (is_over) {
        finish_month();
    }
}

/// Decides which crimes happen before a minute of the month.
void SteppedReplicate::settle_until(std::uint32_t limit, StepTable& table) {
    const std::int64_t begin = begin_of(m_month).time_since_epoch().count();
    const std::int64_t id = first_id(m_month);
    const bool placed = m_prepared->options.placement != Placement::none;
    for (; m_position < m_candidates.size(); ++m_position) {
        Candidate& crime = m_candidates.at(m_position);
        const Event& event = crime.event;
        if (event.minute >= limit) {
            break;
        }
        const double loading = m_loading[(event.zone * m_offences) + event.offence];
        const bool happens = crime.mark < loading && m_candidates.parents_happen(crime, loading);
        crime.fate = happens ? CandidateFate::happened : CandidateFate::dropped;
        if (!happens) {
            continue;
        }
        table.id.push_back(id + crime.number);
        table.time.push_back(begin + event.minute);
        table.zone.push_back(event.zone);
        table.offence.push_back(event.offence);
        table.suspect.push_back(event.suspect);
        if (placed) {
            table.x.push_back(event.place.x);
            table.y.push_back(event.place.y);
        }
    }
}

void SteppedReplicate::finish_month() {
    m_candidates.settle(m_draw);
    if (has_repeats()) {
        keep_parents();
        m_expected_repeats->finish_month(m_loading);
    } else {
        m_expected.finish_month(m_loading);
    }
    m_is_drawn = false;
}

void SteppedReplicate::keep_parents() {
    for (std::size_t i = 0; i < m_candidates.drawn(); ++i) {
        const Candidate& crime = m_candidates.as_drawn(i);
        if (crime.fate == CandidateFate::happened) {
            m_past.add((crime.event.zone * m_offences) + crime.event.offence,
                       as_parent(static_cast<std::uint32_t>(i)));
        }
    }
    m_past.forget_before(m_time.time_since_epoch().count());
}

} // namespace crims
