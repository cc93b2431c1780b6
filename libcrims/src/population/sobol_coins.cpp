// SPDX-License-Identifier: MIT
#include "population/sobol_coins.hpp"

#include "crims/random.hpp"

namespace crims {

SobolCoins::SobolCoins(std::uint64_t seed, std::size_t dimensions)
    : m_points(dimensions), m_shift(dimensions) {
    Stream stream({.seed = seed, .purpose = Purpose::mark});
    for (std::uint64_t& shift : m_shift) {
        shift = stream();
    }
}

double SobolCoins::next() {
    const std::uint64_t word = m_points() + m_shift[m_coordinate];
    m_coordinate = (m_coordinate + 1) % m_shift.size();
    return Stream::to_unit(word);
}

} // namespace crims
