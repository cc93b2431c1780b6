// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace crims {

/// Counts by zone, crime type and month: (zone * crime_types + crime_type) * months + month.
struct CountShape {
    std::size_t zones = 0;
    std::size_t crime_types = 0;
    std::size_t months = 0;

    std::size_t size() const { return zones * crime_types * months; }
};

/// By what counts are summed before observed and simulated ones are compared.
enum class ValidationLevel : std::uint8_t {
    total,
    month,
    crime_type,
    zone,
    crime_type_month,
    zone_crime_type,
    zone_month,
    cell ///< zone, crime type and month
};

inline constexpr std::size_t validation_levels = 8;

/// One group of counts: what was observed, the mean of the replicates, and the interval that holds
/// nine in ten of them (from their 5th to their 95th percentile).
struct ValidationGroup {
    double observed = 0;
    double mean = 0;
    double low = 0;
    double high = 0;

    bool is_covered() const { return low <= observed && observed <= high; }

    /// The same for a count, which is rounded to a whole one first: crimes of no zone that are
    /// spread over zones leave 0.03 crimes where a simulation has 0 or 1.
    bool is_count_covered() const;
};

/// The group of an observed number and those of the replicates. Percentiles are interpolated
/// (Hyndman and Fan's type 7). Throws std::invalid_argument without replicates.
ValidationGroup compared(double observed, std::vector<double> simulated);

/// How far the simulation's means lie from what was observed, over the groups of a level.
struct ValidationScore {
    ValidationLevel level = ValidationLevel::total;
    std::size_t groups = 0;
    double rmse = 0;
    double mean_absolute_error = 0;
    double median_absolute_error = 0;
    /// What the mean absolute error would be if the model were true: the replicates' own mean
    /// absolute distance from their mean. A mean absolute error near it is chance alone. Right
    /// to 1 / replicates; 0 for a single replicate.
    double chance_error = 0;
    double chance_error_low = 0;  ///< that of nineteen in twenty replicates is higher
    double chance_error_high = 0; ///< that of nineteen in twenty replicates is lower
    double relative_bias =
        0; ///< sum simulated / sum observed - 1; above 0: over-sampled. NaN: none observed
    double over_sampled = 0; ///< share of the groups whose mean is above what was observed
    double coverage = 0; ///< share of the groups whose interval holds what was observed, rounded
};

/// A number of the observed year and its distribution over the replicates.
using ValidationNumber = ValidationGroup;

/// Zones by their rank among those with most crime: from `first`, 0 for the busiest, to before
/// `end`.
struct LevelClass {
    std::size_t first = 0;
    std::size_t end = 0;

    bool operator==(const LevelClass&) const = default;
};

/// How much zones of a class change, each beside each other, from one period to the next: the root
/// of the mean square of z over all pairs, where z is the difference of two zones' changes over the
/// root of the sum of their four counts, as in a weighted displacement difference. 1: as Poisson
/// counts. Each replicate ranks its own zones.
struct LevelChange {
    LevelClass zones;
    double crimes = 0; ///< observed in both periods, a zone of the class on average
    ValidationNumber z;
};

/// Where what was observed lies among the replicates (the probability integral transform of counts;
/// Czado, Gneiting and Held 2009): shares of the groups by tenths, from "nearly all replicates have
/// more" to "nearly all have fewer". A group whose count many replicates have is spread over the
/// tenths in which it may lie. If the model is true, each tenth has about 0.1; the interval is that
/// of replicates that take the part of what was observed. High ends: counts vary more than the
/// model says; a high middle: less; a slope: it has too many or too few.
struct PitHistogram {
    static constexpr std::size_t tenths = 10;

    ValidationLevel level = ValidationLevel::total;
    std::vector<ValidationNumber> shares; ///< one a tenth
};

struct ValidationReport {
    std::size_t replicates = 0;
    std::vector<ValidationScore> scores; ///< one per level, in order
    std::vector<ValidationGroup> by_month;
    std::vector<ValidationGroup> by_crime_type;
    std::vector<ValidationGroup> by_zone;
    std::vector<ValidationGroup> by_crime_type_month; ///< crime type * months + month
    ValidationGroup total;

    /// Variance over mean of the monthly counts of a zone and crime type (Fisher's index), averaged
    /// over those with at least one crime a month on average observed. NaN: there are none, or a
    /// single month.
    ValidationNumber dispersion;

    /// Share of crime in the twentieth of the zones (rounded up) that has most of it.
    ValidationNumber top_zones_share;

    /// Of crime types by month, zones by month, and cells; empty with a single replicate.
    std::vector<PitHistogram> pit;
};

/// Compares observed counts with those of simulated replicates.
class Validation {
  public:
    /// Observed counts need not be whole: crimes of no zone are spread over zones. Throws
    /// std::invalid_argument if the sizes do not fit.
    Validation(const CountShape& shape, std::vector<double> observed);

    /// Keeps 4 bytes a count. Throws std::invalid_argument if the sizes do not fit.
    void add_replicate(std::span<const std::uint32_t> simulated);

    /// Throws std::domain_error without replicates.
    ValidationReport report() const;

  private:
    struct Groups;
    Groups groups(ValidationLevel level) const;
    void add_pit(ValidationReport& report) const;

    CountShape m_shape;
    std::vector<double> m_observed;
    std::vector<std::vector<std::uint32_t>> m_replicates;
};

struct LevelChangeReport {
    /// Months in each of the two periods: the last twelve and the twelve before, or halves. 0:
    /// none, for there are too few zones or months.
    std::size_t months = 0;
    std::vector<LevelChange> all; ///< of all crime types together
    std::vector<std::vector<LevelChange>> by_crime_type;
};

/// Compares how much zones change in life and in replicates. Crimes of no zone must be left out of
/// both: spread over the zones they would not change at all.
class LevelChanges {
  public:
    /// Throws std::invalid_argument if the sizes do not fit.
    LevelChanges(const CountShape& shape, const std::vector<double>& observed);

    /// Keeps a few numbers. Throws std::invalid_argument if the sizes do not fit.
    void add_replicate(std::span<const std::uint32_t> simulated);

    /// Throws std::invalid_argument without replicates.
    LevelChangeReport report() const;

  private:
    CountShape m_shape;
    std::size_t m_months;
    std::vector<LevelClass> m_classes;
    std::vector<double> m_crimes;                 ///< observed, as LevelChange has them
    std::vector<double> m_observed;               ///< z of all, then of each type, by class
    std::vector<std::vector<double>> m_simulated; ///< the same of each replicate
};

} // namespace crims
