// SPDX-License-Identifier: MIT
#include "wdd/forecast_sum.hpp"

#include "forecast/count_distribution.hpp"
#include "forecast/design.hpp"
#include "forecast/ratio_interval.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace wdd {

namespace {

/// Days that the periods of both have.
double days_in_both(const std::vector<Period>& a, const std::vector<Period>& b) {
    int days = 0;
    for (const Period& one : a) {
        for (const Period& other : b) {
            const Period both{std::max(one.start, other.start), std::min(one.end, other.end)};
            days += both.start <= both.end ? days_in(both) : 0;
        }
    }
    return days;
}

double shared_time(const ForecastToAdd& a, const ForecastToAdd& b) {
    const double both = days_in_both(a.post_days, b.post_days);
    return both == 0 ? 0
                     : both / std::sqrt(days_in_both(a.post_days, a.post_days) *
                                        days_in_both(b.post_days, b.post_days));
}

double size_of(const Box& box) {
    return (box.max_x - box.min_x) * (box.max_y - box.min_y);
}

/// The ground that both have, as a share of the mean of both: 1 for the same place.
double shared_ground(const Box& a, const Box& b) {
    const Box both{std::max(a.min_x, b.min_x), std::max(a.min_y, b.min_y),
                   std::min(a.max_x, b.max_x), std::min(a.max_y, b.max_y)};
    return both.min_x < both.max_x && both.min_y < both.max_y
               ? size_of(both) / std::sqrt(size_of(a) * size_of(b))
               : 0;
}

/// What each comparison area adds to the error of a forecast's logarithm, as a standard deviation
/// with its sign: x'V X_k sqrt(weight_k). Their squares add up to x'Vx.
std::vector<double> errors_of(const ForecastToAdd& part) {
    const ForecastModel& model = part.fitted.model;
    const std::vector<double> row = covariates(part.response);
    std::vector<double> reach(row.size());
    for (std::size_t i = 0; i < row.size(); ++i) {
        for (std::size_t j = 0; j < row.size(); ++j) {
            reach[i] += row[j] * model.covariance[j * row.size() + i];
        }
    }
    std::vector<double> errors;
    errors.reserve(part.comparison_areas.size());
    for (const AreaCounts& area : part.comparison_areas) {
        const std::vector<double> other = covariates(area);
        double log = 0;
        double along = 0;
        for (std::size_t i = 0; i < other.size(); ++i) {
            log += model.coefficients[i] * other[i];
            along += reach[i] * other[i];
        }
        const double mean = std::exp(log);
        errors.push_back(along * std::sqrt(mean / (1 + model.tau2 * mean)));
    }
    return errors;
}

/// The comparison areas of one evaluation, from left to right.
struct Places {
    struct Place {
        Box box;
        std::size_t number;
    };

    std::vector<Place> all;
    double widest = 0;

    explicit Places(const std::vector<Box>& boxes) {
        all.reserve(boxes.size());
        for (const Box& box : boxes) {
            all.push_back({box, all.size()});
            widest = std::max(widest, box.max_x - box.min_x);
        }
        std::sort(all.begin(), all.end(), [](const Place& a, const Place& b) {
            return std::pair(a.box.min_x, a.number) < std::pair(b.box.min_x, b.number);
        });
    }
};

/// Pairs of comparison areas of two evaluations that share ground.
class SharedPlaces {
  public:
    SharedPlaces(const Places& one, const Places& other) {
        auto first = other.all.begin();
        for (const Places::Place& here : one.all) {
            while (first != other.all.end() && first->box.min_x <= here.box.min_x - other.widest) {
                ++first;
            }
            for (auto there = first; there != other.all.end() && there->box.min_x < here.box.max_x;
                 ++there) {
                if (const double share = shared_ground(here.box, there->box); share > 0) {
                    m_pairs.push_back({here.number, there->number, share});
                }
            }
        }
    }

    double product(const std::vector<double>& one, const std::vector<double>& other) const {
        double sum = 0;
        for (const Pair& pair : m_pairs) {
            sum += pair.share * one[pair.one] * other[pair.other];
        }
        return sum;
    }

  private:
    struct Pair {
        std::size_t one;
        std::size_t other;
        double share;
    };

    std::vector<Pair> m_pairs;
};

/// Adds up the forecasts, their variances, and the covariance of each two.
class Sum {
  public:
    Sum(std::span<const ForecastToAdd> parts, const SharedIncidents& shared)
        : m_parts(parts), m_shared(shared) {
        m_errors.reserve(parts.size());
        for (const ForecastToAdd& part : parts) {
            m_errors.push_back(errors_of(part));
            const Forecast& forecast = part.fitted.forecast;
            const double square = forecast.expected * forecast.expected;
            m_expected += forecast.expected;
            m_recorded += forecast.recorded;
            m_degrees = std::min(m_degrees, part.fitted.model.degrees_of_freedom());
            m_chance += forecast.expected;
            m_spread += part.fitted.model.tau2 * square;
            m_fit += forecast.fit_variance * square;
        }
    }

    /// Two of them, that share `time` of their periods.
    void add(std::size_t i, std::size_t j, double time, const SharedPlaces& places) {
        const FittedForecast& one = m_parts[i].fitted;
        const FittedForecast& other = m_parts[j].fitted;
        const double product = one.forecast.expected * other.forecast.expected;
        m_fit += 2 * time * product * places.product(m_errors[i], m_errors[j]);
        const double both = shared(i, j);
        const double share = both > 0 ? both / std::sqrt(shared(i, i) * shared(j, j)) : 0;
        const double ground = shared_ground(m_parts[i].place, m_parts[j].place);
        m_chance += 2 * share * std::sqrt(product);
        m_spread += 2 * std::max(share, time * ground) * product *
                    std::sqrt(one.model.tau2 * other.model.tau2);
    }

    Forecast forecast(double confidence) const {
        const double square = m_expected * m_expected;
        const double beyond = std::max(0.0, (m_spread + m_fit) / square);
        Forecast sum{.expected = m_expected,
                     .recorded = m_recorded,
                     .fit_variance = std::max(0.0, m_fit / square),
                     .variance = beyond + (m_chance - m_expected) / square,
                     .ratio = m_recorded / m_expected,
                     .difference = m_recorded - m_expected,
                     .confidence = confidence};
        const double counted = std::max(m_recorded, 0.5);
        // Where incidents count more than once, fewer of them make the same sum.
        const double reach =
            ratio_reach(counted * m_expected / m_chance, beyond, m_degrees, confidence);
        sum.ratio_low = sum.ratio / reach;
        sum.ratio_high = counted / m_expected * reach;
        const MidTails p =
            CountDistribution{.mean = m_expected, .dispersion = sum.variance}.mid_tails(m_recorded);
        sum.p_reduction = p.below;
        sum.p_increase = p.above;
        sum.residual = deviance_residual(m_recorded, m_expected, sum.variance);
        sum.evidence = evidence_for_p(sum.p_reduction);
        return sum;
    }

  private:
    double shared(std::size_t i, std::size_t j) const { return m_shared[i * m_parts.size() + j]; }

    std::span<const ForecastToAdd> m_parts;
    const SharedIncidents& m_shared;
    std::vector<std::vector<double>> m_errors; ///< by evaluation and comparison area
    double m_expected = 0;
    double m_recorded = 0;
    double m_chance = 0; ///< variance of counts by chance
    double m_spread = 0; ///< beyond chance
    double m_fit = 0;    ///< of the expectation
    double m_degrees = HUGE_VAL;
};

void require_parts(std::span<const ForecastToAdd> all, const SharedIncidents& shared) {
    if (all.empty()) {
        throw std::invalid_argument("no forecast to add up");
    }
    for (const ForecastToAdd& one : all) {
        if (one.places.size() != one.comparison_areas.size()) {
            throw std::invalid_argument("a comparison area has no place");
        }
    }
    if (shared.size() != all.size() * all.size()) {
        throw std::invalid_argument("shared incidents are told for another number of areas");
    }
}

} // namespace

Forecast forecast_of_sum(std::span<const ForecastToAdd> parts, const SharedIncidents& shared,
                         double confidence) {
    require_parts(parts, shared);
    const Places nowhere({});
    std::vector<Places> places;
    places.reserve(parts.size());
    for (const ForecastToAdd& one : parts) {
        places.emplace_back(one.places);
    }
    Sum sum(parts, shared);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        for (std::size_t j = i + 1; j < parts.size(); ++j) {
            const double time = shared_time(parts[i], parts[j]);
            sum.add(i, j, time, SharedPlaces(time > 0 ? places[i] : nowhere, places[j]));
        }
    }
    return sum.forecast(confidence);
}

} // namespace wdd
