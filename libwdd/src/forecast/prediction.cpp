// SPDX-License-Identifier: MIT
#include "forecast/count_distribution.hpp"
#include "forecast/design.hpp"
#include "forecast/ratio_interval.hpp"
#include "statistic/number_check.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace wdd {

namespace {

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
    require_chance("confidence", confidence, "0.95");
}

} // namespace

double ratio_reach(double recorded, double variance, double degrees_of_freedom, double confidence) {
    const boost::math::students_t distribution(degrees_of_freedom);
    const double t = quantile(complement(distribution, (1 - confidence) / 2));
    return std::exp(t * std::sqrt(1 / std::max(recorded, 0.5) + variance));
}

Forecast forecast(const ForecastModel& model, const AreaCounts& response, double confidence) {
    require_matching(model, response, confidence);
    const std::vector<double> row = covariates(response);
    Forecast result{.expected = mean_of(model, row),
                    .recorded = response.post,
                    .fit_variance = variance_of_fit(model, row),
                    .confidence = confidence};
    result.variance = model.tau2 + result.fit_variance;
    result.difference = result.recorded - result.expected;
    const double reach =
        ratio_reach(result.recorded, result.variance, model.degrees_of_freedom(), confidence);
    result.ratio = result.recorded / result.expected;
    result.ratio_low = result.ratio / reach;
    result.ratio_high = std::max(result.recorded, 0.5) / result.expected * reach;
    const CountDistribution distribution{.mean = result.expected, .dispersion = result.variance};
    const MidTails p = distribution.mid_tails(result.recorded);
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
