// SPDX-License-Identifier: MIT
// A simulation that is saved and goes on later. Whatever the keys of random numbers give again is
// drawn again; kept is what was set and what became of crimes that others follow.
#include <algorithm>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "crims/limits.hpp"
#include "simulation/fingerprint.hpp"
#include "simulation/stepped_replicate.hpp"

namespace crims {

namespace {

constexpr std::string_view state_format = "crimekit step 2\n";
constexpr std::size_t bytes_of_loading = 16;
constexpr std::size_t bytes_of_layer = 5;
constexpr std::size_t bytes_of_added = 54;
constexpr std::size_t bytes_of_past = 16;
constexpr std::size_t bytes_of_carried = 34;

void require_in_state(bool holds) {
    if (!holds) {
        StateReader::fail();
    }
}

CandidateFate fate_of(std::uint8_t number) {
    require_in_state(number <= static_cast<std::uint8_t>(CandidateFate::dropped));
    return static_cast<CandidateFate>(number);
}

} // namespace

StateHead read_state_head(StateReader& reader) {
    require_in_state(reader.get_text() == state_format);
    StateHead head;
    head.model = reader.get<std::uint64_t>();
    head.seed = reader.get<std::uint64_t>();
    head.replicate = reader.get<std::uint32_t>();
    head.time = Instant(std::chrono::minutes(reader.get<std::int64_t>()));
    return head;
}

std::string SteppedReplicate::state() {
    draw_month();
    StateWriter out;
    out.put_text(state_format);
    out.put(fingerprint(*m_prepared));
    out.put(m_prepared->options.seed);
    out.put(m_replicate);
    out.put(std::int64_t{m_time.time_since_epoch().count()});
    put_loading(out);
    put_expected(out);
    put_carried(out);
    put_added(out);
    if (has_repeats()) {
        m_past.put(out);
        out.put(m_expected_before);
        m_expected_repeats->put(out);
    }
    return out.take();
}

void SteppedReplicate::put_loading(StateWriter& out) const {
    const auto is_set = [](double loading) { return loading != 1; };
    out.put(static_cast<std::uint64_t>(std::count_if(m_set.begin(), m_set.end(), is_set)));
    for (std::size_t cell = 0; cell < m_set.size(); ++cell) {
        if (is_set(m_set[cell])) {
            out.put(static_cast<std::uint64_t>(cell));
            out.put(m_set[cell]);
        }
    }
    const auto is_added = [](std::uint8_t layers) { return layers != 0; };
    out.put(static_cast<std::uint64_t>(std::count_if(m_layers.begin(), m_layers.end(), is_added)));
    for (std::size_t cell = 0; cell < m_layers.size(); ++cell) {
        if (is_added(m_layers[cell])) {
            out.put(static_cast<std::uint32_t>(cell));
            out.put(m_layers[cell]);
        }
    }
}

/// The crimes that loadings have added to the month, and what has become of all.
void SteppedReplicate::put_added(StateWriter& out) const {
    out.put(m_next_extra);
    out.put(m_entered_days);
    std::string fates(m_candidates.of_month(), '0');
    for (std::size_t i = 0; i < fates.size(); ++i) {
        fates[i] = static_cast<char>('0' + static_cast<int>(m_candidates.as_drawn(i).fate));
    }
    // Without near repeats no crime asks what became of another.
    out.put_text(has_repeats() ? fates : std::string());
    out.put(static_cast<std::uint64_t>(m_candidates.drawn() - fates.size()));
    for (std::size_t i = fates.size(); i < m_candidates.drawn(); ++i) {
        const Candidate& crime = m_candidates.as_drawn(i);
        out.put(crime.event.zone);
        out.put(crime.event.offence);
        out.put(crime.event.minute);
        out.put(crime.event.suspect);
        out.put(crime.event.cause);
        out.put(crime.event.place.x);
        out.put(crime.event.place.y);
        out.put(crime.mark);
        out.put(crime.number);
        out.put(crime.name);
        out.put(static_cast<std::uint8_t>(crime.fate));
    }
}

void SteppedReplicate::put_expected(StateWriter& out) const {
    out.put(m_expected.of_earlier_months());
    out.put(m_expected.from());
    const std::vector<ExpectedCrimes::Past> changed = m_expected.changed();
    out.put(static_cast<std::uint64_t>(changed.size()));
    for (const ExpectedCrimes::Past& past : changed) {
        out.put(past.cell);
        out.put(past.minute);
        out.put(past.loaded);
    }
}

void SteppedReplicate::put_carried(StateWriter& out) const {
    for (const std::vector<CarriedEvent>& carried : m_carried_before) {
        out.put(static_cast<std::uint64_t>(carried.size()));
        for (const CarriedEvent& event : carried) {
            out.put(event.offence);
            out.put(event.suspect);
            out.put(event.parent_happened);
            out.put(std::int32_t{event.month});
            out.put(event.minute);
            out.put(event.mark);
            out.put(event.place.x);
            out.put(event.place.y);
        }
    }
}

void SteppedReplicate::restore(const StateHead& head, StateReader& reader) {
    if (head.model != fingerprint(*m_prepared)) {
        throw std::invalid_argument(
            "the state is of another model, or of other options than those given; go on with the model and options that it was saved with");
    }
    get_loading(reader);
    std::vector<std::uint8_t> layers = get_layers(reader);
    const auto of_earlier_months = reader.get<double>();
    const auto from = reader.get<std::uint32_t>();
    std::vector<ExpectedCrimes::Past> changed(reader.get_count(bytes_of_past));
    for (ExpectedCrimes::Past& past : changed) {
        past.cell = reader.get<std::uint32_t>();
        past.minute = reader.get<std::uint32_t>();
        past.loaded = reader.get<double>();
        require_in_state(past.cell < m_loading.size());
    }
    get_carried(reader);

    m_has_history = true;
    draw(month_of(std::chrono::floor<std::chrono::days>(m_time)));
    begin_month(from);
    require_in_state(from <= minute());
    m_layers = std::move(layers);
    m_expected.restore(of_earlier_months, changed);
    get_added(reader);
    m_position = m_candidates.position_of(minute());
    m_is_drawn = true;
    if (has_repeats()) {
        m_past.get(reader);
        m_expected_before = reader.get<double>();
        m_expected_repeats->get(reader);
    }
    require_in_state(reader.empty());
}

void SteppedReplicate::get_loading(StateReader& in) {
    for (std::size_t count = in.get_count(bytes_of_loading); count > 0; --count) {
        const auto cell = in.get<std::uint64_t>();
        const auto loading = in.get<double>();
        require_in_state(cell < m_set.size() && loading_range.contains(loading));
        m_set[static_cast<std::size_t>(cell)] = loading;
    }
}

std::vector<std::uint8_t> SteppedReplicate::get_layers(StateReader& in) const {
    std::vector<std::uint8_t> layers(m_set.size(), 0);
    for (std::size_t count = in.get_count(bytes_of_layer); count > 0; --count) {
        const auto cell = in.get<std::uint32_t>();
        const auto of_cell = in.get<std::uint8_t>();
        require_in_state(cell < layers.size() && of_cell <= layers_for(loading_range.most));
        layers[cell] = of_cell;
    }
    return layers;
}

void SteppedReplicate::get_added(StateReader& in) {
    m_next_extra = in.get<std::int64_t>();
    m_entered_days = in.get<std::uint32_t>();
    const std::string_view fates = in.get_text();
    require_in_state(fates.size() == (has_repeats() ? m_candidates.of_month() : 0));
    for (std::size_t i = 0; i < fates.size(); ++i) {
        m_candidates.as_drawn(i).fate = fate_of(static_cast<std::uint8_t>(fates[i] - '0'));
    }
    for (std::size_t count = in.get_count(bytes_of_added); count > 0; --count) {
        const Candidate crime = get_candidate(in);
        append(crime,
               static_cast<std::uint32_t>((crime.event.zone * m_offences) + crime.event.offence),
               0);
    }
    m_candidates.merge(0);
}

Candidate SteppedReplicate::get_candidate(StateReader& in) const {
    Candidate crime;
    crime.event.zone = in.get<std::uint32_t>();
    crime.event.offence = in.get<std::uint16_t>();
    crime.event.minute = in.get<std::uint16_t>();
    crime.event.suspect = in.get<std::uint8_t>();
    crime.event.cause = in.get<std::uint32_t>();
    crime.event.place.x = in.get<double>();
    crime.event.place.y = in.get<double>();
    crime.mark = in.get<double>();
    crime.number = in.get<std::int64_t>();
    crime.name = in.get<std::uint64_t>();
    crime.fate = fate_of(in.get<std::uint8_t>());
    require_in_state(crime.event.zone < m_model.zones.size() && crime.event.offence < m_offences &&
                     crime.event.minute < longest_month * minutes_a_day &&
                     (crime.event.cause == no_cause || crime.event.cause < m_candidates.drawn()));
    return crime;
}

void SteppedReplicate::get_carried(StateReader& in) {
    for (std::vector<CarriedEvent>& carried : m_draw.carried()) {
        const std::size_t count = in.get_count(bytes_of_carried);
        carried.clear();
        carried.reserve(count);
        for (std::size_t i = 0; i < count; ++i) {
            carried.push_back(get_carried_event(in));
        }
    }
}

CarriedEvent SteppedReplicate::get_carried_event(StateReader& in) const {
    CarriedEvent event;
    event.offence = in.get<std::uint16_t>();
    event.suspect = in.get<std::uint8_t>();
    event.parent_happened = in.get<std::uint8_t>();
    event.month = in.get<std::int32_t>();
    event.minute = in.get<std::uint16_t>();
    event.mark = in.get<double>();
    event.place.x = in.get<double>();
    event.place.y = in.get<double>();
    require_in_state(event.offence < m_offences && event.minute < longest_month * minutes_a_day);
    return event;
}

} // namespace crims
