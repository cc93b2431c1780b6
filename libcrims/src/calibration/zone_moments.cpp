// SPDX-License-Identifier: MIT
#include "calibration/zone_moments.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

namespace crims {

namespace {

std::vector<ZoneChiSquares>
chi_squares(const CrimeCounts& counts, const PresentMonths& months, std::size_t type,
            const std::array<MonthGrouping, variation_terms>& groupings) {
    std::vector<ZoneChiSquares> all;
    std::vector<double> sums;
    for (std::size_t zone = 0; zone < counts.zones; ++zone) {
        const std::span<const std::uint32_t> cell = located_of(counts, zone, type);
        ZoneChiSquares found;
        for (const std::size_t m : months.at) {
            found.crimes += cell[m];
        }
        if (found.crimes == 0) {
            continue;
        }
        for (std::size_t term = 0; term < variation_terms; ++term) {
            const auto& [group, share] = groupings[term];
            sums.assign(share.size(), 0);
            for (std::size_t i = 0; i < months.size(); ++i) {
                sums[group[i]] += cell[months.at[i]];
            }
            for (std::size_t g = 0; g < share.size(); ++g) {
                if (share[g] > 0) {
                    const double residual = sums[g] - (found.crimes * share[g]);
                    found.value[term] += residual * residual / (found.crimes * share[g]);
                }
            }
        }
        all.push_back(found);
    }
    return all;
}

/// What a variance of 1 adds to a zone's chi-square for a unit of sensitivity: its crimes beyond
/// the first, less what the force's shares, which hold the zone's own crimes, take of them.
double base_of(const ZoneChiSquares& zone) {
    return (zone.crimes - 1) * zone.elsewhere;
}

} // namespace

ZoneMoments::ZoneMoments(const CrimeCounts& counts, const PresentMonths& months, std::size_t type)
    : m_years(static_cast<double>(months.size()) / calendar_months) {
    std::vector<double> share = monthly_totals(counts, months, type).located;
    m_crimes = std::accumulate(share.begin(), share.end(), 0.0);
    if (m_crimes == 0) {
        return;
    }
    for (double& value : share) {
        value /= m_crimes;
    }
    m_groupings = groupings_of(months, share);
    m_zones = chi_squares(counts, months, type, m_groupings);
    for (ZoneChiSquares& zone : m_zones) {
        zone.elsewhere = 1 - (zone.crimes / m_crimes);
        m_base += base_of(zone);
    }
    m_known = known_terms(m_groupings);
    m_moments = moments_of(months, m_groupings, share);
}

bool ZoneMoments::tell() const {
    return m_base > 1e-9 * m_crimes;
}

double ZoneMoments::freedom(std::size_t term) const {
    return static_cast<double>(groups_with_crimes(m_groupings[term]) - 1);
}

LevelSolution ZoneMoments::solve(double exponent) const {
    LevelSolution solution;
    solution.law.exponent = exponent;
    constexpr double least = 1e-3; // with less the level's power has no end
    if (std::abs(exponent) < least) {
        solution.law.exponent = 0;
    } else {
        double sum = 0;
        for (const ZoneChiSquares& zone : m_zones) {
            sum += zone.crimes * std::pow(std::max(zone.crimes / m_years, 1.0), -exponent);
        }
        solution.law.level = std::pow(m_crimes / sum, 1 / exponent);
    }
    double scale = 0;
    for (const ZoneChiSquares& zone : m_zones) {
        scale += factor(solution.law, zone) * base_of(zone);
    }
    solution.season_scale = m_base / scale;
    VariationMoments moments = m_moments;
    for (std::size_t term = 0; term < variation_terms; ++term) {
        moments.sensitivity[term][season_term] *= solution.season_scale;
        double found = -static_cast<double>(m_zones.size() - 1) * freedom(term);
        for (const ZoneChiSquares& zone : m_zones) {
            found += zone.value[term];
        }
        moments.excess[term] = found / scale;
    }
    solution.variances = solve_without_negatives(moments, m_known);
    return solution;
}

double ZoneMoments::deviance(const ZoneChiSquares& zone, const LevelSolution& solution) const {
    const double base = base_of(zone);
    const double by_level = factor(solution.law, zone);
    double sum = 0;
    for (const std::size_t term : {month_term, half_year_term, year_term}) {
        const double degrees = freedom(term);
        if (!m_known[term]) {
            continue;
        }
        double expected = zone.elsewhere;
        for (std::size_t other = 0; other < variation_terms; ++other) {
            expected += m_moments.sensitivity[term][other] * solution.variances[other] * base *
                        (other == season_term ? 1 : by_level) / degrees;
        }
        if (expected > 0) {
            sum += (std::log(expected) + (zone.value[term] / degrees / expected)) / 2;
        }
    }
    return sum;
}

} // namespace crims
