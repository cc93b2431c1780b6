// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "crims/stepper.hpp"
#include "simulation/candidates.hpp"
#include "simulation/expected_crimes.hpp"
#include "simulation/expected_repeats.hpp"
#include "simulation/extra_crimes.hpp"
#include "simulation/extra_repeats.hpp"
#include "simulation/month_draw.hpp"
#include "simulation/past_crimes.hpp"
#include "simulation/prepared_model.hpp"
#include "simulation/state_bytes.hpp"

namespace crims {

/// What stands at the beginning of a state.
struct StateHead {
    std::uint64_t model = 0; ///< its fingerprint
    std::uint64_t seed = 0;
    std::uint32_t replicate = 0;
    Instant time = {};
};

/// Throws std::invalid_argument if there is none.
StateHead read_state_head(StateReader& reader);

/// Throws std::invalid_argument for a time before the year 1 or after 8998.
Instant checked_time(Instant time);

/// One replicate in steps: what Stepper does, and Simulator where near repeats meet a loading.
///
/// Without near repeats the base loading is part of the rates that are drawn. With them it is a
/// loading like any other: what is drawn is drawn without it, and what follows a crime is held
/// against the loading of the time it falls in.
class SteppedReplicate {
  public:
    SteppedReplicate(std::shared_ptr<const PreparedModel> prepared, std::uint32_t replicate,
                     Instant start);

    Instant time() const { return m_time; }

    double loading(std::size_t zone, std::size_t offence) const {
        return m_set.at((zone * m_offences) + offence);
    }

    Instant end_of_month() const;
    void advance(Instant until, StepTable& table);
    void set_loading(double value, const LoadingTarget& target);

    /// In place of the base loading from the next month on; with near repeats only.
    void set_base(Loading base) { m_base = std::move(base); }

    std::optional<double> expected();

    std::string state();

    /// What follows the head. Throws std::invalid_argument if it does not fit.
    void restore(const StateHead& head, StateReader& reader);

  private:
    /// Cells of a target, of which some may stand twice.
    std::vector<std::uint32_t> cells_of(const LoadingTarget& target) const;
    void require_target(double value, const LoadingTarget& target) const;
    void require_product(std::uint32_t cell, double value) const;

    bool has_repeats() const { return m_prepared->has_repeats(); }

    /// Minutes since the month began.
    std::uint32_t minute() const;

    /// Draws the crimes of the month of now, unless that has been done.
    void draw_month();

    void go_through_history();
    void draw(Month month);
    void begin_month(std::uint32_t from);
    void set_base_of_month();

    // stepped_layers.cpp

    /// Draws what loadings above 1 add to cells, unless it is there already, and puts it among the
    /// month's crimes. Where that fails nothing has changed.
    template<typename LoadingOf>
    void add_layers(const std::vector<std::uint32_t>& cells, LoadingOf loading_of);
    template<typename LoadingOf>
    void require_room_for(const std::vector<std::uint32_t>& cells, LoadingOf loading_of) const;
    [[noreturn]] static void fail_for_room();
    void add_layers_of_month();
    void take_back(std::size_t drawn, const std::vector<std::uint32_t>& added);
    void draw_layer(std::uint32_t cell, std::uint32_t from);
    void draw_background(std::uint32_t cell, std::uint32_t from);
    void draw_repeats_of_added();
    void append(const Candidate& crime, std::uint32_t cell, std::uint32_t from);

    /// Draws what follows the crimes of the next day, if anything has been added to their cells.
    void enter_day();
    void follow_crime(std::uint32_t number, std::uint32_t from);
    void follow_entered(std::size_t first, std::uint32_t from);
    std::vector<std::uint32_t> entered_crimes(std::uint32_t cell) const;
    bool is_entered(const Candidate& crime) const;
    void add_repeats(const PastCrime& parent, std::uint32_t cause, std::uint32_t cell,
                     unsigned layer, std::uint32_t from);
    PastCrime as_parent(std::uint32_t number) const;

    void go_on(Instant until, StepTable& table);
    void settle_until(std::uint32_t limit, StepTable& table);
    void finish_month();
    void keep_parents();
    double expected_so_far() const;

    void put_loading(StateWriter& out) const;
    void put_expected(StateWriter& out) const;
    void put_carried(StateWriter& out) const;
    void get_loading(StateReader& in);
    void put_added(StateWriter& out) const;
    std::vector<std::uint8_t> get_layers(StateReader& in) const;
    void get_added(StateReader& in);
    Candidate get_candidate(StateReader& in) const;
    void get_carried(StateReader& in);
    CarriedEvent get_carried_event(StateReader& in) const;

    std::shared_ptr<const PreparedModel> m_prepared;
    const Model& m_model;
    std::size_t m_offences;
    std::uint32_t m_replicate;
    Instant m_time;
    Month m_month = Month(std::chrono::year(1970), std::chrono::January);
    MonthDraw m_draw;
    Candidates m_candidates;
    ExtraCrimes m_extra;
    ExtraRepeats m_extra_repeats;
    PastCrimes m_past;
    ExpectedCrimes m_expected;
    std::optional<ExpectedRepeats> m_expected_repeats;
    double m_expected_before = 0;       ///< the start, with near repeats
    Loading m_base;                     ///< with near repeats
    std::vector<double> m_set;          ///< what was set: zone * offences + offence
    std::vector<double> m_loading;      ///< of now: with near repeats times the base
    std::vector<double> m_base_of;      ///< this month; empty: 1
    std::vector<std::uint8_t> m_layers; ///< of each cell, this month
    std::map<std::uint32_t, std::vector<std::uint32_t>> m_extra_of; ///< cell: this month, added
    std::vector<std::vector<CarriedEvent>> m_carried_before;        ///< into this month
    std::int64_t m_next_extra = 0;
    std::uint32_t m_entered_days = 0; ///< of this month: what follows their crimes has been drawn
    std::size_t m_position = 0;       ///< of the first crime yet to come
    bool m_is_drawn = false;
    bool m_has_history = false;
};

} // namespace crims
