// SPDX-License-Identifier: MIT
#include "calibration/variation_moments.hpp"

#include <algorithm>
#include <numeric>

#include <Eigen/LU>

namespace crims {

namespace {

MonthGrouping grouping_of(const std::vector<std::size_t>& group, const std::vector<double>& share) {
    MonthGrouping grouping{group,
                           std::vector<double>(*std::max_element(group.begin(), group.end()) + 1)};
    for (std::size_t i = 0; i < group.size(); ++i) {
        grouping.share[group[i]] += share[i];
    }
    return grouping;
}

/// What one unit of a profile's variance adds to the chi-square by `residual`, a crime.
double profile_sensitivity(const MonthGrouping& residual, const MonthGrouping& season,
                           const std::vector<double>& share) {
    const std::size_t seasons = season.share.size();
    std::vector<double> both(residual.share.size() * seasons, 0);
    for (std::size_t i = 0; i < share.size(); ++i) {
        both[(residual.group[i] * seasons) + season.group[i]] += share[i];
    }
    double sum = 0;
    for (std::size_t b = 0; b < residual.share.size(); ++b) {
        for (std::size_t e = 0; e < seasons; ++e) {
            if (residual.share[b] > 0 && season.share[e] > 0) {
                const double a = both[(b * seasons) + e] - (residual.share[b] * season.share[e]);
                sum += a * a / (residual.share[b] * season.share[e]);
            }
        }
    }
    return sum;
}

/// The same of the variance of factors that hold for periods of `length` months.
double period_sensitivity(const PresentMonths& months, const MonthGrouping& residual,
                          std::size_t length, const std::vector<double>& share) {
    double sum = 0;
    std::vector<double> deviation(share.size());
    for (std::size_t b = 0; b < residual.share.size(); ++b) {
        if (residual.share[b] > 0) {
            for (std::size_t i = 0; i < share.size(); ++i) {
                deviation[i] = ((residual.group[i] == b ? 1 : 0) - residual.share[b]) * share[i];
            }
            sum += mean_square_of_periods(months, deviation, length) / residual.share[b];
        }
    }
    return sum;
}

/// Solves for the wanted variances by their own equations; the others are 0.
std::array<double, variation_terms> solve(const VariationMoments& moments,
                                          const std::array<bool, variation_terms>& wanted) {
    constexpr auto size = static_cast<Eigen::Index>(variation_terms);
    Eigen::Matrix<double, size, size> sensitivity = Eigen::Matrix<double, size, size>::Identity();
    Eigen::Vector<double, size> excess = Eigen::Vector<double, size>::Zero();
    for (std::size_t i = 0; i < variation_terms; ++i) {
        const auto row = static_cast<Eigen::Index>(i);
        excess[row] = wanted[i] ? moments.excess[i] : 0;
        for (std::size_t j = 0; j < variation_terms; ++j) {
            if (wanted[i] && wanted[j]) {
                sensitivity(row, static_cast<Eigen::Index>(j)) = moments.sensitivity[i][j];
            }
        }
    }
    const Eigen::Vector<double, size> solution = sensitivity.partialPivLu().solve(excess);
    std::array<double, variation_terms> variances = {};
    std::copy(solution.begin(), solution.end(), variances.begin());
    return variances;
}

} // namespace

std::size_t groups_with_crimes(const MonthGrouping& grouping) {
    return static_cast<std::size_t>(std::count_if(grouping.share.begin(), grouping.share.end(),
                                                  [](double share) { return share > 0; }));
}

std::array<MonthGrouping, variation_terms> groupings_of(const PresentMonths& months,
                                                        const std::vector<double>& share) {
    std::vector<std::size_t> itself(months.size());
    std::iota(itself.begin(), itself.end(), std::size_t{0});
    return {grouping_of(itself, share), grouping_of(months.half_year, share),
            grouping_of(months.year, share), grouping_of(months.calendar, share)};
}

std::array<bool, variation_terms>
known_terms(const std::array<MonthGrouping, variation_terms>& groupings) {
    const std::size_t months = groups_with_crimes(groupings[month_term]);
    const std::size_t half_years = groups_with_crimes(groupings[half_year_term]);
    const std::size_t years = groups_with_crimes(groupings[year_term]);
    const std::size_t seasons = groups_with_crimes(groupings[season_term]);
    return {months > years + seasons - 1, half_years > years + 1, years > 1, seasons > 1};
}

VariationMoments moments_of(const PresentMonths& months,
                            const std::array<MonthGrouping, variation_terms>& groupings,
                            const std::vector<double>& share) {
    VariationMoments moments;
    for (std::size_t i = 0; i < variation_terms; ++i) {
        auto& equation = moments.sensitivity[i];
        equation[month_term] = period_sensitivity(months, groupings[i], 1, share);
        equation[half_year_term] =
            period_sensitivity(months, groupings[i], half_year_months, share);
        equation[year_term] = period_sensitivity(months, groupings[i], calendar_months, share);
        equation[season_term] = profile_sensitivity(groupings[i], groupings[season_term], share);
    }
    return moments;
}

std::array<double, variation_terms>
solve_without_negatives(const VariationMoments& moments, std::array<bool, variation_terms> wanted) {
    for (;;) {
        const std::array<double, variation_terms> x = solve(moments, wanted);
        std::size_t worst = 0;
        for (std::size_t i = 1; i < variation_terms; ++i) {
            if (x[i] * moments.sensitivity[i][i] < x[worst] * moments.sensitivity[worst][worst]) {
                worst = i;
            }
        }
        if (x[worst] >= 0) {
            return x;
        }
        wanted[worst] = false;
    }
}

} // namespace crims
