// SPDX-License-Identifier: MIT
#include "calibration/level_exponent.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "calibration/sum.hpp"

namespace crims {

namespace {

constexpr double step = 0.05;
constexpr double lowest = -0.5; // beyond what is kept, so that errors are seen on both sides
constexpr int steps = 40;

constexpr LevelExponent unknown{0, std::numeric_limits<double>::infinity()};

/// The deviance of each zone at an exponent.
std::vector<double> deviances(const ZoneMoments& zones, double exponent) {
    const LevelSolution solution = zones.solve(exponent);
    std::vector<double> all;
    all.reserve(zones.zones().size());
    for (const ZoneChiSquares& zone : zones.zones()) {
        all.push_back(zones.deviance(zone, solution));
    }
    return all;
}

/// Weighted mean of exponents and the sum of their squared distances from it, if they differ by
/// `between` beyond their errors.
struct Spread {
    double mean = 0;
    double distance = 0;
};

Spread spread_of(std::span<const LevelExponent> all, double between) {
    double weights = 0;
    double mean = 0;
    for (const LevelExponent& one : all) {
        const double weight = 1 / ((one.error * one.error) + between);
        weights += weight;
        mean += weight * one.value;
    }
    mean /= weights;
    double distance = 0;
    for (const LevelExponent& one : all) {
        distance += std::pow(one.value - mean, 2) / ((one.error * one.error) + between);
    }
    return {mean, distance};
}

double variance_between(std::span<const LevelExponent> all) {
    const auto freedom = static_cast<double>(all.size() - 1);
    double low = 0;
    double high = 1;
    if (spread_of(all, low).distance <= freedom) {
        return 0;
    }
    constexpr int bisections = 50;
    for (int i = 0; i < bisections; ++i) {
        const double middle = (low + high) / 2;
        (spread_of(all, middle).distance > freedom ? low : high) = middle;
    }
    return (low + high) / 2;
}

} // namespace

LevelExponent level_exponent(const ZoneMoments& zones) {
    constexpr std::size_t few = 3;
    if (!zones.tell() || zones.zones().size() < few) {
        return unknown;
    }
    std::vector<double> at;
    at.reserve(steps + 1);
    for (int i = 0; i <= steps; ++i) {
        at.push_back(sum(deviances(zones, lowest + (step * i))));
    }
    const auto least = std::min_element(at.begin() + 1, at.end() - 1);
    const double curvature = *(least - 1) - (2 * *least) + *(least + 1);
    if (curvature <= 0) {
        return unknown;
    }
    const double aside = (*(least - 1) - *(least + 1)) / (2 * curvature);
    const double found =
        lowest + (step * (static_cast<double>(least - at.begin()) + std::clamp(aside, -1.0, 1.0)));
    const std::vector<double> below = deviances(zones, found - step);
    const std::vector<double> above = deviances(zones, found + step);
    const double bend = sum(above) + sum(below) - (2 * sum(deviances(zones, found)));
    double squares = 0;
    for (std::size_t zone = 0; zone < below.size(); ++zone) {
        squares += std::pow((above[zone] - below[zone]) / 2, 2);
    }
    return bend > 0 && squares > 0 ? LevelExponent{found, step * std::sqrt(squares) / bend}
                                   : unknown;
}

std::vector<double> drawn_together(std::span<const LevelExponent> types) {
    std::vector<LevelExponent> all{usual_exponent};
    std::copy_if(types.begin(), types.end(), std::back_inserter(all),
                 [](const LevelExponent& type) { return std::isfinite(type.error); });
    const double between = variance_between(all);
    const double mean = spread_of(all, between).mean;
    std::vector<double> exponents;
    exponents.reserve(types.size());
    for (const LevelExponent& type : types) {
        const double own =
            std::isfinite(type.error) ? between / (between + (type.error * type.error)) : 0;
        exponents.push_back(std::clamp(mean + (own * (type.value - mean)), 0.0, 1.0));
    }
    return exponents;
}

} // namespace crims
