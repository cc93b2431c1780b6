// SPDX-License-Identifier: MIT
#include "crims/stepper.hpp"

#include <algorithm>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "crims/limits.hpp"
#include "simulation/fingerprint.hpp"
#include "simulation/number_text.hpp"
#include "simulation/stepper_implementation.hpp"

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

Instant checked_time(Instant time) {
    const int year = static_cast<int>(month_at(time).year());
    if (year < first_year || year > last_year) {
        throw std::invalid_argument("a simulation can step through the years 1 to 8998, not " +
                                    std::to_string(year));
    }
    return time;
}

SimulationOptions from_month(SimulationOptions options, Month month) {
    options.from = month;
    return options;
}

std::int64_t first_id(Month month) {
    constexpr int hundred = 100;
    const int number = (static_cast<int>(month.year()) * hundred) + calendar_month(month) + 1;
    return number * numbers_a_month;
}

bool names(const std::vector<std::size_t>& list, std::size_t index) {
    return list.empty() || std::find(list.begin(), list.end(), index) != list.end();
}

} // namespace

void StepTable::clear() {
    id.clear();
    time.clear();
    zone.clear();
    offence.clear();
    suspect.clear();
    x.clear();
    y.clear();
}

Stepper::Implementation::Implementation(const Model& model, Instant start,
                                        const SimulationOptions& options, Loading base)
    : m_prepared(model, from_month(options, month_at(checked_time(start))), std::move(base)),
      m_model(model), m_offences(model.offences.size()), m_replicate(options.replicate),
      m_time(start), m_draw(m_prepared, options.replicate),
      m_candidates(m_prepared, options.replicate), m_extra(m_prepared, options.replicate),
      m_expected(m_prepared.rhythms, m_offences), m_loading(model.zones.size() * m_offences, 1) {}

Instant Stepper::Implementation::end_of_month() const {
    return begin_of(month_at(m_time) + std::chrono::months(1));
}

std::uint32_t Stepper::Implementation::minute() const {
    return static_cast<std::uint32_t>((m_time - begin_of(m_month)).count());
}

void Stepper::Implementation::advance(Instant until, StepTable& table) {
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

void Stepper::Implementation::set_loading(double value, const LoadingTarget& target) {
    require_target(value, target);
    draw_month();
    std::vector<std::size_t> offences;
    for (std::size_t offence = 0; offence < m_offences; ++offence) {
        if (names(target.crime_types, m_model.offences[offence].crime_type) &&
            names(target.offences, offence)) {
            offences.push_back(offence);
        }
    }
    if (target.zones.empty()) {
        for (std::size_t zone = 0; zone < m_model.zones.size(); ++zone) {
            set_zone(zone, offences, value);
        }
    }
    for (const std::size_t zone : target.zones) {
        set_zone(zone, offences, value);
    }
    add_waiting(minute());
}

std::optional<double> Stepper::Implementation::expected() {
    if (m_prepared.options.near_repeat) {
        return std::nullopt;
    }
    draw_month();
    return m_expected.so_far(m_loading, minute());
}

void Stepper::Implementation::draw_month() {
    if (m_is_drawn) {
        return;
    }
    if (m_prepared.options.near_repeat && !m_has_history) {
        draw_history();
    }
    draw(month_at(m_time));
    begin_month(minute());
    for (std::size_t cell = 0; cell < m_loading.size(); ++cell) {
        add_layers(cell, m_loading[cell]);
    }
    add_waiting(minute());
    m_position = m_candidates.position_of(minute());
    m_candidates.set_fates(std::string(m_position, '1')); // before the start all happened
}

/// The crimes before the first month are nobody's concern, but their offspring are.
void Stepper::Implementation::draw_history() {
    const Month first = month_at(m_time);
    for (int before = months_of_history(*m_prepared.options.near_repeat); before > 0; --before) {
        draw(first - std::chrono::months(before));
        m_candidates.let_all_happen();
        m_candidates.settle(m_draw);
    }
    m_has_history = true;
}

void Stepper::Implementation::draw(Month month) {
    m_month = month;
    m_carried_before = m_draw.carried();
    m_draw.draw(month, m_prepared.loading);
    m_candidates.take(month, m_draw, m_carried_before);
}

void Stepper::Implementation::begin_month(std::uint32_t from) {
    m_extra.set_month(m_month);
    m_next_extra = first_extra;
    m_layers.assign(m_loading.size(), 0);
    m_added.clear();
    m_waiting.clear();
    m_is_drawn = true;
    std::vector<double> means(m_loading.size(), 0);
    for (std::size_t zone = 0; zone < m_model.zones.size(); ++zone) {
        if (m_draw.is_simulated(zone)) {
            m_draw.zones().background_means(
                zone, std::span(means).subspan(zone * m_offences, m_offences));
        }
    }
    m_expected.set_month(m_month, from, std::move(means));
}

void Stepper::Implementation::set_zone(std::size_t zone, const std::vector<std::size_t>& offences,
                                       double value) {
    for (const std::size_t offence : offences) {
        const std::size_t cell = (zone * m_offences) + offence;
        if (m_loading[cell] != value) {
            add_layers(cell, value);
            m_expected.set_past(cell, m_loading[cell], minute());
            m_loading[cell] = value;
        }
    }
}

void Stepper::Implementation::add_layers(std::size_t cell, double value) {
    while (m_layers[cell] < layers_for(value)) {
        draw_layer({.cell = static_cast<std::uint32_t>(cell),
                    .layer = m_layers[cell] + 1U,
                    .from = minute()});
    }
}

void Stepper::Implementation::draw_layer(const AddedLayer& added) {
    const std::vector<Candidate> crimes =
        m_extra.layer(added.cell / m_offences, added.cell % m_offences, added.layer,
                      m_expected.mean(added.cell), m_next_extra);
    if (m_candidates.size() + m_waiting.size() + crimes.size() > most_drawn_a_month) {
        throw std::domain_error("the loadings add more crimes than a month can hold: more than " +
                                number_text(double{most_drawn_a_month}) + "; lower them");
    }
    m_next_extra += static_cast<std::int64_t>(crimes.size());
    m_waiting.insert(m_waiting.end(), crimes.begin(), crimes.end());
    m_layers[added.cell] = static_cast<std::uint8_t>(added.layer);
    m_added.push_back(added);
}

void Stepper::Implementation::add_waiting(std::uint32_t from) {
    if (!m_waiting.empty()) {
        m_candidates.add(m_waiting, from);
        m_waiting.clear();
    }
}

void Stepper::Implementation::require_target(double value, const LoadingTarget& target) const {
    check_loading(m_model, {LoadingRule{.factor = value}});
    for (const std::size_t zone : target.zones) {
        check_loading(m_model, {LoadingRule{.zone = zone}});
    }
    for (const std::size_t type : target.crime_types) {
        check_loading(m_model, {LoadingRule{.crime_type = type}});
    }
    for (const std::size_t offence : target.offences) {
        check_loading(m_model, {LoadingRule{.offence = offence}});
    }
    if (value > 1 && m_prepared.options.near_repeat) {
        throw std::invalid_argument(
            "with near repeats a loading cannot be above 1, but it is " + number_text(value) +
            "; raise the rates by a base loading, or leave out near repeats");
    }
}

void Stepper::Implementation::go_on(Instant until, StepTable& table) {
    const auto limit = static_cast<std::uint32_t>((until - begin_of(m_month)).count());
    const std::int64_t begin = begin_of(m_month).time_since_epoch().count();
    const std::int64_t id = first_id(m_month);
    const bool placed = m_prepared.options.placement != Placement::none;
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
    const bool is_over = until == end_of_month();
    m_time = until;
    if (is_over) {
        finish_month();
    }
}

void Stepper::Implementation::finish_month() {
    m_expected.finish_month(m_loading);
    m_candidates.settle(m_draw);
    m_is_drawn = false;
}

Stepper::Stepper(const Model& model, Instant start, const SimulationOptions& options, Loading base)
    : m_implementation(std::make_unique<Implementation>(model, start, options, std::move(base))) {}

Stepper::Stepper(const Model& model, std::string_view state, const SimulationOptions& options,
                 Loading base) {
    StateReader reader(state);
    const StateHead head = read_state_head(reader);
    SimulationOptions then = options;
    then.seed = head.seed;
    then.replicate = head.replicate;
    m_implementation = std::make_unique<Implementation>(model, head.time, then, std::move(base));
    m_implementation->restore(head, reader);
}

Stepper::~Stepper() = default;
Stepper::Stepper(Stepper&& other) noexcept = default;
Stepper& Stepper::operator=(Stepper&& other) noexcept = default;

Instant Stepper::time() const {
    return m_implementation->time();
}

StepTable Stepper::advance(Instant until) {
    StepTable table;
    advance(until, table);
    return table;
}

void Stepper::advance(Instant until, StepTable& table) {
    m_implementation->advance(until, table);
}

StepTable Stepper::step() {
    return advance(m_implementation->end_of_month());
}

void Stepper::set_loading(double value, const LoadingTarget& target) {
    m_implementation->set_loading(value, target);
}

double Stepper::loading(std::size_t zone, std::size_t offence) const {
    return m_implementation->loading(zone, offence);
}

std::optional<double> Stepper::expected() const {
    return m_implementation->expected();
}

std::string Stepper::state() const {
    return m_implementation->state();
}

} // namespace crims
