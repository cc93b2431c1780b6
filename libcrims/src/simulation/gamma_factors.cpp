// SPDX-License-Identifier: MIT
#include "simulation/gamma_factors.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <boost/random/normal_distribution.hpp>

#include "crims/limits.hpp"

namespace crims {

namespace {

/// A year's factors are keyed by its January.
int year_key(Month month) {
    return month_index(month.year() / std::chrono::January);
}

// What is an offence elsewhere tells the common factors of a period from those of its first month,
// and from where the zone's years begin.
constexpr std::size_t common_period = 0;
constexpr std::size_t common_month = 1;
constexpr std::size_t common_phase = 2;

constexpr int half_year = half_year_months;

/// A half-year is keyed by its second month, lest the first half be the year.
constexpr int half_year_offset = 1;

/// The first month of the period of some months that a month lies in.
int period_begin(int month, int phase, int length) {
    const int at = (month + phase) % length;
    return month - (at < 0 ? at + length : at);
}

StreamKey zone_key(const ZoneMonth& at, int month, std::size_t offence, Purpose purpose) {
    return {.seed = at.seed,
            .replicate = at.replicate,
            .month = month,
            .zone = static_cast<std::uint32_t>(at.zone),
            .offence = static_cast<std::uint32_t>(offence),
            .purpose = purpose};
}

/// A gamma variable of a shape of at least 1 (Marsaglia and Tsang 2000). In 49 of 50 cases it needs
/// two random words, which are one block, and no logarithm.
double gamma_of_shape(double shape, Stream& stream) {
    boost::random::normal_distribution<double> normal;
    const double d = shape - (1.0 / 3);
    const double c = 1 / std::sqrt(9 * d);
    while (true) {
        const double x = normal(stream);
        const double u = stream.uniform();
        const double root = 1 + (c * x);
        if (root <= 0) {
            continue;
        }
        const double v = root * root * root;
        const double square = x * x;
        if (u < 1 - (0.0331 * square * square) ||
            std::log(u) < (0.5 * square) + (d * (1 - v + std::log(v)))) {
            return d * v;
        }
    }
}

/// A variance at a level that makes `factor` of it.
double at_level(double variance, double factor) {
    return std::min(variance * factor, variance_range.most);
}

} // namespace

double gamma_factor(double variance, const StreamKey& key) {
    if (variance < variance_range.least) { // what a split leaves may be a rounding error
        return 1;
    }
    Stream stream(key);
    const double shape = 1 / variance;
    if (shape >= 1) {
        return variance * gamma_of_shape(shape, stream);
    }
    const double part = std::pow(stream.uniform(), variance);
    return variance * part * gamma_of_shape(shape + 1, stream);
}

std::vector<double> year_factors(const Model& model, Month month, std::uint64_t seed,
                                 std::uint32_t replicate) {
    std::vector<double> factors;
    for (std::size_t type = 0; type < model.crime_types.size(); ++type) {
        factors.push_back(
            gamma_factor(model.dispersion[type].year, {.seed = seed,
                                                       .replicate = replicate,
                                                       .month = year_key(month),
                                                       .offence = static_cast<std::uint32_t>(type),
                                                       .purpose = Purpose::year_factor}));
    }
    return factors;
}

FactorSplit split_factor(double variance, double common) {
    if (variance <= 0 || common <= 0) {
        return {.own = variance};
    }
    const double shared = std::min(variance, common);
    return {std::sqrt(shared / common), ((1 + variance) / (1 + shared)) - 1};
}

ZoneFactors::TypeSplits ZoneFactors::splits(const Dispersion& type, double by_level,
                                            const CommonDispersion& common,
                                            double common_by_level) {
    const auto split = [&](double variance, double shared) {
        return split_factor(at_level(variance, by_level), at_level(shared, common_by_level));
    };
    return {.year = split(type.zone_year, common.zone_year),
            .half_year = split(type.zone_half_year, common.zone_half_year),
            .month = split(type.zone_month, common.zone_month)};
}

ZoneFactors::ZoneFactors(const Model& model)
    : m_common(model.common_dispersion), m_types(model.crime_types.size()),
      m_is_by_level(m_common.by_level.exponent > 0 ||
                    std::any_of(model.dispersion.begin(), model.dispersion.end(),
                                [](const auto& type) { return type.by_level.exponent > 0; })) {
    const std::size_t zones = m_is_by_level ? model.zones.size() : 1;
    m_splits.reserve(zones * m_types);
    m_of_zone.reserve(zones);
    std::vector<double> crimes(m_types, 0);
    for (std::size_t zone = 0; zone < zones; ++zone) {
        for (std::size_t type = 0; type < m_types && m_is_by_level; ++type) {
            crimes[type] = crimes_a_year(model, model.cell(zone, type));
        }
        m_of_zone.push_back(
            m_common.by_level.factor(std::accumulate(crimes.begin(), crimes.end(), 0.0)));
        for (std::size_t type = 0; type < m_types; ++type) {
            const Dispersion& dispersion = model.dispersion[type];
            m_splits.push_back(splits(dispersion, dispersion.by_level.factor(crimes[type]),
                                      m_common, m_of_zone.back()));
        }
    }
}

CommonFactors ZoneFactors::common(const ZoneMonth& at, const CommonFactors& known) const {
    const double by_level = m_of_zone[m_is_by_level ? at.zone : 0];
    const auto factor = [&at, by_level](double variance, int month, std::size_t which) {
        return gamma_factor(at_level(variance, by_level),
                            zone_key(at, month, which, Purpose::common_factor));
    };
    const int month = month_index(at.month);
    CommonFactors common = known;
    if (month < known.half_year_begin || month >= known.half_year_begin + half_year) {
        Stream stream(zone_key(at, 0, common_phase, Purpose::common_factor));
        const auto phase = static_cast<int>(stream() % calendar_months);
        common.year_begin = period_begin(month, phase, calendar_months);
        common.half_year_begin = period_begin(month, phase, half_year);
        common.year = factor(m_common.zone_year, common.year_begin, common_period);
        common.half_year = factor(m_common.zone_half_year,
                                  common.half_year_begin + half_year_offset, common_period);
    }
    common.month = factor(m_common.zone_month, month, common_month);
    return common;
}

double ZoneFactors::of_period(const FactorSplit& split, double shared, const ZoneMonth& at,
                              int begin, std::size_t crime_type) {
    return (1 + (split.weight * (shared - 1))) *
           gamma_factor(split.own, zone_key(at, begin, crime_type, Purpose::zone_year_factor));
}

double ZoneFactors::of_year(const ZoneMonth& at, std::size_t crime_type,
                            const CommonFactors& common) const {
    return of_period(of(at.zone, crime_type).year, common.year, at, common.year_begin, crime_type);
}

double ZoneFactors::of_half_year(const ZoneMonth& at, std::size_t crime_type,
                                 const CommonFactors& common, double of_year) const {
    return of_year * of_period(of(at.zone, crime_type).half_year, common.half_year, at,
                               common.half_year_begin + half_year_offset, crime_type);
}

double ZoneFactors::of_month(const ZoneMonth& at, std::size_t crime_type,
                             const CommonFactors& common) const {
    return shared_of_month(at.zone, crime_type, common) * own_of_months(at, crime_type, 1);
}

double ZoneFactors::shared_of_month(std::size_t zone, std::size_t crime_type,
                                    const CommonFactors& common) const {
    return 1 + (of(zone, crime_type).month.weight * (common.month - 1));
}

double ZoneFactors::own_of_months(const ZoneMonth& first, std::size_t crime_type,
                                  double part) const {
    return gamma_factor(
        of(first.zone, crime_type).month.own * part,
        zone_key(first, month_index(first.month), crime_type, Purpose::zone_month_factor));
}

} // namespace crims
