// SPDX-License-Identifier: MIT
#include "forecast/design.hpp"
#include "forecast/paule_mandel.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace wdd {

namespace {

constexpr double settled_coefficient = 1e-11;
constexpr double settled_tau2 = 1e-7;
constexpr int most_rounds = 200;

[[noreturn]] void refuse_unsettled() {
    throw std::domain_error(
        "the comparison areas recorded too few incidents: the forecast from their past does not settle");
}

std::vector<double> recorded_counts(std::span<const AreaCounts> areas) {
    std::vector<double> counts;
    counts.reserve(areas.size());
    for (const AreaCounts& area : areas) {
        counts.push_back(area.post);
    }
    return counts;
}

void require_telling(const Columns& columns, std::span<const double> recorded) {
    if (std::ranges::all_of(recorded, [](double count) { return count == 0; })) {
        throw std::domain_error(
            "the comparison areas recorded no incident in the treatment period");
    }
    const std::vector<double> equal(recorded.size(), 1.0);
    if (least_squares(columns, recorded, equal)) {
        return;
    }
    const bool same_past = !least_squares({columns[0], columns[1]}, recorded, equal);
    throw std::domain_error(
        same_past
            ? "all comparison areas have the same count before, so nothing can be learned from their differences"
            : "the longer history of the comparison areas says nothing that their counts before do not say: forecast without it");
}

/// Iteratively reweighted least squares for one tau2.
class Regression {
  public:
    Regression(const Columns& columns, std::span<const double> recorded)
        : m_columns(columns), m_recorded(recorded), m_logs(recorded.size()),
          m_means(recorded.size()), m_weights(recorded.size()), m_working(recorded.size()) {
        std::ranges::transform(recorded, m_logs.begin(),
                               [](double count) { return std::log(std::max(count, 0.5)); });
        std::ranges::transform(m_logs, m_means.begin(), [](double log) { return std::exp(log); });
    }

    const std::vector<double>& means() const { return m_means; }

    const std::vector<double>& coefficients() const { return m_coefficients; }

    void settle(double tau2) {
        for (int round = 0; round < most_rounds; ++round) {
            const std::vector<double> before =
                std::exchange(m_coefficients, step(tau2).coefficients);
            predict();
            if (!before.empty() && is_settled(before)) {
                return;
            }
        }
        refuse_unsettled();
    }

    /// (X'WX)^-1 at the means that were reached.
    std::vector<double> covariance(double tau2) { return step(tau2).inverse; }

  private:
    LeastSquares step(double tau2) {
        for (std::size_t i = 0; i < m_means.size(); ++i) {
            m_weights[i] = m_means[i] / (1 + tau2 * m_means[i]);
            m_working[i] = m_logs[i] + (m_recorded[i] - m_means[i]) / m_means[i];
        }
        std::optional<LeastSquares> answer = least_squares(m_columns, m_working, m_weights);
        if (!answer) {
            refuse_unsettled();
        }
        return *std::move(answer);
    }

    void predict() {
        for (std::size_t i = 0; i < m_logs.size(); ++i) {
            m_logs[i] = 0;
            for (std::size_t j = 0; j < m_columns.size(); ++j) {
                m_logs[i] += m_coefficients[j] * m_columns[j][i];
            }
            m_means[i] = std::exp(m_logs[i]);
            if (!std::isnormal(m_means[i])) {
                refuse_unsettled();
            }
        }
    }

    bool is_settled(const std::vector<double>& before) const {
        for (std::size_t j = 0; j < before.size(); ++j) {
            const double scale = std::max(1.0, std::abs(before[j]));
            if (!(std::abs(m_coefficients[j] - before[j]) <= settled_coefficient * scale)) {
                return false;
            }
        }
        return true;
    }

    const Columns& m_columns;
    std::span<const double> m_recorded;
    std::vector<double> m_logs;
    std::vector<double> m_means;
    std::vector<double> m_weights;
    std::vector<double> m_working;
    std::vector<double> m_coefficients;
};

double spread_of(std::span<const double> recorded, const std::vector<double>& means,
                 double degrees_of_freedom) {
    std::vector<Deviation> deviations;
    deviations.reserve(means.size());
    for (std::size_t i = 0; i < means.size(); ++i) {
        deviations.push_back({.residual = recorded[i] - means[i],
                              .chance = means[i],
                              .spread = means[i] * means[i]});
    }
    return paule_mandel(deviations, degrees_of_freedom);
}

} // namespace

ForecastModel fit_forecast(std::span<const AreaCounts> comparison_areas, std::size_t fewest) {
    constexpr std::size_t most_coefficients = 3;
    require_enough_areas(comparison_areas.size(), std::max(fewest, most_coefficients + 1));
    std::ranges::for_each(comparison_areas, require_valid);
    const Columns columns = design_columns(comparison_areas);
    const std::vector<double> recorded = recorded_counts(comparison_areas);
    require_telling(columns, recorded);

    Regression regression(columns, recorded);
    const auto degrees = static_cast<double>(recorded.size() - columns.size());
    double tau2 = 0;
    for (int round = 0; round < most_rounds; ++round) {
        regression.settle(tau2);
        const double before = std::exchange(tau2, spread_of(recorded, regression.means(), degrees));
        if (std::abs(tau2 - before) < settled_tau2) {
            return {.coefficients = regression.coefficients(),
                    .tau2 = tau2,
                    .covariance = regression.covariance(tau2),
                    .comparison_areas = recorded.size()};
        }
    }
    refuse_unsettled();
}

} // namespace wdd
