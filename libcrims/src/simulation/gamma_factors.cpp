// SPDX-License-Identifier: MIT
#include "simulation/gamma_factors.hpp"

#include <algorithm>
#include <cmath>

#include <boost/random/gamma_distribution.hpp>

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

} // namespace

double gamma_factor(double variance, const StreamKey& key) {
    if (variance < variance_range.least) { // what a split leaves may be a rounding error
        return 1;
    }
    Stream stream(key);
    return boost::random::gamma_distribution<double>(1 / variance, variance)(stream);
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

ZoneFactors::ZoneFactors(const Model& model) : m_common(model.common_dispersion) {
    for (const Dispersion& dispersion : model.dispersion) {
        m_types.push_back(
            {.year = split_factor(dispersion.zone_year, m_common.zone_year),
             .half_year = split_factor(dispersion.zone_half_year, m_common.zone_half_year),
             .month = split_factor(dispersion.zone_month, m_common.zone_month)});
    }
}

CommonFactors ZoneFactors::common(const ZoneMonth& at, const CommonFactors& known) const {
    const auto factor = [&at](double variance, int month, std::size_t which) {
        return gamma_factor(variance, zone_key(at, month, which, Purpose::common_factor));
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

double ZoneFactors::of_half_year(const ZoneMonth& at, std::size_t crime_type,
                                 const CommonFactors& common) const {
    const auto factor = [&](const FactorSplit& split, double shared, int month) {
        return (1 + (split.weight * (shared - 1))) *
               gamma_factor(split.own, zone_key(at, month, crime_type, Purpose::zone_year_factor));
    };
    const TypeSplits& type = m_types[crime_type];
    return factor(type.year, common.year, common.year_begin) *
           factor(type.half_year, common.half_year, common.half_year_begin + half_year_offset);
}

double ZoneFactors::of_month(const ZoneMonth& at, std::size_t crime_type,
                             const CommonFactors& common) const {
    return shared_of_month(crime_type, common) * own_of_months(at, crime_type, 1);
}

double ZoneFactors::shared_of_month(std::size_t crime_type, const CommonFactors& common) const {
    return 1 + (m_types[crime_type].month.weight * (common.month - 1));
}

double ZoneFactors::own_of_months(const ZoneMonth& first, std::size_t crime_type,
                                  double part) const {
    return gamma_factor(
        m_types[crime_type].month.own * part,
        zone_key(first, month_index(first.month), crime_type, Purpose::zone_month_factor));
}

} // namespace crims
