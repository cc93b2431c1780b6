// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "crims/crime_table.hpp"
#include "crims/rescaled_times.hpp"
#include "crims/validation.hpp"
#include "crims_tool/records/incident_columns.hpp"
#include "crims_tool/records/month_range.hpp"

namespace crims_tool {

/// Gaps between crimes on the model's clock, in life and simulated.
struct ResidualComparison {
    struct Type {
        std::string crime_type;
        std::uint64_t crimes = 0;
        crims::ValidationNumber distance; ///< Kolmogorov's, from even
    };

    std::uint64_t crimes = 0;
    std::uint64_t without_time = 0;            ///< of them: anywhere in their day
    std::vector<crims::ValidationNumber> gaps; ///< shares by tenths, of all types
    std::vector<Type> types;                   ///< of which there are enough crimes
};

/// Gathers crimes by type and rescales their times.
class ResidualCounter {
  public:
    /// The months of a validation, and which of them have data.
    ResidualCounter(const crims::Model& model, const crims::Loading& loading,
                    const MonthRange& months, const std::vector<std::uint8_t>& present);

    /// Keeps those of the model's types in the months with data.
    void set_recorded(const IncidentColumns& incidents);

    /// False with too few recorded crimes.
    bool tells() const;

    /// The months with data of a replicate are added after this.
    void begin_replicate(std::size_t replicate);
    void add(const crims::CrimeTable& crimes);

    /// Of the replicate: shares by tenths, then the distance of each crime type.
    std::vector<double> gaps() const;

    /// Such numbers of a replicate, drawn here or by another process.
    void add_replicate(const std::vector<double>& gaps);

    ResidualComparison comparison() const;

  private:
    /// A model knows rates by the hour, and recorded minutes are rounded: within its hour a crime
    /// is anywhere.
    double anywhere(std::size_t type, std::size_t month, std::size_t hour, std::size_t hours);

    std::vector<double> gaps_of(const std::vector<std::vector<double>>& times) const;

    const crims::Model& m_model;
    MonthRange m_months;
    std::vector<std::size_t> m_number; ///< of each month among those with data
    crims::RescaledTimes m_clock;
    std::mt19937_64 m_random; ///< begun anew for each replicate
    std::uint64_t m_without_time = 0;
    std::vector<std::vector<double>> m_recorded; ///< times by crime type
    std::vector<std::vector<double>> m_simulated;
    std::vector<std::vector<double>> m_replicates; ///< as gaps() has them
};

} // namespace crims_tool
