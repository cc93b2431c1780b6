// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <cmath>
#include <unordered_map>
#include <utility>

#include "crims_tool/records/recorded_crimes.hpp"

namespace crims_tool {

/// Fills the columns of recorded crimes, numbering what repeats.
class CrimeCollector {
  public:
    explicit CrimeCollector(const MonthRange& months) {
        m_crimes.months = months;
        m_crimes.present.assign(months.size(), 0);
    }

    RecordedCrimes& crimes() { return m_crimes; }

    std::uint16_t crime_type(const std::string& name);
    std::uint32_t lsoa(const std::string& code); ///< none for an empty one
    std::uint32_t point(double x, double y);     ///< none for NaN

    struct Crime {
        std::uint16_t crime_type = 0;
        std::size_t month = 0;
        std::uint32_t lsoa = none;
        std::uint32_t point = none;
        crims::OutcomeMeaning outcome = crims::OutcomeMeaning::none;
    };

    void add(const Crime& crime);

    /// The crimes with their types in alphabetical order. The months without data become a warning.
    RecordedCrimes finish();

  private:
    struct PointHash {
        std::size_t operator()(const std::pair<double, double>& point) const noexcept {
            constexpr std::uint64_t odd = 0x9E3779B97F4A7C15U;
            const auto x = std::bit_cast<std::uint64_t>(point.first) * odd;
            const auto y = std::bit_cast<std::uint64_t>(point.second) + (x ^ (x >> 32U));
            const std::uint64_t mixed = y * odd;
            return mixed ^ (mixed >> 29U);
        }
    };

    void sort_crime_types();
    void warn_of_gaps();

    RecordedCrimes m_crimes;
    std::unordered_map<std::string, std::uint16_t> m_crime_types;
    std::unordered_map<std::string, std::uint32_t> m_lsoas;
    std::unordered_map<std::pair<double, double>, std::uint32_t, PointHash> m_points;
};

} // namespace crims_tool
