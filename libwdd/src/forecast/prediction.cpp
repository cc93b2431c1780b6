// SPDX-License-Identifier: MIT
#include "forecast/design.hpp"
#include "statistic/number_check.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include <boost/math/distributions/negative_binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/poisson.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace wdd {

namespace {

/// Below this the negative binomial distribution is Poisson's, but for rounding.
constexpr double smallest_dispersion = 1e-10;

/// P(N < n) + P(N = n) / 2 and the same from above, so that neither tail loses its digits.
struct MidTails {
    double below = 1;
    double above = 1;
};

template<class Distribution>
MidTails mid_tails(const Distribution& distribution, double recorded) {
    const double half = pdf(distribution, recorded) / 2;
    const double less = recorded > 0 ? cdf(distribution, recorded - 1) : 0.0;
    return {.below = std::min(1.0, less + half),
            .above = std::min(1.0, cdf(complement(distribution, recorded)) + half)};
}

MidTails tails(double recorded, double mean, double dispersion) {
    if (dispersion < smallest_dispersion) {
        return mid_tails(boost::math::poisson(mean), recorded);
    }
    return mid_tails(boost::math::negative_binomial(1 / dispersion, 1 / (1 + dispersion * mean)),
                     recorded);
}

double variance_of_fit(const ForecastModel& model, const std::vector<double>& row) {
    double variance = 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
        for (std::size_t j = 0; j < row.size(); ++j) {
            variance += row[i] * model.covariance[i * row.size() + j] * row[j];
        }
    }
    return std::max(0.0, variance);
}

double mean_of(const ForecastModel& model, const std::vector<double>& row) {
    double log = 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
        log += model.coefficients[i] * row[i];
    }
    const double mean = std::exp(log);
    if (!std::isnormal(mean)) {
        throw std::domain_error("the expected count is too large or too small to compute with");
    }
    return mean;
}

void require_matching(const ForecastModel& model, const AreaCounts& response, double confidence) {
    require_valid(response);
    if (std::floor(response.post) != response.post) {
        refuse_number("the count after", response.post, "a whole number");
    }
    if (model.with_history() != response.history.has_value()) {
        throw std::invalid_argument(
            "the comparison areas and the response area must all have a history, or none of them");
    }
    if (!(confidence > 0 && confidence < 1)) {
        refuse_number("confidence", confidence, "a number between 0 and 1, such as 0.95");
    }
}

void set_ratio(Forecast& result, double degrees_of_freedom) {
    const boost::math::students_t distribution(degrees_of_freedom);
    const double t = quantile(complement(distribution, (1 - result.confidence) / 2));
    const double counted = std::max(result.recorded, 0.5);
    const double reach = std::exp(t * std::sqrt(1 / counted + result.variance));
    result.ratio = result.recorded / result.expected;
    result.ratio_low = result.ratio / reach;
    result.ratio_high = counted / result.expected * reach;
}

} // namespace

Forecast forecast(const ForecastModel& model, const AreaCounts& response, double confidence) {
    require_matching(model, response, confidence);
    const std::vector<double> row = covariates(response);
    Forecast result{.expected = mean_of(model, row),
                    .recorded = response.post,
                    .fit_variance = variance_of_fit(model, row),
                    .confidence = confidence};
    result.variance = model.tau2 + result.fit_variance;
    result.difference = result.recorded - result.expected;
    set_ratio(result, model.degrees_of_freedom());
    const MidTails p = tails(result.recorded, result.expected, result.variance);
    result.p_reduction = p.below;
    result.p_increase = p.above;
    result.residual = deviance_residual(result.recorded, result.expected, result.variance);
    result.evidence = evidence_for_p(result.p_reduction);
    return result;
}

Evidence evidence_for_p(double p_one_tailed) {
    if (!(p_one_tailed >= 0 && p_one_tailed <= 1)) {
        refuse_number("p", p_one_tailed, "a number from 0 to 1");
    }
    if (p_one_tailed == 0) {
        return Evidence::very_strong;
    }
    return p_one_tailed < 1 ? evidence_for(quantile(boost::math::normal(), p_one_tailed))
                            : Evidence::none;
}

} // namespace wdd
