// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "crims/stepper.hpp"
#include "simulation/candidates.hpp"
#include "simulation/expected_crimes.hpp"
#include "simulation/extra_crimes.hpp"
#include "simulation/month_draw.hpp"
#include "simulation/prepared_model.hpp"
#include "simulation/state_bytes.hpp"

namespace crims {

/// A layer that has been added to a cell, for crimes from a minute of the month on.
struct AddedLayer {
    std::uint32_t cell = 0; ///< zone * offences + offence
    std::uint32_t layer = 0;
    std::uint32_t from = 0;
};

/// What stands at the beginning of a state.
struct StateHead {
    std::uint64_t model = 0; ///< its fingerprint
    std::uint64_t seed = 0;
    std::uint32_t replicate = 0;
    Instant time = {};
};

/// Throws std::invalid_argument if there is none.
StateHead read_state_head(StateReader& reader);

class Stepper::Implementation {
  public:
    Implementation(const Model& model, Instant start, const SimulationOptions& options,
                   Loading base);

    Instant time() const { return m_time; }

    double loading(std::size_t zone, std::size_t offence) const {
        return m_loading.at((zone * m_offences) + offence);
    }

    Instant end_of_month() const;
    void advance(Instant until, StepTable& table);
    void set_loading(double value, const LoadingTarget& target);
    std::optional<double> expected();

    std::string state();

    /// What follows the head. Throws std::invalid_argument if it does not fit.
    void restore(const StateHead& head, StateReader& reader);

  private:
    void require_target(double value, const LoadingTarget& target) const;

    /// Minutes since the month began.
    std::uint32_t minute() const;

    /// Draws the crimes of the month of now, unless that has been done.
    void draw_month();

    void draw_history();
    void draw(Month month);
    void begin_month(std::uint32_t from);
    void set_zone(std::size_t zone, const std::vector<std::size_t>& offences, double value);

    /// Draws what a loading above 1 adds to a cell, unless it is there already.
    void add_layers(std::size_t cell, double value);
    void draw_layer(const AddedLayer& added);

    /// Puts what has been drawn among the month's crimes.
    void add_waiting(std::uint32_t from);

    void go_on(Instant until, StepTable& table);
    void finish_month();

    void put_loading(StateWriter& out) const;
    void put_expected(StateWriter& out) const;
    void put_carried(StateWriter& out) const;
    void get_loading(StateReader& in);
    std::vector<AddedLayer> get_added(StateReader& in) const;
    void get_carried(StateReader& in);
    CarriedEvent get_carried_event(StateReader& in) const;

    PreparedModel m_prepared;
    const Model& m_model;
    std::size_t m_offences;
    std::uint32_t m_replicate;
    Instant m_time;
    Month m_month = Month(std::chrono::year(1970), std::chrono::January);
    MonthDraw m_draw;
    Candidates m_candidates;
    ExtraCrimes m_extra;
    ExpectedCrimes m_expected;
    std::vector<double> m_loading;      ///< of now: zone * offences + offence
    std::vector<std::uint8_t> m_layers; ///< of each cell, this month
    std::vector<AddedLayer> m_added;    ///< in the order in which they were drawn
    std::vector<Candidate> m_waiting;   ///< drawn, but not among the month's crimes yet
    std::vector<std::vector<CarriedEvent>> m_carried_before; ///< into this month
    std::int64_t m_next_extra = 0;
    std::size_t m_position = 0; ///< of the first crime yet to come
    bool m_is_drawn = false;
    bool m_has_history = false;
};

} // namespace crims
