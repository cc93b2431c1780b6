// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "crims/crime_table.hpp"
#include "crims/knox.hpp"
#include "crims/validation.hpp"
#include "crims_tool/records/dated_places.hpp"

namespace crims_tool {

/// Knox ratios of crimes of one type, all types together, in life and simulated.
struct RepeatComparison {
    crims::KnoxBands bands;
    std::uint64_t crimes = 0;                   ///< recorded, with a day and a place
    std::vector<crims::ValidationGroup> ratios; ///< distance band * bands of days + band of days
    std::vector<double> expected; ///< pairs in life, if times did not depend on places
};

/// Which months count, and in which unit the model's coordinates are.
struct RepeatFrame {
    crims::Month from = crims::Month(std::chrono::year(1970), std::chrono::January);
    std::vector<std::uint8_t> present;
    std::vector<std::string> crime_types;
    std::vector<std::uint16_t> type_of_offence;
    double metres = 1;
};

/// Gathers crimes and counts their pairs.
class RepeatCounter {
  public:
    /// Keeps those of the frame's types and months.
    RepeatCounter(const DatedPlaces& recorded, RepeatFrame frame);

    /// False with too few recorded crimes.
    bool tells() const;

    /// Only the first replicates count.
    static bool counts(std::size_t replicate);

    /// A month of the replicate that is being simulated.
    void add(const crims::CrimeTable& crimes);

    /// When it is over: its ratios.
    std::vector<double> ratios();

    void add_replicate(const std::vector<double>& ratios);

    RepeatComparison comparison() const;

  private:
    std::vector<double> ratios_of(const std::vector<TypeEvents>& types,
                                  std::vector<double>* expected) const;

    RepeatFrame m_frame;
    std::vector<TypeEvents> m_recorded;
    std::uint64_t m_crimes = 0;
    std::vector<TypeEvents> m_simulated;       ///< of the replicate
    std::vector<std::vector<double>> m_ratios; ///< one a cell: of the replicates
};

} // namespace crims_tool
