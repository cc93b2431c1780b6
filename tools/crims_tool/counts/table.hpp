// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "crims_tool/counts/periods.hpp"

namespace crims_tool {

/// Crimes by replicate, zone, crime type and period.
class CountTable {
  public:
    /// What the table's cells are numbered by.
    struct Names {
        std::vector<std::int64_t> replicates = {}; ///< empty: the crimes have no replicates
        std::vector<std::string> zones = {};       ///< with "" as the last, for crimes of no zone
        std::vector<std::string> crime_types = {};
    };

    /// Throws toolkit::DataError if it would have more cells than memory is likely to hold.
    CountTable(Names names, const CountPeriods& periods);

    const Names& names() const { return m_names; }

    const CountPeriods& periods() const { return m_periods; }

    std::size_t replicates() const {
        return m_names.replicates.empty() ? 1 : m_names.replicates.size();
    }

    double& at(std::size_t replicate, std::size_t zone, std::size_t type, std::size_t period) {
        return m_crimes[index(replicate, zone, type, period)];
    }

    double at(std::size_t replicate, std::size_t zone, std::size_t type, std::size_t period) const {
        return m_crimes[index(replicate, zone, type, period)];
    }

    /// All of a crime type.
    double total_of_type(std::size_t wanted) const;
    double total_of_period(std::size_t wanted) const;
    double total() const;

    /// Those in no zone.
    double without_zone() const;

    /// A period without data, which has no rows: a gap is not zero crimes.
    bool is_absent(std::size_t period) const { return m_absent[period] != 0; }

    void set_absent(std::size_t period) { m_absent[period] = 1; }

    /// The crimes are means, with their fractions.
    bool has_means() const { return m_has_means; }

    void set_means() { m_has_means = true; }

  private:
    std::size_t index(std::size_t replicate, std::size_t zone, std::size_t type,
                      std::size_t period) const {
        return ((((replicate * m_names.zones.size()) + zone) * m_names.crime_types.size() + type) *
                m_periods.size()) +
               period;
    }

    template<class Takes>
    double sum(Takes takes) const;

    Names m_names;
    CountPeriods m_periods;
    std::vector<double> m_crimes;
    std::vector<std::uint8_t> m_absent; ///< one per period
    bool m_has_means = false;
};

} // namespace crims_tool
