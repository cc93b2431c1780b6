// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "crims/model.hpp"
#include "crims/random.hpp"

namespace crims {

/// A gamma variable with mean 1 and a variance; 1 if the variance is 0 or too small to matter.
double gamma_factor(double variance, const StreamKey& key);

/// The factors that all cells share in a calendar year, one per crime type.
std::vector<double> year_factors(const Model& model, Month month, std::uint64_t seed,
                                 std::uint32_t replicate);

/// A factor of some variance as a common one, C, and one of its own: (1 + weight (C - 1)) own.
struct FactorSplit {
    double weight = 0;
    double own = 0; ///< variance
};

/// The split that leaves the variance what it is.
FactorSplit split_factor(double variance, double common);

/// What the factors of a zone in a month belong to.
struct ZoneMonth {
    std::uint64_t seed = 0;
    std::uint32_t replicate = 0;
    std::size_t zone = 0;
    Month month = Month(std::chrono::year(1970), std::chrono::January);
};

/// What all crime types of a zone share in a month.
struct CommonFactors {
    static constexpr int never = std::numeric_limits<int>::min();

    int year_begin = never;      ///< month index of the first month of the zone's year
    int half_year_begin = never; ///< and of its half-year
    double year = 1;
    double half_year = 1;
    double month = 1;
};

/// The factors of a model's zones. They depend on their keys alone. A zone's years begin in a month
/// that is drawn for each zone, so that no month of the year is special.
class ZoneFactors {
  public:
    explicit ZoneFactors(const Model& model);

    /// `known` are those of another month of the zone: what holds for both is not drawn again.
    CommonFactors common(const ZoneMonth& at, const CommonFactors& known = {}) const;

    /// The factor of a crime type in the zone's year.
    double of_year(const ZoneMonth& at, std::size_t crime_type, const CommonFactors& common) const;

    /// The factor of a crime type in the zone's half-year, times that in its year.
    double of_half_year(const ZoneMonth& at, std::size_t crime_type, const CommonFactors& common,
                        double of_year) const;

    double of_half_year(const ZoneMonth& at, std::size_t crime_type,
                        const CommonFactors& common) const {
        return of_half_year(at, crime_type, common, of_year(at, crime_type, common));
    }

    /// The factor of a crime type in a month, besides that of its half-year.
    double of_month(const ZoneMonth& at, std::size_t crime_type, const CommonFactors& common) const;

    /// What a crime type feels in a month of its zone's common factor.
    double shared_of_month(std::size_t zone, std::size_t crime_type,
                           const CommonFactors& common) const;

    /// One factor for several months, keyed by the first of them, in place of those that a crime
    /// type has for itself in each: of `part` of their variance.
    double own_of_months(const ZoneMonth& first, std::size_t crime_type, double part) const;

  private:
    struct TypeSplits {
        FactorSplit year;
        FactorSplit half_year;
        FactorSplit month;
    };

    static TypeSplits splits(const Dispersion& type, double by_level,
                             const CommonDispersion& common, double common_by_level);

    /// Of a zone's year or half-year that begins in month `begin`.
    static double of_period(const FactorSplit& split, double shared, const ZoneMonth& at, int begin,
                            std::size_t crime_type);

    const TypeSplits& of(std::size_t zone, std::size_t crime_type) const {
        return m_splits[(m_is_by_level ? zone * m_types : 0) + crime_type];
    }

    CommonDispersion m_common;
    std::size_t m_types;
    bool m_is_by_level;               ///< some variance falls with the level
    std::vector<TypeSplits> m_splits; ///< one per cell, or per crime type if the level is nothing
    std::vector<double> m_of_zone;    ///< what the level makes of the common variances
};

} // namespace crims
