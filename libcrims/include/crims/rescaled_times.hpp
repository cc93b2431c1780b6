// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "crims/loading.hpp"
#include "crims/model.hpp"

namespace crims {

/// Times of a force's crimes on the clock of a model, which goes faster where more crime is
/// expected (time rescaling; Ogata 1988, Brown et al. 2002). If the model is true, the crimes of a
/// type are evenly spread on it, with exponential gaps; what the variation beyond Poisson does to
/// them the replicates tell.
class RescaledTimes {
  public:
    /// The months follow each other, but for gaps, in which the clock stands still.
    RescaledTimes(const Model& model, const Loading& loading, const std::vector<Month>& months);

    std::size_t crime_types() const { return m_clock.size(); }

    /// Expected crimes of a type before an hour of a month; hours up to the month's number of them.
    double at(std::size_t crime_type, std::size_t month, std::size_t hour) const;

    /// Expected crimes of a type in all months.
    double total(std::size_t crime_type) const { return m_clock[crime_type].back(); }

  private:
    std::vector<std::size_t> m_first_hour;    ///< of each month
    std::vector<std::vector<double>> m_clock; ///< by crime type, at the begin of each hour
};

/// How the gaps between crimes are distributed.
struct GapShares {
    static constexpr std::size_t tenths = 10;

    double gaps = 0;
    std::vector<double> shares; ///< of the gaps, by 1 - exp(-gap) in tenths
    double distance = 0;        ///< Kolmogorov's, of 1 - exp(-gap) from what is even

    bool operator==(const GapShares&) const = default;
};

/// Of times on such a clock, in any order. Nothing where there are fewer than two.
GapShares gap_shares(std::vector<double> times);

} // namespace crims
