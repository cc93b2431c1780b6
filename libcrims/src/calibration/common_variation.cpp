// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "calibration/sum.hpp"
#include "calibration/variation.hpp"
#include "calibration/variation_moments.hpp"

namespace crims {

namespace {

/// Each over their sum, if there is one.
std::vector<double> shares_of(std::vector<double> values) {
    const double all = sum(values);
    for (double& value : values) {
        value = all > 0 ? value / all : 0;
    }
    return values;
}

/// Pairs of different crime types: what their residuals have in common, and how much a covariance
/// of 1 would add.
class TypePairs {
  public:
    TypePairs(const CrimeCounts& counts, const PresentMonths& months)
        : m_counts(counts), m_months(months), m_all(months.size(), 0), m_crimes(counts.zones, 0) {
        for (std::size_t type = 0; type < counts.crime_types; ++type) {
            const std::vector<double> totals = monthly_totals(counts, months, type).located;
            std::transform(m_all.begin(), m_all.end(), totals.begin(), m_all.begin(),
                           std::plus<>());
            m_share.push_back(shares_of(totals));
            m_located.push_back(located_totals(counts, months, type));
            std::transform(m_crimes.begin(), m_crimes.end(), m_located.back().begin(),
                           m_crimes.begin(), std::plus<>());
        }
        m_all = shares_of(m_all);
        add_parts();
    }

    /// Of each month, of all crime types together.
    const std::vector<double>& share() const { return m_all; }

    /// What a covariance of each zone's types, given as the square roots of their shared variances,
    /// adds to the products of residuals. The force's shares hold the zone's own crimes: a zone of
    /// all crimes has no residual.
    double covariance(std::size_t zone, const std::vector<double>& roots) const {
        const std::size_t types = m_counts.crime_types;
        double sum = 0;
        for (std::size_t j = 0; j < types; ++j) {
            if (m_located[j][zone] == 0 || roots[j] == 0) {
                continue;
            }
            for (std::size_t k = 0; k < types; ++k) {
                if (j != k) {
                    sum += roots[j] * roots[k] * m_located[j][zone] * m_located[k][zone] *
                           (1 - m_part[j][zone] - m_part[k][zone] + m_both[(j * types) + k]);
                }
            }
        }
        return m_crimes[zone] > 0 ? sum / m_crimes[zone] : 0;
    }

    /// Sum over zones, groups and pairs of the products of residuals, over the zone's expected
    /// crimes of all types. Chance of one type is none of the other's: nothing is to be taken off.
    double products(const MonthGrouping& grouping) const {
        double all = 0;
        std::vector<double> common;
        std::vector<double> residual;
        for (std::size_t zone = 0; zone < m_counts.zones; ++zone) {
            common.assign(grouping.share.size(), 0);
            std::vector<double> squares(grouping.share.size(), 0);
            for (std::size_t type = 0; type < m_counts.crime_types; ++type) {
                add_residuals(zone, type, grouping, residual);
                for (std::size_t g = 0; g < residual.size(); ++g) {
                    common[g] += residual[g];
                    squares[g] += residual[g] * residual[g];
                }
            }
            for (std::size_t g = 0; g < common.size(); ++g) {
                const double expected = m_crimes[zone] * grouping.share[g];
                all += expected > 0 ? ((common[g] * common[g]) - squares[g]) / expected : 0;
            }
        }
        return all;
    }

  private:
    void add_residuals(std::size_t zone, std::size_t type, const MonthGrouping& grouping,
                       std::vector<double>& residual) const {
        residual.assign(grouping.share.size(), 0);
        const std::span<const std::uint32_t> cell = located_of(m_counts, zone, type);
        for (std::size_t i = 0; i < m_months.size(); ++i) {
            residual[grouping.group[i]] +=
                cell[m_months.at[i]] - (m_located[type][zone] * m_share[type][i]);
        }
    }

    /// How types have their crimes in the same zones.
    void add_parts() {
        const std::size_t types = m_counts.crime_types;
        m_part.reserve(types);
        std::transform(m_located.begin(), m_located.end(), std::back_inserter(m_part), shares_of);
        m_both.reserve(types * types);
        for (std::size_t j = 0; j < types; ++j) {
            for (std::size_t k = 0; k < types; ++k) {
                m_both.push_back(
                    std::inner_product(m_part[j].begin(), m_part[j].end(), m_part[k].begin(), 0.0));
            }
        }
    }

    const CrimeCounts& m_counts;
    const PresentMonths& m_months;
    std::vector<double> m_all;
    std::vector<double> m_crimes;               ///< of each zone, of all types
    std::vector<std::vector<double>> m_share;   ///< of each type and month
    std::vector<std::vector<double>> m_located; ///< of each type and zone
    std::vector<std::vector<double>> m_part;    ///< the same, of the type's crimes
    std::vector<double> m_both;                 ///< sum over zones of two types' parts
};

/// Variances of one term in each zone.
struct TermVariances {
    std::size_t types = 0;
    std::vector<double> of_cell = {};       ///< zone * types + type, at its level
    std::vector<double> common_factor = {}; ///< of each zone, on the common variance
};

/// Sum of the pairs' covariances over zones with a common factor of some variance.
double weighted_covariance(const TypePairs& pairs, const TermVariances& term, double common) {
    double sum = 0;
    std::vector<double> roots(term.types);
    for (std::size_t zone = 0; zone < term.common_factor.size(); ++zone) {
        const double shared = common * term.common_factor[zone];
        for (std::size_t type = 0; type < term.types; ++type) {
            roots[type] = std::sqrt(std::min(term.of_cell[(zone * term.types) + type], shared));
        }
        sum += pairs.covariance(zone, roots);
    }
    return sum;
}

/// The variance of the common factor that brings a weighted covariance; at most the largest of the
/// types' at its level, for no more can be had of them.
double common_variance(const TypePairs& pairs, const TermVariances& term, double covariance) {
    double low = 0;
    double high = 0;
    for (std::size_t cell = 0; cell < term.of_cell.size(); ++cell) {
        high = std::max(high, term.of_cell[cell] / term.common_factor[cell / term.types]);
    }
    if (covariance <= 0 || weighted_covariance(pairs, term, high) <= covariance) {
        return covariance <= 0 ? 0 : high;
    }
    constexpr int bisections = 40;
    for (int i = 0; i < bisections; ++i) {
        const double middle = (low + high) / 2;
        (weighted_covariance(pairs, term, middle) < covariance ? low : high) = middle;
    }
    return (low + high) / 2;
}

/// Expected crimes a year by zone, of each type and of all.
struct Levels {
    Levels(std::span<const double> incidence, std::size_t zones, std::size_t crime_types)
        : types(crime_types), of_cell(zones * types, 0), of_zone(zones, 0) {
        for (std::size_t i = 0; i < incidence.size(); ++i) {
            of_cell[i / calendar_months] += incidence[i];
            of_zone[i / calendar_months / types] += incidence[i];
        }
    }

    std::size_t types;
    std::vector<double> of_cell;
    std::vector<double> of_zone;
};

/// The types' exponents, each as often as it has crimes; at the level at which the mean over crimes
/// of the factors is 1.
LevelLaw common_law(const Levels& levels, std::span<const Dispersion> dispersion) {
    double exponents = 0;
    for (std::size_t cell = 0; cell < levels.of_cell.size(); ++cell) {
        exponents += levels.of_cell[cell] * dispersion[cell % levels.types].by_level.exponent;
    }
    const double crimes = sum(levels.of_zone);
    LevelLaw law{.exponent = crimes > 0 ? exponents / crimes : 0};
    if (law.exponent < 1e-3) {
        return {};
    }
    double factors = 0;
    for (const double a_year : levels.of_zone) {
        factors += a_year * law.factor(a_year);
    }
    law.level = std::pow(crimes / factors, 1 / law.exponent);
    return law;
}

TermVariances variances_of(const Levels& levels, std::span<const Dispersion> dispersion,
                           const LevelLaw& common, double Dispersion::*term) {
    TermVariances variances{.types = levels.types};
    variances.of_cell.reserve(levels.of_cell.size());
    for (std::size_t cell = 0; cell < levels.of_cell.size(); ++cell) {
        const Dispersion& type = dispersion[cell % levels.types];
        variances.of_cell.push_back(type.*term * type.by_level.factor(levels.of_cell[cell]));
    }
    variances.common_factor.reserve(levels.of_zone.size());
    std::transform(levels.of_zone.begin(), levels.of_zone.end(),
                   std::back_inserter(variances.common_factor),
                   [&common](double a_year) { return common.factor(a_year); });
    return variances;
}

} // namespace

CommonDispersion common_variation(const CrimeCounts& counts, const PresentMonths& months,
                                  std::span<const Dispersion> dispersion,
                                  std::span<const double> incidence) {
    const TypePairs pairs(counts, months);
    if (sum(pairs.share()) == 0) {
        return {};
    }
    const auto groupings = groupings_of(months, pairs.share());
    VariationMoments moments = moments_of(months, groupings, pairs.share());
    for (std::size_t i = 0; i < variation_terms; ++i) {
        moments.excess[i] = pairs.products(groupings[i]);
    }
    const auto covariance = solve_without_negatives(moments, known_terms(groupings));
    const Levels levels(incidence, counts.zones, counts.crime_types);
    CommonDispersion common;
    common.by_level = common_law(levels, dispersion);
    const auto found = [&](double Dispersion::*term, double weighted) {
        return common_variance(pairs, variances_of(levels, dispersion, common.by_level, term),
                               weighted);
    };
    common.zone_year = found(&Dispersion::zone_year, covariance[year_term]);
    // A factor multiplies those of longer periods, whose mean squares are in its equation's
    // solution.
    const double year_square = 1 + common.zone_year;
    common.zone_half_year =
        found(&Dispersion::zone_half_year, covariance[half_year_term] / year_square);
    common.zone_month = found(&Dispersion::zone_month,
                              covariance[month_term] / (year_square * (1 + common.zone_half_year)));
    return common;
}

} // namespace crims
