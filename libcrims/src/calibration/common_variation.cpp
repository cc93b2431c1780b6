// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "calibration/variation.hpp"
#include "calibration/variation_moments.hpp"

namespace crims {

namespace {

double sum_of(std::span<const double> values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
}

/// Each over their sum, if there is one.
std::vector<double> shares_of(std::vector<double> values) {
    const double all = sum_of(values);
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
        add_weights();
    }

    /// Of each month, of all crime types together.
    const std::vector<double>& share() const { return m_all; }

    double weight(std::size_t j, std::size_t k) const {
        return m_weight[(j * m_counts.crime_types) + k];
    }

    /// Sum over zones, groups and pairs of the products of residuals, over the zone's expected
    /// crimes of all types. Chance of one type is none of the other's: nothing is to be taken off.
    double products(const Grouping& grouping) const {
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
    void add_residuals(std::size_t zone, std::size_t type, const Grouping& grouping,
                       std::vector<double>& residual) const {
        residual.assign(grouping.share.size(), 0);
        const std::span<const std::uint32_t> cell = located_of(m_counts, zone, type);
        for (std::size_t i = 0; i < m_months.size(); ++i) {
            residual[grouping.group[i]] +=
                cell[m_months.at[i]] - (m_located[type][zone] * m_share[type][i]);
        }
    }

    /// The force's shares hold the zone's own crimes: a zone of all crimes has no residual.
    void add_weights() {
        const std::size_t types = m_counts.crime_types;
        std::vector<std::vector<double>> part;
        std::transform(m_located.begin(), m_located.end(), std::back_inserter(part), shares_of);
        m_weight.assign(types * types, 0);
        for (std::size_t j = 0; j < types; ++j) {
            for (std::size_t k = 0; k < types; ++k) {
                const double both =
                    std::inner_product(part[j].begin(), part[j].end(), part[k].begin(), 0.0);
                for (std::size_t zone = 0; zone < m_counts.zones && j != k; ++zone) {
                    const double product = m_located[j][zone] * m_located[k][zone];
                    if (product > 0) {
                        m_weight[(j * types) + k] +=
                            product / m_crimes[zone] * (1 - part[j][zone] - part[k][zone] + both);
                    }
                }
            }
        }
    }

    const CrimeCounts& m_counts;
    const PresentMonths& m_months;
    std::vector<double> m_all;
    std::vector<double> m_crimes;               ///< of each zone, of all types
    std::vector<std::vector<double>> m_share;   ///< of each type and month
    std::vector<std::vector<double>> m_located; ///< of each type and zone
    std::vector<double> m_weight;
};

/// Sum of the pairs' covariances, each times its weight, with a common factor of some variance.
double weighted_covariance(const TypePairs& pairs, const std::vector<double>& variances,
                           double common) {
    double sum = 0;
    for (std::size_t j = 0; j < variances.size(); ++j) {
        for (std::size_t k = 0; k < variances.size(); ++k) {
            sum += pairs.weight(j, k) *
                   std::sqrt(std::min(variances[j], common) * std::min(variances[k], common));
        }
    }
    return sum;
}

/// The variance of the common factor that brings a weighted covariance; at most the largest of the
/// types', for no more can be had of them.
double common_variance(const TypePairs& pairs, const std::vector<double>& variances,
                       double covariance) {
    double low = 0;
    double high = *std::max_element(variances.begin(), variances.end());
    if (covariance <= 0 || weighted_covariance(pairs, variances, high) <= covariance) {
        return covariance <= 0 ? 0 : high;
    }
    constexpr int bisections = 60;
    for (int i = 0; i < bisections; ++i) {
        const double middle = (low + high) / 2;
        (weighted_covariance(pairs, variances, middle) < covariance ? low : high) = middle;
    }
    return (low + high) / 2;
}

} // namespace

CommonDispersion common_variation(const CrimeCounts& counts, const PresentMonths& months,
                                  std::span<const Dispersion> dispersion) {
    const TypePairs pairs(counts, months);
    if (sum_of(pairs.share()) == 0) {
        return {};
    }
    const auto groupings = groupings_of(months, pairs.share());
    VariationMoments moments = moments_of(months, groupings, pairs.share());
    for (std::size_t i = 0; i < variation_terms; ++i) {
        moments.excess[i] = pairs.products(groupings[i]);
    }
    const auto covariance = solve_without_negatives(moments, known_terms(groupings));
    std::vector<double> years;
    std::vector<double> half_years;
    std::vector<double> each_month;
    for (const Dispersion& type : dispersion) {
        years.push_back(type.zone_year);
        half_years.push_back(type.zone_half_year);
        each_month.push_back(type.zone_month);
    }
    CommonDispersion common;
    common.zone_year = common_variance(pairs, years, covariance[year_term]);
    // A factor multiplies those of longer periods, whose mean squares are in its equation's
    // solution.
    const double year_square = 1 + common.zone_year;
    common.zone_half_year =
        common_variance(pairs, half_years, covariance[half_year_term] / year_square);
    common.zone_month = common_variance(
        pairs, each_month, covariance[month_term] / (year_square * (1 + common.zone_half_year)));
    return common;
}

} // namespace crims
