// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "crims/month.hpp"
#include "crims/near_repeat.hpp"
#include "crims/rhythm.hpp"

namespace crims {

/// A model that cannot be: a negative rate, shares that do not sum to one.
class ModelError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// A kind of crime finer than a crime type: a Home Office offence code.
struct Offence {
    std::size_t crime_type = 0; ///< index into Model::crime_types
    std::string code = {};
    std::string description = {};
    double share = 1; ///< of its crime type's crimes; the shares of a type sum to one
    double severity = std::numeric_limits<double>::quiet_NaN(); ///< NaN: not known
    WeeklyRhythm rhythm = flat_rhythm();

    /// The probability of a suspect over that of the crime type; the mean over its offences, by
    /// their shares, is 1.
    double suspect_ratio = 1;

    bool operator==(const Offence&) const = default;
};

/// Log-linear trend of a crime type: its rate is multiplied by exp(per_year * years since the
/// model's trend origin), see trend_factor.
struct Trend {
    double per_year = 0;
    double standard_error = std::numeric_limits<double>::quiet_NaN(); ///< NaN: not estimated
};

/// How relative variances fall as a zone's level rises: where N crimes are expected a year (taken
/// as one at least), a variance is multiplied by (N / level)^-exponent. Exponent 0: it is alike
/// everywhere.
struct LevelLaw {
    double level = 1; ///< crimes a year at which variances are as told
    double exponent = 0;

    double factor(double crimes_a_year) const;

    bool operator==(const LevelLaw&) const = default;
};

/// How far the counts of a crime type vary beyond Poisson: variances of factors with mean 1, each
/// independent of the others, that multiply the rate. 0: no such variation.
struct Dispersion {
    double year = 0;           ///< one factor a calendar year, the same in all zones
    double zone_year = 0;      ///< one factor a zone and year, which begins in any month
    double zone_half_year = 0; ///< one factor a zone and half of its year
    double zone_month = 0;     ///< one factor a zone and month
    LevelLaw by_level = {};    ///< of those by zone, by the zone's crimes of the type
};

/// What the crime types of a zone share of their variation (footfall, policing, recording):
/// variances of gamma factors C with mean 1. A type whose own variance is v feels 1 + b (C - 1), b
/// = min(1, sqrt(v / variance of C)), and an independent gamma factor of its own for the rest, so
/// that its variance stays v and the covariance of types j and k is b_j b_k times the variance of
/// C. That holds in each zone with the variances at its levels. 0: the types vary independently.
struct CommonDispersion {
    double zone_year = 0;      ///< one C a zone and year
    double zone_half_year = 0; ///< one C a zone and half-year
    double zone_month = 0;     ///< one C a zone and month
    LevelLaw by_level = {};    ///< by the zone's crimes of all types
};

/// A place where crimes of a zone and crime type have happened. Coordinates in the model's CRS.
struct Place {
    double x = 0;
    double y = 0;
    double weight = 1; ///< how often; above 0

    bool operator==(const Place&) const = default;
};

/// A piece of a zone's area.
struct Triangle {
    std::array<double, 3> x = {};
    std::array<double, 3> y = {};
};

/// The months of a model's data, from the first to the last.
struct DataMonths {
    Month first = Month(std::chrono::year(1970), std::chrono::January);
    Month last = first;

    bool operator==(const DataMonths&) const = default;
};

/// How many months before and after a model's data its trends go on.
inline constexpr int trend_reach = 12;

/// What the simulator knows of a force. Plain data: nobody but `validate` checks it.
///
/// A cell is a zone and a crime type: cell(z, t) = z * crime_types.size() + t.
struct Model {
    std::vector<std::string> zones;       ///< codes
    std::vector<std::string> crime_types; ///< names
    std::vector<Offence> offences;        ///< in order of their crime types, at least one per type

    /// Expected count a year-month of each cell at the trend's origin: 12 * cell + calendar month,
    /// that of a February of 28 days.
    std::vector<double> incidence;

    std::vector<Trend> trends;          ///< one per crime type
    double trend_origin = 0;            ///< as a month index; fractions are allowed
    std::optional<DataMonths> data;     ///< what it was calibrated from; none: not known
    std::vector<Dispersion> dispersion; ///< one per crime type
    CommonDispersion common_dispersion;

    /// What follows a crime of each type, where it is known; empty: it is known of none. Drawn only
    /// where SimulationOptions::near_repeat asks for it.
    std::vector<std::optional<NearRepeat>> near_repeats;

    LocalCalendar calendar; ///< public holidays and changes of the clocks

    /// Probability that a suspect is identified, one per cell.
    std::vector<double> suspect;

    /// Observed places in order of their cells; those of cell c are [place_begin[c],
    /// place_begin[c + 1]). Both empty: none are known at all.
    std::vector<Place> places;
    std::vector<std::size_t> place_begin;

    /// The area of zone z: [triangle_begin[z], triangle_begin[z + 1]). Both empty: not known.
    std::vector<Triangle> triangles;
    std::vector<std::size_t> triangle_begin;

    std::size_t cell(std::size_t zone, std::size_t crime_type) const {
        return zone * crime_types.size() + crime_type;
    }

    std::size_t cell_count() const { return zones.size() * crime_types.size(); }

    std::span<const Place> places_of(std::size_t cell) const;
    std::span<const Triangle> triangles_of(std::size_t zone) const;
};

/// Factor of a crime type's trend in a month: exp(per_year * years since the origin). What grows by
/// a fifth a year does not do so for ever: from `trend_reach` months before the model's data, and
/// after them, the factor is held. A model that does not know its data's months holds it nowhere.
double trend_factor(const Model& model, std::size_t crime_type, Month month);

/// How many months a month lies beyond the model's data, before or after; 0 within, or if the model
/// does not know them.
int months_beyond_data(const Model& model, Month month);

/// Expected count of a cell in a month: incidence times trend_factor, and a day's crime more in the
/// February of a leap year.
double expected_count(const Model& model, std::size_t zone, std::size_t crime_type, Month month);

/// Expected crimes of a cell in a year at the trend's origin.
double crimes_a_year(const Model& model, std::size_t cell);

/// What follows a crime of the type: what is chosen, else what the model knows, else what is usual.
NearRepeat near_repeat_of(const Model& model, std::size_t crime_type,
                          const NearRepeatChoice& choice);

/// Throws ModelError that names the zone, crime type or offence and the value if the model is not
/// one: sizes that do not fit, repeated codes, shares that do not sum to one (1e-6), a probability
/// outside 0 to 1, a rhythm whose mean is not 1 (1e-6), and any number out of its range
/// (crims/limits.hpp).
void validate(const Model& model);

} // namespace crims
