// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include "crims/validation.hpp"

namespace crims_tool {

/// What share of a crime type's recorded crimes has a zone, month by month. Simulated crimes all
/// have one; to be compared with those recorded in a zone, the others' share must be left out.
class LocatedShares {
  public:
    /// `located` has the shape, `unlocated` is by crime type and month.
    LocatedShares(const crims::CountShape& shape, const std::vector<double>& located,
                  const std::vector<double>& unlocated);

    /// As many of a replicate's crimes as chance leaves. The same for the same seed and replicate.
    std::vector<std::uint32_t> of(const std::vector<std::uint32_t>& counts, std::uint64_t seed,
                                  std::uint32_t replicate) const;

  private:
    crims::CountShape m_shape;
    std::vector<double> m_share; ///< crime type * months + month
};

} // namespace crims_tool
