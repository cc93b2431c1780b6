// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace crims {

/// How an effect comes or goes.
enum class Shape : std::uint8_t {
    step,       ///< at once
    ramp,       ///< linearly over `days`
    exponential ///< by a factor of e every `days`
};

struct Change {
    Shape shape = Shape::step;
    double days = 0; ///< above 0 unless a step
};

/// Where in the ring a displaced crime goes.
enum class RingPlacement : std::uint8_t {
    uniform, ///< anywhere in it
    crime    ///< where crimes of its type already are, else any crimes
};

/// A simulated intervention: crimes in a response area are prevented with a known probability, and
/// a known share of the prevented ones happens in the ring around it instead.
///
/// The area and its ring are the caller's: they say only which crimes are inside.
struct Intervention {
    std::string name = {};
    std::chrono::sys_days start = {}; ///< first day of treatment
    std::chrono::sys_days end = {};   ///< last day, included; not before start

    /// Share of crimes prevented at full strength, one per crime type: 0.3 is 30 % fewer; 0 to 1.
    std::vector<double> effect = {};

    Change onset = {};             ///< from start on
    Change decay = {};             ///< from the day after end on; a step: the effect ends with it
    bool decay_from_start = false; ///< the effect wears off from the start on, whatever the end

    /// Share of the prevented crimes that happen in the ring instead, up to 1. Negative, down to
    /// -1: diffusion of benefit, so many crimes of the ring are prevented besides for each
    /// prevented one.
    double displaced = 0;
    RingPlacement ring_placement = RingPlacement::uniform;
};

/// Strength of an intervention on a day, 0 to 1: how far it has come, times how far it is gone. A
/// ramp of n days has strength (i + 1/2)/n on its day i, the mean over the day.
double strength(const Intervention& intervention, std::chrono::sys_days day);

/// Probability that a crime of a type in the area on a day is prevented.
double prevention(const Intervention& intervention, std::size_t crime_type,
                  std::chrono::sys_days day);

/// Throws std::invalid_argument that names the value if the end is before the start, or a share,
/// effect or number of days is out of its range.
void check(const Intervention& intervention);

} // namespace crims
