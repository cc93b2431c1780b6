// SPDX-License-Identifier: MIT
#pragma once

#include "wdd/forecast.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace areas {

/// A generator whose numbers are the same everywhere: the standard engine is, its distributions
/// are not.
class Numbers {
  public:
    explicit Numbers(std::uint32_t seed) : m_engine(seed) {}

    double uniform() { return (static_cast<double>(m_engine()) + 0.5) / 4294967296.0; }

    /// By multiplication (Knuth); good for means of some hundreds.
    double poisson(double mean) {
        const double limit = std::exp(-mean);
        double product = uniform();
        double count = 0;
        while (product > limit) {
            product *= uniform();
            ++count;
        }
        return count;
    }

    /// About normal: twelve uniforms.
    double normal() {
        double sum = -6;
        for (int i = 0; i < 12; ++i) {
            sum += uniform();
        }
        return sum;
    }

  private:
    std::mt19937 m_engine;
};

/// Areas whose usual counts run from 20 to 80, where each period departs from the usual by a factor
/// of its own with this standard deviation of the logarithm.
inline std::vector<wdd::AreaCounts> draw(std::size_t count, double deviation, std::uint32_t seed) {
    Numbers numbers(seed);
    const auto recorded = [&numbers, deviation](double usual) {
        return numbers.poisson(usual * std::exp(deviation * numbers.normal()));
    };
    std::vector<wdd::AreaCounts> result;
    for (std::size_t i = 0; i < count; ++i) {
        const double usual = 20 * std::pow(4.0, numbers.uniform());
        wdd::AreaCounts area;
        area.pre = recorded(usual);
        area.post = recorded(usual);
        area.history = (recorded(usual) + recorded(usual)) / 2;
        result.push_back(area);
    }
    return result;
}

inline std::vector<wdd::AreaCounts> without_history(std::vector<wdd::AreaCounts> areas) {
    for (wdd::AreaCounts& area : areas) {
        area.history.reset();
    }
    return areas;
}

} // namespace areas
