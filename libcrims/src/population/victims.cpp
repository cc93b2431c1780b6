// SPDX-License-Identifier: MIT
#include "crims/victims.hpp"

#include <algorithm>

#include "crims/random.hpp"

namespace crims {

namespace {

/// Keeps these numbers apart from those that the crimes themselves are drawn with.
constexpr std::uint64_t victims = 0x766963'74696d73;
constexpr unsigned block_bits = 32;

RandomBlock numbers(const VictimKey& key, std::uint32_t set) {
    const Stream stream({.seed = key.seed ^ victims,
                         .replicate = key.replicate,
                         .zone = static_cast<std::uint32_t>(key.crime >> block_bits),
                         .offence = set,
                         .purpose = Purpose::mark});
    return stream.block(static_cast<std::uint32_t>(key.crime));
}

double at_risk(const std::vector<std::int64_t>& people, const VictimRisk& offence,
               std::size_t group) {
    return static_cast<double>(people[group]) * offence.risk[group];
}

} // namespace

std::optional<Victim> draw_victim(const std::vector<std::int64_t>& people,
                                  const VictimRisk& offence, const VictimKey& key) {
    const RandomBlock first = numbers(key, 0);
    if (Stream::to_unit(first[0]) >= offence.personal) {
        return std::nullopt;
    }
    double all = 0;
    for (std::size_t group = 0; group < people.size(); ++group) {
        all += at_risk(people, offence, group);
    }
    double left = Stream::to_unit(first[1]) * all;
    std::optional<std::size_t> drawn;
    for (std::size_t group = 0; group < people.size() && left >= 0; ++group) {
        const double weight = at_risk(people, offence, group);
        if (weight > 0) {
            drawn = group;
            left -= weight;
        }
    }
    if (!drawn) {
        return std::nullopt;
    }
    const double person = Stream::to_unit(numbers(key, 1)[0]) * static_cast<double>(people[*drawn]);
    return Victim{.group = *drawn,
                  .person = std::min(static_cast<std::int64_t>(person), people[*drawn] - 1)};
}

} // namespace crims
