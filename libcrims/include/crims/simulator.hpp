// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "crims/crime_table.hpp"
#include "crims/loading.hpp"
#include "crims/model.hpp"
#include "crims/near_repeat.hpp"

namespace crims {

/// Where a crime is put.
enum class Placement : std::uint8_t {
    observed, ///< at a place where such a crime has been, else where any crime of the zone has
              ///< been, else uniformly in the zone
    uniform,  ///< uniformly in the zone's area
    none
};

struct SimulationOptions {
    Month from = Month(std::chrono::year(1970), std::chrono::January);
    std::uint64_t seed = 1;
    std::uint32_t replicate = 0;
    Placement placement = Placement::observed;
    std::optional<NearRepeatChoice> near_repeat = {}; ///< none: no crime is followed by others
    bool dispersion = true; ///< draw the model's gamma factors; false: Poisson alone

    /// Not 0 for the zones to be simulated, one per zone; empty: all. The crimes of a zone do not
    /// depend on which others there are.
    std::vector<std::uint8_t> zones = {};
};

/// Expected crimes of the whole force over months, both ends included, with near repeats:
/// background and offspring of expected crimes, times the loading of the time they fall in. Throws
/// as the expected_total of crims/loading.hpp, and std::invalid_argument if a month has more crimes
/// than most_expected_a_month because each is followed by ever more.
double expected_total(const Model& model, const NearRepeatChoice& near_repeat,
                      const Loading& loading, Month first, Month last);

/// Throws std::invalid_argument if an option is out of its range (crims/limits.hpp).
void check(const SimulationOptions& options);

struct PreparedModel;

/// One replicate of a force, month by month: a non-homogeneous Poisson process a zone and offence,
/// whose rate is incidence x offence share x rhythm x trend x gamma factors x loading.
///
/// Every random number is keyed by (seed, replicate, month, zone, offence, purpose): the result
/// does not depend on the number of threads, and what is changed in one cell leaves the crimes of
/// all other cells as they were. Work runs in the calling thread's oneTBB arena.
class Simulator {
  public:
    /// The replicate that the options name, as Simulation makes it.
    Simulator(const Model& model, const SimulationOptions& options);
    ~Simulator();
    Simulator(Simulator&& other) noexcept;
    Simulator& operator=(Simulator&& other) noexcept;
    Simulator(const Simulator&) = delete;
    Simulator& operator=(const Simulator&) = delete;

    /// The month that the next step simulates.
    Month month() const;

    /// Holds from the next step on, until it is set again; not for the months before the first,
    /// whose crimes have offspring in it. Throws std::invalid_argument as
    /// loading_factors does.
    void set_loading(Loading loading);

    /// Simulates a month and moves on to the next. Throws std::domain_error if it has more crimes
    /// than most_drawn_a_month, or std::invalid_argument as loading_factors does.
    CrimeTable step();

    /// The same into a table whose memory is used again.
    void step(CrimeTable& table);

  private:
    friend class Simulation;
    class Implementation;

    explicit Simulator(std::unique_ptr<Implementation> implementation);

    std::unique_ptr<Implementation> m_implementation;
};

/// What all replicates of a simulation share: the model, checked and laid out for drawing, the
/// options and a loading. It never changes, so that a replicate depends on its number alone and not
/// on those before it. Copies are cheap; replicates may be made and run at once.
class Simulation {
  public:
    /// Keeps a reference to the model, which must outlive it and its simulators. Of the options it
    /// ignores `replicate`. Throws ModelError as `validate` does, std::invalid_argument if an
    /// option is out of its range, does not fit the model, or the model lacks what the placement
    /// needs, and as check_loading does.
    Simulation(const Model& model, const SimulationOptions& options, Loading loading = {});

    /// A replicate before its first month. The loading holds until set_loading gives another.
    Simulator replicate(std::uint32_t number) const;

  private:
    std::shared_ptr<const PreparedModel> m_prepared;
};

} // namespace crims
