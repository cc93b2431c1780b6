// SPDX-License-Identifier: MIT
#include "crims_tool/records/crime_collector.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "crims_tool/records/month_range.hpp"
#include "toolkit/layers/layer.hpp"

namespace crims_tool {

std::uint16_t CrimeCollector::crime_type(const std::string& name) {
    const auto [found, is_new] =
        m_crime_types.try_emplace(name, static_cast<std::uint16_t>(m_crime_types.size()));
    if (is_new) {
        m_crimes.crime_types.push_back(name);
    }
    return found->second;
}

std::uint32_t CrimeCollector::lsoa(const std::string& code) {
    if (code.empty()) {
        return none;
    }
    const auto [found, is_new] =
        m_lsoas.try_emplace(code, static_cast<std::uint32_t>(m_lsoas.size()));
    if (is_new) {
        m_crimes.lsoas.push_back(code);
    }
    return found->second;
}

std::uint32_t CrimeCollector::point(double x, double y) {
    if (std::isnan(x) || std::isnan(y)) {
        return none;
    }
    // -0 and 0 are one place, with two patterns of bits.
    const std::pair place(x + 0.0, y + 0.0);
    const auto [found, is_new] =
        m_points.try_emplace(place, static_cast<std::uint32_t>(m_crimes.x.size()));
    if (is_new) {
        m_crimes.x.push_back(place.first);
        m_crimes.y.push_back(place.second);
    }
    return found->second;
}

void CrimeCollector::add(const Crime& crime) {
    m_crimes.crime_type.push_back(crime.crime_type);
    m_crimes.month.push_back(static_cast<std::uint16_t>(crime.month));
    m_crimes.lsoa.push_back(crime.lsoa);
    m_crimes.point.push_back(crime.point);
    m_crimes.outcome.push_back(crime.outcome);
}

void CrimeCollector::sort_crime_types() {
    std::vector<std::string>& names = m_crimes.crime_types;
    std::vector<std::uint16_t> order(names.size());
    std::iota(order.begin(), order.end(), std::uint16_t{0});
    std::sort(order.begin(), order.end(), [&names](auto a, auto b) { return names[a] < names[b]; });
    std::vector<std::uint16_t> place(names.size());
    std::vector<std::string> sorted;
    for (const std::uint16_t old : order) {
        place[old] = static_cast<std::uint16_t>(sorted.size());
        sorted.push_back(names[old]);
    }
    names = std::move(sorted);
    for (std::uint16_t& type : m_crimes.crime_type) {
        type = place[type];
    }
}

void CrimeCollector::warn_of_gaps() {
    std::vector<std::string> missing;
    for (std::size_t month = 0; month < m_crimes.present.size(); ++month) {
        if (m_crimes.present[month] == 0) {
            missing.push_back(
                month_text(m_crimes.months.from + std::chrono::months(static_cast<int>(month))));
        }
    }
    if (!missing.empty()) {
        m_crimes.warnings.push_back(fmt::format(
            "There are no data for {} of {} months. That is a gap, not zero crimes: {}.",
            missing.size(), m_crimes.present.size(), toolkit::listed(missing)));
    }
}

RecordedCrimes CrimeCollector::finish() {
    sort_crime_types();
    warn_of_gaps();
    return std::move(m_crimes);
}

} // namespace crims_tool
