// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "crims/month.hpp"
#include "simulation/time_sampler.hpp"

namespace crims {

/// How many crimes are expected while loadings change: the mean of each zone and offence times the
/// loading, weighed by how likely its crimes are at each time of the month.
class ExpectedCrimes {
  public:
    /// What the loading of a cell (zone * offences + offence) was up to a minute.
    struct Past {
        std::uint32_t cell = 0;
        std::uint32_t minute = 0;
        double loaded = 0; ///< share of the month's crimes times the loading, summed to there
    };

    /// Keeps a reference to the rhythms.
    ExpectedCrimes(const OffenceRhythms& rhythms, std::size_t offences)
        : m_rhythms(rhythms), m_offences(offences) {}

    /// A month that begins to count at a minute, with the count of each cell that is expected under
    /// loading 1.
    void set_month(Month month, std::uint32_t from, std::vector<double> means);

    double mean(std::size_t cell) const { return m_means[cell]; }

    /// The minute up to which `set_past` is told.
    void go_to(std::uint32_t minute);

    /// The loading of a cell was `loading` up to there.
    void set_past(std::size_t cell, double loading);

    /// Expected from the first month on to a minute of this one.
    double so_far(const std::vector<double>& loading, std::uint32_t minute) const;

    void finish_month(const std::vector<double>& loading);

    // Its state, besides the month's means.
    double of_earlier_months() const { return m_total; }

    std::uint32_t from() const { return m_from; }

    std::vector<Past> changed() const;
    void restore(double of_earlier_months, const std::vector<Past>& changed);

  private:
    struct SharesBefore {
        std::vector<double> of_begin; ///< of a part of the month, and of its end
        std::uint32_t minutes = 0;    ///< of a part
    };

    /// Share of an offence's crimes of the month that come before a minute.
    double share_before(std::size_t offence, std::uint32_t minute) const;
    double loaded(std::size_t cell, double loading, double share) const;
    std::vector<double> shares_before(std::uint32_t minute) const;

    const OffenceRhythms& m_rhythms;
    std::size_t m_offences;
    std::vector<double> m_means;
    std::vector<Past> m_past;             ///< one per cell
    std::vector<SharesBefore> m_of_begin; ///< one per rhythm
    std::vector<double> m_shares;         ///< of each offence before the minute of now
    std::uint32_t m_minutes = 0;          ///< of the month
    std::uint32_t m_minute = 0;
    std::uint32_t m_from = 0;
    double m_total = 0;
};

} // namespace crims
