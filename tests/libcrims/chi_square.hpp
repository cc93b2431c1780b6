// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include <boost/math/distributions/chi_squared.hpp>

/// Probability of a chi-square at least as large, for counts whose sum was given.
inline double chi_square_p(const std::vector<double>& observed,
                           const std::vector<double>& expected) {
    double statistic = 0;
    for (std::size_t i = 0; i < observed.size(); ++i) {
        const double difference = observed[i] - expected[i];
        statistic += difference * difference / expected[i];
    }
    const boost::math::chi_squared distribution(static_cast<double>(observed.size() - 1));
    return boost::math::cdf(boost::math::complement(distribution, statistic));
}

/// Largest distance between the distribution of a sample and the uniform one on (0, 1), times the
/// root of its size: above 1.95 once in a thousand (Kolmogorov).
inline double kolmogorov_smirnov(std::vector<double> sample) {
    std::sort(sample.begin(), sample.end());
    const auto size = static_cast<double>(sample.size());
    double distance = 0;
    for (std::size_t i = 0; i < sample.size(); ++i) {
        distance = std::max({distance, sample[i] - (static_cast<double>(i) / size),
                             (static_cast<double>(i + 1) / size) - sample[i]});
    }
    return distance * std::sqrt(size);
}
