// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "crims/month.hpp"
#include "simulation/candidates.hpp"
#include "simulation/past_crimes.hpp"
#include "simulation/prepared_model.hpp"
#include "simulation/time_sampler.hpp"

namespace crims {

/// Marks of a layer: layer 0 has those up to 1, layer k those from 2^(k - 1) to 2^k.
struct MarkLayer {
    double least = 0;
    double width = 1;
};

MarkLayer mark_layer(unsigned layer);

/// Draws near repeats that are not drawn with the month's own crimes: those whose marks are above
/// 1, and those of crimes that a loading has added. The lag is exponential, so that what follows a
/// crime in one month does not depend on what followed it before, and each month of each parent is
/// drawn when it is needed.
class ExtraRepeats {
  public:
    ExtraRepeats(const PreparedModel& prepared, std::uint32_t replicate)
        : m_prepared(prepared), m_replicate(replicate), m_times(prepared.rhythms) {}

    void set_month(Month month);

    /// The month's repeats of a crime of this or an earlier month, in one layer; cause and number
    /// are not set.
    std::vector<Candidate> of(const PastCrime& parent, std::size_t zone, std::size_t offence,
                              unsigned layer) const;

  private:
    const PreparedModel& m_prepared;
    std::uint32_t m_replicate;
    TimeSampler m_times;
    Month m_month = Month(std::chrono::year(1970), std::chrono::January);
};

} // namespace crims
