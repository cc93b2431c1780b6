// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "crims/loading.hpp"
#include "crims/model.hpp"
#include "simulation/gamma_factors.hpp"
#include "simulation/prepared_model.hpp"

namespace crims {

/// Expected counts of one month of one replicate.
class MonthRates {
  public:
    MonthRates(const PreparedModel& prepared, std::uint32_t replicate);

    void set_month(Month month, const Loading& loading);

    /// Draws what varies in a zone this month; before its rates are asked for. Different zones may
    /// be set at once.
    void set_zone(std::size_t zone);

    /// Expected count of a zone and crime type before loading; the background alone where crimes
    /// have offspring.
    double of_type(std::size_t zone, std::size_t crime_type) const;

    /// What the rate of an offence is of its type's.
    double share(std::size_t zone, std::size_t offence) const {
        const double share = m_shares[offence];
        return m_loading.empty() ? share : share * m_loading[(zone * m_shares.size()) + offence];
    }

  private:
    ZoneMonth at(std::size_t zone) const;

    const Model& m_model;
    const SimulationOptions& m_options;
    const ZoneFactors& m_factors;
    std::span<const double> m_shares; ///< of the offences
    std::uint32_t m_replicate;
    std::vector<double> m_background; ///< of each type: share that is nobody's offspring
    Month m_month = Month(std::chrono::year(1970), std::chrono::January);
    std::vector<double> m_of_month;      ///< one per crime type: trend, year factor and background
    std::vector<CommonFactors> m_common; ///< one per zone, of the month that it was set for last
    std::vector<double> m_of_half_year;  ///< one per cell: its own factors of that half-year
    std::vector<double> m_loading;       ///< as loading_factors gives them; empty: all are 1
};

} // namespace crims
