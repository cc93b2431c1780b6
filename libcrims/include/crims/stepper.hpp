// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crims/loading.hpp"
#include "crims/model.hpp"
#include "crims/simulator.hpp"

namespace crims {

/// A minute in the force's own local time.
using Instant = std::chrono::sys_time<std::chrono::minutes>;

/// The crimes from `from` to `until`, which does not belong to them, as columns in order of time
/// (ties: zone, offence).
struct StepTable {
    Instant from = {};
    Instant until = {};
    std::uint32_t replicate = 0;

    /// Year, month and a number within the month: 2020010000000001. Unique in a replicate, whatever
    /// the steps, the months and the runs; below 2^53. The crimes of `crims simulate` have the same
    /// ids in all runs; those that a loading above 1 adds are numbered as they are drawn.
    std::vector<std::int64_t> id;
    std::vector<std::int64_t> time;     ///< minutes since 1970-01-01 00:00, local time
    std::vector<std::uint32_t> zone;    ///< index into Model::zones
    std::vector<std::uint16_t> offence; ///< index into Model::offences, which tells the crime type
    std::vector<std::uint8_t> suspect;  ///< 1: identified
    std::vector<double> x; ///< in the model's CRS, NaN: no place is known; empty without placement
    std::vector<double> y;

    std::size_t size() const { return id.size(); }

    void clear();
};

/// What a loading is set for; an empty list names all.
struct LoadingTarget {
    std::vector<std::size_t> zones = {};
    std::vector<std::size_t> crime_types = {};
    std::vector<std::size_t> offences = {};
};

/// One replicate of a force in steps of any length, with loadings that may change at any instant:
/// the clock of an agent-based model.
///
/// The crimes of a month are drawn once, as Simulator draws them, and each has a mark, uniform on
/// (0, 1). A crime happens if its mark is below the loading at its time. So crimes under a lower
/// loading are among those under a higher one, steps may be cut anywhere without changing a crime,
/// and where no loading is set they are those of Simulator, one by one. Loadings above 1 add crimes
/// with marks above 1: independent Poisson processes, drawn when they are first needed. The process
/// is exactly the one whose rate is the model's times the loading at each instant.
///
/// Near repeats follow crimes that happened: one whose parent did not happen does not either, and
/// its own mark is held against the loading of the time it falls in. (A repeat on its parent's day
/// may come before it; then the parent's mark is held against the loading of that time.) Above 1
/// each crime has more of them, of which those with lower marks are the same. The months before the
/// first, whose crimes have near repeats in it, are those of the base loading.
class Stepper {
  public:
    /// Keeps a reference to the model, which must outlive it. `options.from` is ignored: the first
    /// month is that of `start`. `base` are factors on the rates that hold throughout, as in
    /// Simulation; loadings that are set multiply them. Throws as Simulation does, and
    /// std::invalid_argument for a start before the year 1 or after 8998.
    Stepper(const Model& model, Instant start, const SimulationOptions& options, Loading base = {});

    /// Goes on from what `state` told. Model, options and base must be those of then: std::invalid_
    /// argument if they are not, or if it is not a state.
    Stepper(const Model& model, std::string_view state, const SimulationOptions& options,
            Loading base = {});

    ~Stepper();
    Stepper(Stepper&& other) noexcept;
    Stepper& operator=(Stepper&& other) noexcept;
    Stepper(const Stepper&) = delete;
    Stepper& operator=(const Stepper&) = delete;

    /// Where the next step begins.
    Instant time() const;

    /// The crimes up to `until`. Throws std::invalid_argument if it lies before now,
    /// std::domain_error as Simulator::step does.
    StepTable advance(Instant until);

    StepTable advance(std::chrono::minutes duration) { return advance(time() + duration); }

    /// The same into a table whose memory is used again.
    void advance(Instant until, StepTable& table);

    /// To the end of the month.
    StepTable step();

    /// From now on the rates of what the target names are those of the model times `value`,
    /// whatever was set before. Throws std::invalid_argument for a value out of its range
    /// (crims/limits.hpp) or an index that is not the model's, std::domain_error if it adds more
    /// crimes than a month can hold; then nothing has changed.
    void set_loading(double value, const LoadingTarget& target = {});

    /// The loading of a zone and offence now.
    double loading(std::size_t zone, std::size_t offence) const;

    /// Crimes expected since the start, given the gamma factors that were drawn: the model's rates
    /// times the base and the loading at each instant. With near repeats also what follows expected
    /// crimes; none if that is without bound, since each is followed by more than one on its day.
    std::optional<double> expected() const;

    /// All that is needed to go on: bytes, the same for the same history.
    std::string state() const;

  private:
    class Implementation;
    std::unique_ptr<Implementation> m_implementation;
};

} // namespace crims
