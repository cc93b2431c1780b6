// SPDX-License-Identifier: MIT
// Loadings, and the crimes that those above 1 add.
#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <string>

#include "crims/limits.hpp"
#include "simulation/number_text.hpp"
#include "simulation/stepped_replicate.hpp"

namespace crims {

namespace {

bool names(const std::vector<std::size_t>& list, std::size_t index) {
    return list.empty() || std::find(list.begin(), list.end(), index) != list.end();
}

} // namespace

void SteppedReplicate::require_target(double value, const LoadingTarget& target) const {
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
}

void SteppedReplicate::require_product(std::uint32_t cell, double value) const {
    const double product = value * m_base_of[cell];
    if (!loading_range.contains(product)) {
        throw std::invalid_argument("a loading of " + number_text(value) +
                                    " and the base loading multiply to " + number_text(product) +
                                    "; they must stay " + range_text(loading_range));
    }
}

std::vector<std::uint32_t> SteppedReplicate::cells_of(const LoadingTarget& target) const {
    std::vector<std::size_t> offences;
    for (std::size_t offence = 0; offence < m_offences; ++offence) {
        if (names(target.crime_types, m_model.offences[offence].crime_type) &&
            names(target.offences, offence)) {
            offences.push_back(offence);
        }
    }
    std::vector<std::uint32_t> cells;
    const auto add_zone = [&](std::size_t zone) {
        for (const std::size_t offence : offences) {
            cells.push_back(static_cast<std::uint32_t>((zone * m_offences) + offence));
        }
    };
    cells.reserve(offences.size() *
                  (target.zones.empty() ? m_model.zones.size() : target.zones.size()));
    if (target.zones.empty()) {
        for (std::size_t zone = 0; zone < m_model.zones.size(); ++zone) {
            add_zone(zone);
        }
    }
    for (const std::size_t zone : target.zones) {
        add_zone(zone);
    }
    return cells;
}

void SteppedReplicate::set_loading(double value, const LoadingTarget& target) {
    require_target(value, target);
    draw_month();
    const std::vector<std::uint32_t> cells = cells_of(target);
    const auto loading_of = [&](std::uint32_t cell) {
        return m_base_of.empty() ? value : value * m_base_of[cell];
    };
    if (!m_base_of.empty()) {
        for (const std::uint32_t cell : cells) {
            require_product(cell, value);
        }
    }
    add_layers(cells, loading_of);
    m_expected.go_to(minute());
    for (const std::uint32_t cell : cells) {
        if (m_set[cell] == value) {
            continue;
        }
        if (has_repeats()) {
            m_expected_repeats->change(cell, m_loading[cell], loading_of(cell), minute());
        } else {
            m_expected.set_past(cell, m_loading[cell]);
        }
        m_set[cell] = value;
        m_loading[cell] = loading_of(cell);
    }
}

/// What would be far too much is not drawn first.
template<typename LoadingOf>
void SteppedReplicate::require_room_for(const std::vector<std::uint32_t>& cells,
                                        LoadingOf loading_of) const {
    double expected = 0;
    for (const std::uint32_t cell : cells) {
        const unsigned layers = layers_for(loading_of(cell));
        if (layers > m_layers[cell]) {
            expected += m_expected.mean(cell) * mark_layer(layers).least;
        }
    }
    if (!(expected <= double{most_drawn_a_month})) {
        fail_for_room();
    }
}

void SteppedReplicate::fail_for_room() {
    throw std::domain_error("the loadings add more crimes than a month can hold: more than " +
                            number_text(double{most_drawn_a_month}) + "; lower them");
}

template<typename LoadingOf>
void SteppedReplicate::add_layers(const std::vector<std::uint32_t>& cells, LoadingOf loading_of) {
    const std::uint32_t from = minute();
    const std::size_t drawn = m_candidates.drawn();
    const std::int64_t next_extra = m_next_extra;
    std::vector<std::uint32_t> added;
    require_room_for(cells, loading_of);
    try {
        for (const std::uint32_t cell : cells) {
            while (m_layers[cell] < layers_for(loading_of(cell))) {
                added.push_back(cell);
                ++m_layers[cell];
                draw_layer(cell, from);
            }
        }
    } catch (...) {
        take_back(drawn, added);
        m_next_extra = next_extra;
        throw;
    }
    m_candidates.merge(from);
}

void SteppedReplicate::take_back(std::size_t drawn, const std::vector<std::uint32_t>& added) {
    m_candidates.discard_from(drawn);
    for (auto& [cell, numbers] : m_extra_of) {
        std::erase_if(numbers, [drawn](std::uint32_t number) { return number >= drawn; });
    }
    for (const std::uint32_t cell : added) {
        --m_layers[cell];
    }
}

void SteppedReplicate::add_layers_of_month() {
    std::vector<std::uint32_t> cells(m_loading.size());
    std::iota(cells.begin(), cells.end(), 0);
    add_layers(cells, [this](std::uint32_t cell) { return m_loading[cell]; });
}

/// The uppermost layer of a cell. What follows crimes of later days waits until it is known whether
/// these happen: else crimes would be drawn that follow what never happens, and that without end.
void SteppedReplicate::draw_layer(std::uint32_t cell, std::uint32_t from) {
    const std::vector<std::uint32_t> entered = entered_crimes(cell);
    const std::size_t first = m_candidates.drawn();
    draw_background(cell, from);
    if (!has_repeats()) {
        return;
    }
    const unsigned layer = m_layers[cell];
    for (const PastCrime& parent : m_past.of(cell)) {
        add_repeats(parent, no_cause, cell, layer, from);
    }
    for (const std::uint32_t parent : entered) {
        add_repeats(as_parent(parent), parent, cell, layer, from);
    }
    follow_entered(first, from);
}

void SteppedReplicate::draw_background(std::uint32_t cell, std::uint32_t from) {
    const std::size_t zone = cell / m_offences;
    const std::size_t offence = cell % m_offences;
    const std::vector<Candidate> crimes =
        m_extra.layer(zone, offence, m_layers[cell], m_expected.mean(cell), m_next_extra,
                      m_candidates.name_of_cell(zone, offence));
    m_next_extra += static_cast<std::int64_t>(crimes.size());
    for (const Candidate& crime : crimes) {
        append(crime, cell, from);
    }
}

bool SteppedReplicate::is_entered(const Candidate& crime) const {
    return crime.event.minute / minutes_a_day < m_entered_days;
}

/// The crimes of a cell on the days that have been entered, but for those that did not happen.
std::vector<std::uint32_t> SteppedReplicate::entered_crimes(std::uint32_t cell) const {
    std::vector<std::uint32_t> crimes;
    if (!has_repeats() || m_entered_days == 0) {
        return crimes;
    }
    const auto add = [&](std::uint32_t number) {
        const Candidate& crime = m_candidates.as_drawn(number);
        if (is_entered(crime) && crime.fate != CandidateFate::dropped) {
            crimes.push_back(number);
        }
    };
    const auto [first, last] = m_candidates.of_month(cell / m_offences, cell % m_offences);
    for (std::uint32_t number = first; number < last; ++number) {
        add(number);
    }
    if (const auto extra = m_extra_of.find(cell); extra != m_extra_of.end()) {
        std::for_each(extra->second.begin(), extra->second.end(), add);
    }
    return crimes;
}

/// The near repeats of crimes that a loading has added in an earlier month: nobody else draws them.
void SteppedReplicate::draw_repeats_of_added() {
    for (std::size_t i = 0; i < m_past.cells(); ++i) {
        const auto cell = static_cast<std::uint32_t>(i);
        for (const PastCrime& parent : m_past.of(cell)) {
            if (parent.first_layer == 0) {
                add_repeats(parent, no_cause, cell, 0, 0);
            }
        }
    }
    m_candidates.merge(0);
}

void SteppedReplicate::enter_day() {
    const std::uint32_t begin = m_entered_days * minutes_a_day;
    ++m_entered_days;
    const std::size_t first = m_candidates.position_of(begin);
    const std::size_t last = m_candidates.position_of(begin + minutes_a_day);
    std::vector<std::uint32_t> crimes;
    for (std::size_t position = first; position < last; ++position) {
        crimes.push_back(m_candidates.number_at(position));
    }
    const std::size_t drawn = m_candidates.drawn();
    const std::int64_t next_extra = m_next_extra;
    try {
        for (const std::uint32_t number : crimes) {
            follow_crime(number, begin);
        }
        follow_entered(drawn, begin);
    } catch (...) {
        take_back(drawn, {});
        m_next_extra = next_extra;
        --m_entered_days;
        throw;
    }
    m_candidates.merge(begin);
}

/// Draws what follows a crime that may still happen, in all layers of its cell that have not been
/// drawn with the month.
void SteppedReplicate::follow_crime(std::uint32_t number, std::uint32_t from) {
    const Candidate& crime = m_candidates.as_drawn(number);
    const std::uint32_t cause = crime.event.cause;
    if (cause != no_cause && m_candidates.as_drawn(cause).fate == CandidateFate::dropped) {
        return;
    }
    const auto cell =
        static_cast<std::uint32_t>((crime.event.zone * m_offences) + crime.event.offence);
    const PastCrime parent = as_parent(number);
    for (unsigned layer = parent.first_layer; layer <= m_layers[cell]; ++layer) {
        add_repeats(parent, number, cell, layer, from);
    }
}

/// The same for what has been added to days that have been entered, and for what follows that.
void SteppedReplicate::follow_entered(std::size_t first, std::uint32_t from) {
    for (std::size_t number = first; number < m_candidates.drawn(); ++number) { // grows as it goes
        if (is_entered(m_candidates.as_drawn(number))) {
            follow_crime(static_cast<std::uint32_t>(number), from);
        }
    }
}

void SteppedReplicate::add_repeats(const PastCrime& parent, std::uint32_t cause, std::uint32_t cell,
                                   unsigned layer, std::uint32_t from) {
    for (Candidate& crime :
         m_extra_repeats.of(parent, cell / m_offences, cell % m_offences, layer)) {
        crime.event.cause = cause;
        crime.number = m_next_extra++;
        append(crime, cell, from);
    }
}

/// What lies before `from` has not happened, nor has what would follow it.
void SteppedReplicate::append(const Candidate& crime, std::uint32_t cell, std::uint32_t from) {
    if (crime.event.minute < from) {
        return;
    }
    if (m_candidates.drawn() >= most_drawn_a_month) {
        fail_for_room();
    }
    const std::uint32_t number = m_candidates.append(crime);
    if (has_repeats()) {
        m_extra_of[cell].push_back(number);
    }
}

PastCrime SteppedReplicate::as_parent(std::uint32_t number) const {
    const Candidate& crime = m_candidates.as_drawn(number);
    const auto begin = std::chrono::minutes(first_day(m_month).time_since_epoch()).count();
    return {.name = crime.name,
            .time = begin + crime.event.minute,
            .place = crime.event.place,
            .first_layer = static_cast<std::uint8_t>(m_candidates.is_of_month(number) ? 1 : 0)};
}

} // namespace crims
