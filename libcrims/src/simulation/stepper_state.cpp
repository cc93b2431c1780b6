// SPDX-License-Identifier: MIT
// A simulation that is saved and goes on later. Whatever the keys of random numbers give again is
// drawn again; kept is what was set and what became of crimes that others follow.
#include <algorithm>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "crims/limits.hpp"
#include "simulation/fingerprint.hpp"
#include "simulation/stepper_implementation.hpp"

namespace crims {

namespace {

constexpr std::string_view state_format = "crimekit step 1\n";
constexpr std::size_t bytes_of_loading = 16;
constexpr std::size_t bytes_of_layer = 12;
constexpr std::size_t bytes_of_past = 16;
constexpr std::size_t bytes_of_carried = 34;

void require_in_state(bool holds) {
    if (!holds) {
        StateReader::fail();
    }
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

std::string Stepper::Implementation::state() {
    draw_month();
    StateWriter out;
    out.put_text(state_format);
    out.put(fingerprint(m_prepared));
    out.put(m_prepared.options.seed);
    out.put(m_replicate);
    out.put(std::int64_t{m_time.time_since_epoch().count()});
    put_loading(out);
    put_expected(out);
    put_carried(out);
    return out.take();
}

void Stepper::Implementation::put_loading(StateWriter& out) const {
    const auto is_set = [](double loading) { return loading != 1; };
    out.put(static_cast<std::uint64_t>(std::count_if(m_loading.begin(), m_loading.end(), is_set)));
    for (std::size_t cell = 0; cell < m_loading.size(); ++cell) {
        if (is_set(m_loading[cell])) {
            out.put(static_cast<std::uint64_t>(cell));
            out.put(m_loading[cell]);
        }
    }
    out.put(static_cast<std::uint64_t>(m_added.size()));
    for (const AddedLayer& added : m_added) {
        out.put(added.cell);
        out.put(added.layer);
        out.put(added.from);
    }
}

void Stepper::Implementation::put_expected(StateWriter& out) const {
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

void Stepper::Implementation::put_carried(StateWriter& out) const {
    // Without near repeats no crime asks what became of another.
    const bool follows = m_prepared.options.near_repeat.has_value();
    out.put_text(follows ? m_candidates.fates(m_position) : std::string());
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

void Stepper::Implementation::restore(const StateHead& head, StateReader& reader) {
    if (head.model != fingerprint(m_prepared)) {
        throw std::invalid_argument(
            "the state is of another model, or of other options than those given; go on with the model and options that it was saved with");
    }
    get_loading(reader);
    const std::vector<AddedLayer> added = get_added(reader);
    const auto of_earlier_months = reader.get<double>();
    const auto from = reader.get<std::uint32_t>();
    std::vector<ExpectedCrimes::Past> changed(reader.get_count(bytes_of_past));
    for (ExpectedCrimes::Past& past : changed) {
        past.cell = reader.get<std::uint32_t>();
        past.minute = reader.get<std::uint32_t>();
        past.loaded = reader.get<double>();
        require_in_state(past.cell < m_loading.size());
    }
    const std::string fates(reader.get_text());
    get_carried(reader);
    require_in_state(reader.empty());

    m_has_history = true;
    draw(month_of(std::chrono::floor<std::chrono::days>(m_time)));
    begin_month(from);
    require_in_state(from <= minute());
    for (const AddedLayer& layer : added) {
        require_in_state(layer.layer == m_layers[layer.cell] + 1U && layer.from <= minute());
        draw_layer(layer);
        add_waiting(layer.from);
    }
    m_expected.restore(of_earlier_months, changed);
    m_position = m_candidates.position_of(minute());
    if (m_prepared.options.near_repeat) {
        require_in_state(fates.size() == m_position);
        m_candidates.set_fates(fates);
    }
}

void Stepper::Implementation::get_loading(StateReader& in) {
    for (std::size_t count = in.get_count(bytes_of_loading); count > 0; --count) {
        const auto cell = in.get<std::uint64_t>();
        const auto loading = in.get<double>();
        require_in_state(cell < m_loading.size() && loading_range.contains(loading));
        m_loading[static_cast<std::size_t>(cell)] = loading;
    }
}

std::vector<AddedLayer> Stepper::Implementation::get_added(StateReader& in) const {
    std::vector<AddedLayer> added(in.get_count(bytes_of_layer));
    for (AddedLayer& layer : added) {
        layer.cell = in.get<std::uint32_t>();
        layer.layer = in.get<std::uint32_t>();
        layer.from = in.get<std::uint32_t>();
        require_in_state(layer.cell < m_loading.size() &&
                         layer.layer <= layers_for(loading_range.most));
    }
    return added;
}

void Stepper::Implementation::get_carried(StateReader& in) {
    for (std::vector<CarriedEvent>& carried : m_draw.carried()) {
        const std::size_t count = in.get_count(bytes_of_carried);
        carried.clear();
        carried.reserve(count);
        for (std::size_t i = 0; i < count; ++i) {
            carried.push_back(get_carried_event(in));
        }
    }
}

CarriedEvent Stepper::Implementation::get_carried_event(StateReader& in) const {
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
