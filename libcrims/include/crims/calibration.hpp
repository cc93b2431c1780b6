// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crims/model.hpp"
#include "crims/month.hpp"

namespace crims {

/// Recorded crimes by zone, crime type and month.
///
/// Months are numbered from `from`; month m of cell c (Model::cell) stands at c * months + m.
struct CrimeCounts {
    std::size_t zones = 0;
    std::size_t crime_types = 0;
    Month from = Month(std::chrono::year(1970), std::chrono::January);
    std::size_t months = 0;
    std::vector<std::uint8_t>
        present; ///< one per month; 0: there are no data, which is not zero crimes
    std::vector<std::uint32_t> located;   ///< with a zone
    std::vector<std::uint32_t> unlocated; ///< without one: crime type * months + month
};

/// The counts with the crimes of no zone spread over the zones, so that the totals of each crime
/// type and month hold: in proportion to the crimes of the type with a zone over the months
/// present, else to all crimes with a zone, else evenly. Months that are not present are 0. Throws
/// as fit_incidence does.
std::vector<double> with_unlocated(const CrimeCounts& counts);

struct IncidenceOptions {
    bool trend = false;      ///< estimate a log-linear trend; off means flat
    bool dispersion = false; ///< estimate the variances of the gamma factors; off means Poisson
};

/// Within these the slope of a trend lies with 95 % confidence (Student's t); NaN: not known.
struct TrendInterval {
    double low = std::numeric_limits<double>::quiet_NaN();
    double high = std::numeric_limits<double>::quiet_NaN();
};

/// What calibration says of the rates. The vectors have the shapes of those of the Model.
struct IncidenceFit {
    std::vector<double> incidence;
    std::vector<Trend> trends;
    std::vector<TrendInterval> trend_intervals; ///< one per crime type
    double trend_origin = 0;                    ///< mean of the months present
    DataMonths data;                            ///< first and last month present
    std::vector<Dispersion> dispersion;
    CommonDispersion common_dispersion;
    /// Pearson's chi-square over its (effective) degrees of freedom of the crimes with a zone by
    /// zone and month around the fit, one per crime type; NaN where there are no degrees of
    /// freedom. About 1 for Poisson counts.
    std::vector<double> pearson;
    /// Prior weight of the crime type's seasonal profile, in crimes, one per crime type: how sparse
    /// a cell must be to be shrunk. Infinite: all zones share one profile.
    std::vector<double> profile_weight;
    std::vector<std::string> notes; ///< what a user should know: a calendar month never observed...
};

/// Estimates expected counts a year-month.
///
/// Exposure of a calendar month is the number of such months present, each weighted by the trend;
/// counts of months that are not present are ignored. The months of a cell follow the type's
/// seasonal profile as far as the cell is sparse: the posterior mean under a Dirichlet prior around
/// the profile, whose weight is found by moments, net of the variation between months that comes
/// anew each year. The profile is the precision-weighted mean of the zones' own, which makes the
/// expected counts over the months present sum to the recorded ones for each cell and for each
/// crime type and calendar month over all zones (both to 1e-9 relative). A calendar month never
/// observed takes the force's rate interpolated between its neighbours, at the cell's level. A
/// crime type without crimes has rates of 0.
///
/// The trend is the slope of a quasi-Poisson regression of the type's monthly totals with an effect
/// for each calendar month; it needs a calendar month that is present twice, else it is flat with a
/// note. Its standard error is NaN where no degree of freedom is left, and knows of no variation
/// between years. A trend that its interval does not tell from none is kept: of two real forces one
/// was predicted better with it, the other slightly better with the trend shrunk by its error.
///
/// The dispersion is found by moments. zone_year, zone_half_year and zone_month are what zones vary
/// beyond Poisson around their share of the force's crimes in the same months, told apart from
/// lasting differences of season by residuals summed over months, half-years, years and calendar
/// months; year is what the force's calendar years vary around its fitted seasons and trend, beyond
/// what its zones bring. The factors are taken to be independent and alike in all zones. Negative
/// estimates are set to 0, which biases small variances upward at the expense of the others;
/// otherwise they are right in the mean to a tenth for a hundred zones and variances up to 0.1. For
/// a handful of zones their sum is right to a fifth or so, each only to a half. Where few zones
/// have most of the crime, variances are no larger than the force's own counts bear out. With two
/// or three years `year` is little more than a guess. What the data cannot tell (one zone, one
/// year) is 0 with a note. The common dispersion is found by moments of the products of different
/// types' residuals.
///
/// Throws std::invalid_argument if sizes do not fit, there is no zone or no month is present.
IncidenceFit fit_incidence(const CrimeCounts& counts, const std::vector<std::string>& crime_types,
                           const IncidenceOptions& options);

/// Recorded number of an offence in the table of police-recorded crime.
struct OffenceCount {
    std::string code;
    double count = 0; ///< may be negative: corrections of other quarters
};

/// A row of the mapping from offences to crime types.
struct OffenceCategory {
    std::string crime_type;
    std::string code; ///< in the table of counts
    std::string description;
    double severity = std::numeric_limits<double>::quiet_NaN();
    double suspect = std::numeric_limits<double>::quiet_NaN(); ///< probability; NaN: not known
};

struct OffenceShares {
    std::vector<Offence> offences; ///< in order of `crime_types`; at least one per type
    std::vector<std::string>
        notes; ///< codes without counts, negative totals, counts without a category
};

/// What an anti-social behaviour incident, which is not an offence, is called in CriMS's output:
/// code "(asb)", severity 1.
Offence anti_social_behaviour(std::size_t crime_type);

/// The proportions of the offences within each crime type, those without crimes left out. Counts of
/// a code are summed, a negative sum is 0; a code that stands for several ("1/4.1/4.10/4.2") is
/// found in whatever order and with whatever separators its parts are written ("1, 4.1/2/10"), or
/// by the sum of its parts that are not categories of their own. A code in several crime types
/// counts in full in each; of one that stands twice in a type the first is taken. A crime type
/// without counts is its own only offence (code: its name), anti-social behaviour as above. Names
/// of crime types are compared without regard to case and blanks at the ends. Throws
/// std::invalid_argument for a count that is not finite.
OffenceShares offence_shares(const std::vector<std::string>& crime_types,
                             std::span<const OffenceCategory> categories,
                             std::span<const OffenceCount> counts);

/// Outcomes of the crimes of a cell.
struct OutcomeCount {
    std::uint32_t known = 0;      ///< crimes that count
    std::uint32_t identified = 0; ///< of them, with a suspect identified
};

/// Probability that a suspect is identified, one per cell: the cell's share drawn toward the crime
/// type's in the whole force as far as the cell is sparse (beta-binomial, by moments). 0 for a
/// crime type without any outcome. Throws std::invalid_argument if sizes do not fit or more
/// suspects are identified than outcomes known.
std::vector<double> suspect_probabilities(std::size_t zones, std::size_t crime_types,
                                          std::span<const OutcomeCount> outcomes);

/// What a data.police.uk outcome says of a suspect.
enum class OutcomeMeaning : std::uint8_t {
    identified,
    not_identified,
    no_news, ///< months have gone by and the force has not told of an outcome
    open,    ///< it has not told of one yet
    none,    ///< no outcome is kept, as of anti-social behaviour
    never_seen
};

/// "Unable to prosecute suspect": identified. "Investigation complete; no suspect identified": not
/// identified. "Status update unavailable": no_news. "Under investigation": open. Empty: none. All
/// outcomes that data.police.uk lists are known; any other is never_seen. Capitals and the length
/// of blanks do not matter.
OutcomeMeaning outcome_meaning(std::string_view outcome) noexcept;

/// The rhythm of counts by hour of the week, smooth as far as they are thin, so that rates do not
/// jump from hour to hour by chance. It is a mixture: the counts under a Gaussian kernel around the
/// week, and a week whose days share one profile of hours (itself under a kernel, and drawn toward
/// `prior` as if `prior_weight` crimes had followed that). Bandwidths and the weight of the mixture
/// are those under which each crime is most likely given all others (leave-one-out
/// cross-validation), so that many crimes keep their own hours and few share those of their
/// neighbours. Flat if there is nothing at all. Throws std::invalid_argument for a negative weight
/// or a prior that is not a rhythm.
WeeklyRhythm rhythm_of_counts(std::span<const std::uint64_t, hours_a_week> counts,
                              const WeeklyRhythm& prior, double prior_weight);

} // namespace crims
