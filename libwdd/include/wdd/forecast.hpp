// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "wdd/statistic.hpp"

namespace wdd {

/// What one area recorded: in the pre-treatment period, in the treatment period and, if it is
/// known, in the longer history before both, as a mean month times the months of a period. Finite
/// and 0 or more.
struct AreaCounts {
    double pre = 0;
    double post = 0;
    std::optional<double> history;

    bool operator==(const AreaCounts&) const = default;
};

/// Months before the pre-treatment period that are looked back at, and how many of them there must
/// be to make a history.
inline constexpr int most_history_months = 36;
inline constexpr int fewest_history_months = 6;

/// Fewest comparison areas with which the spread of the forecast can be judged.
inline constexpr std::size_t fewest_comparison_areas = 20;

/// Negative binomial regression of what comparison areas recorded on their own past:
///     log mu = b0 + b1 log(pre + 0.5) + b2 log(history + 0.5),     Var = mu + tau2 mu^2,
/// by iteratively reweighted least squares (Nelder & Wedderburn 1972, doi 10.2307/2344614) with
/// weights mu / (1 + tau2 mu), and tau2 by Paule & Mandel (1982, doi 10.6028/jres.087.022): the
/// value that makes the Pearson sum equal to its degrees of freedom, 0 if the sum is smaller at 0.
/// The two alternate until tau2 moves by less than 1e-7. A slope b1 below 1 is regression to the
/// mean; the WDD is the case of one comparison area and b1 = 1. That a regression on the past
/// (analysis of covariance) beats the difference of differences where counts vary from period to
/// period: McKenzie (2012), doi 10.1016/j.jdeveco.2012.01.002.
struct ForecastModel {
    std::vector<double> coefficients; ///< b0, b1 and, with a history, b2
    double tau2 = 0;                  ///< variance of the logarithm beyond chance, >= 0
    std::vector<double> covariance;   ///< of the coefficients, (X'WX)^-1, row by row
    std::size_t comparison_areas = 0; ///< K

    bool with_history() const { return coefficients.size() == 3; }

    double degrees_of_freedom() const {
        return static_cast<double>(comparison_areas) - static_cast<double>(coefficients.size());
    }

    bool operator==(const ForecastModel&) const = default;
};

/// The history is used if every area has one. Fewest areas: `fewest`, which only a test should
/// lower, and more than there are coefficients.
/// Throws std::invalid_argument for fewer areas, for a count that is negative or not finite, or
/// where some areas have a history and others none; std::domain_error, saying why, where no answer
/// exists: no incident in any area, a past that is the same in all areas, two pasts that say the
/// same, counts so small that the regression does not settle.
ForecastModel fit_forecast(std::span<const AreaCounts> comparison_areas,
                           std::size_t fewest = fewest_comparison_areas);

/// What was to be expected in an area, and what was recorded.
struct Forecast {
    double expected = 0;     ///< mu0 = exp(x'b)
    double recorded = 0;     ///< n
    double fit_variance = 0; ///< x'Vx: of the logarithm of `expected`
    double variance = 0;     ///< w = tau2 + x'Vx, so that Var n = mu0 + w mu0^2
    double ratio = 0;        ///< n / mu0
    double ratio_low = 0;    ///< two-sided interval of the ratio, Student's t with K - p degrees
    double ratio_high = 0;
    double difference = 0;              ///< n - mu0: negative is fewer than expected
    double confidence = 0;              ///< of the interval
    double p_reduction = 1;             ///< P(N < n) + P(N = n) / 2, N negative binomial (mid-p)
    double p_increase = 1;              ///< 1 - p_reduction
    double residual = 0;                ///< deviance residual of n under the same distribution
    Evidence evidence = Evidence::none; ///< of a reduction: `evidence_for_p(p_reduction)`
};

/// The forecast for an area that had no part in the fit. With nothing recorded the ratio is 0, its
/// lower end too, and the upper end is reckoned from half an incident.
/// Throws std::invalid_argument for a recorded count that is not a whole number >= 0, a history
/// where the model has none or the reverse, or a confidence outside (0, 1); std::domain_error if
/// the expected count leaves the range of a double.
Forecast forecast(const ForecastModel& model, const AreaCounts& response, double confidence = 0.95);

/// Wheeler and Ratcliffe's words, with the z that has this one-tailed p. Throws
/// std::invalid_argument for a p outside [0, 1].
Evidence evidence_for_p(double p_one_tailed);

/// An area and, if the design has displacement areas, the ring around it.
struct PlaceCounts {
    AreaCounts area;
    std::optional<AreaCounts> ring;

    bool operator==(const PlaceCounts&) const = default;
};

/// Of two places as one. Throws std::invalid_argument if only one of them has a history.
AreaCounts sum(const AreaCounts& a, const AreaCounts& b);

/// Of the area and its ring as one; of the area where it has no ring.
AreaCounts area_and_ring(const PlaceCounts& place);

/// The forecast with its model.
struct FittedForecast {
    ForecastModel model;
    Forecast forecast;
};

/// The verdict: area (local effect), ring (displacement is an increase, diffusion of benefit a
/// reduction) and both together (the effect net of displacement), each fitted for itself.
struct ForecastVerdict {
    FittedForecast area;
    std::optional<FittedForecast> around;
    std::optional<FittedForecast> together;
};

/// Rings are used if the response area has one, and then every comparison area must have one.
/// Throws as `fit_forecast` and `forecast` do; a ring that has no answer of its own (no incident in
/// any ring, say) leaves `around` empty.
ForecastVerdict forecast_verdict(std::span<const PlaceCounts> comparison_areas,
                                 const PlaceCounts& response, double confidence = 0.95);

/// Where the response area stands among all, if the model is fitted with it among the comparison
/// areas: a check that needs no distribution (Ferman & Pinto 2019, doi 10.1162/rest_a_00759, on
/// residuals of areas of different size).
struct ResidualRank {
    double expected = 0;              ///< in the response area, which has a part in this fit
    double residual = 0;              ///< the response area's deviance residual
    std::vector<double> expectations; ///< in the comparison areas, in their order
    std::vector<double> residuals;    ///< likewise
    std::size_t at_or_below = 1;      ///< of all K + 1, the response area included
    std::size_t at_or_above = 1;
    double p_reduction = 1; ///< at_or_below / (K + 1)
    double p_increase = 1;
};

/// Throws as `fit_forecast` does.
ResidualRank residual_rank(std::span<const AreaCounts> comparison_areas,
                           const AreaCounts& response);

} // namespace wdd
