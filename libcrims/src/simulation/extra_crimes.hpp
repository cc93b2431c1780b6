// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include "crims/month.hpp"
#include "simulation/candidates.hpp"
#include "simulation/prepared_model.hpp"
#include "simulation/time_sampler.hpp"

namespace crims {

/// Layers of crimes with marks above 1: layer k has those from 2^(k - 1) to 2^k, so that 14 of them
/// hold any loading.
constexpr unsigned layers_for(double loading) {
    unsigned layers = 0;
    double bound = 1;
    while (bound < loading) {
        bound *= 2;
        ++layers;
    }
    return layers;
}

/// Draws the crimes that loadings above 1 add to a month.
class ExtraCrimes {
  public:
    ExtraCrimes(const PreparedModel& prepared, std::uint32_t replicate)
        : m_prepared(prepared), m_replicate(replicate), m_times(prepared.rhythms) {}

    void set_month(Month month);

    /// A layer of a zone's crimes of an offence; `mean` is the count that is expected under loading
    /// 1. They are numbered from `first_number` on; their names are made of `name`. Throws
    /// std::domain_error if they are too many.
    std::vector<Candidate> layer(std::size_t zone, std::size_t offence, unsigned layer, double mean,
                                 std::int64_t first_number, std::uint64_t name) const;

  private:
    const PreparedModel& m_prepared;
    std::uint32_t m_replicate;
    TimeSampler m_times;
    int m_month = 0;
};

} // namespace crims
