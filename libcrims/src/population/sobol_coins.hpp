// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <boost/random/sobol.hpp>

namespace crims {

/// Numbers of (0, 1) from the points of a Sobol sequence, coordinate by coordinate, shifted at
/// random (Cranley and Patterson 1976): evenly spread, and another set for each seed.
class SobolCoins {
  public:
    SobolCoins(std::uint64_t seed, std::size_t dimensions);

    double next();

  private:
    boost::random::sobol m_points;
    std::vector<std::uint64_t> m_shift;
    std::size_t m_coordinate = 0;
};

} // namespace crims
