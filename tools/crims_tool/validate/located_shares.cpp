// SPDX-License-Identifier: MIT
#include "crims_tool/validate/located_shares.hpp"

#include <cstddef>

#include "crims/random.hpp"

namespace crims_tool {

LocatedShares::LocatedShares(const crims::CountShape& shape, const std::vector<double>& located,
                             const std::vector<double>& unlocated)
    : m_shape(shape), m_share(shape.crime_types * shape.months, 0) {
    for (std::size_t i = 0; i < located.size(); ++i) {
        m_share[i % m_share.size()] += located[i];
    }
    for (std::size_t i = 0; i < m_share.size(); ++i) {
        m_share[i] = unlocated[i] > 0 ? m_share[i] / (m_share[i] + unlocated[i]) : 1;
    }
}

std::vector<std::uint32_t> LocatedShares::of(const std::vector<std::uint32_t>& counts,
                                             std::uint64_t seed, std::uint32_t replicate) const {
    std::vector<std::uint32_t> kept = counts;
    const std::size_t cells = m_shape.zones * m_shape.crime_types;
    for (std::size_t cell = 0; cell < cells; ++cell) {
        const std::size_t type = cell % m_shape.crime_types;
        crims::Stream stream({.seed = seed,
                              .replicate = replicate,
                              .zone = static_cast<std::uint32_t>(cell / m_shape.crime_types),
                              .offence = static_cast<std::uint32_t>(type),
                              .purpose = crims::Purpose::degradation});
        for (std::size_t month = 0; month < m_shape.months; ++month) {
            const double share = m_share[(type * m_shape.months) + month];
            std::uint32_t& count = kept[(cell * m_shape.months) + month];
            for (std::uint32_t crime = count; crime > 0 && share < 1; --crime) {
                count -= stream.uniform() < share ? 0 : 1;
            }
        }
    }
    return kept;
}

} // namespace crims_tool
