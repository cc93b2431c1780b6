// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace crims {

/// Who may become the victim of an offence.
struct VictimRisk {
    std::vector<double> risk = {}; ///< of a person of each group; only their ratios matter
    double personal = 1;           ///< share of the offence's crimes that have a personal victim
};

/// The crime whose victim is drawn: the same crime has the same one, whatever the others have.
struct VictimKey {
    std::uint64_t seed = 0;
    std::uint32_t replicate = 0;
    std::uint64_t crime = 0; ///< its number, below 2^56
};

struct Victim {
    std::size_t group = 0;
    std::int64_t person = 0; ///< which of the zone's people of that group, from 0
};

/// The victim of a crime among a zone's people: a group is drawn with the chance of its people
/// times their risk, then one of its people. None if the crime has no personal victim, or if nobody
/// in the zone is at risk. `people` and the risks have the same groups; negative or infinite
/// numbers are the caller's mistake.
std::optional<Victim> draw_victim(const std::vector<std::int64_t>& people,
                                  const VictimRisk& offence, const VictimKey& key);

} // namespace crims
