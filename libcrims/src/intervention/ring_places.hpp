// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

#include "crims/injection.hpp"
#include "crims/random.hpp"
#include "simulation/alias_table.hpp"
#include "simulation/triangle_place.hpp"

namespace crims {

/// Draws where in the ring of an intervention a displaced crime happens.
class RingPlaces {
  public:
    /// Keeps references to both.
    RingPlaces(const InjectionCrimes& crimes, const InjectedIntervention& injected);

    /// Where a crime goes. Throws std::domain_error if there is no place.
    DisplacedCrime draw(std::size_t crime, Stream& stream) const;

  private:
    void add_crimes();
    Point uniform(Stream& stream) const;

    const InjectionCrimes& m_crimes;
    const InjectedIntervention& m_injected;
    std::vector<AliasEntry> m_triangles;             ///< empty: there is no area
    std::vector<std::vector<std::size_t>> m_by_type; ///< crimes in the ring during the treatment
    std::vector<std::size_t> m_all;
};

} // namespace crims
