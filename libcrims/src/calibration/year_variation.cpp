// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include "calibration/trend.hpp"
#include "calibration/variation.hpp"

namespace crims {

namespace {

/// Coefficient of month i's count in the residual of year y: the years' sums less their fitted
/// ones, whose seasons and slope come from the same counts.
class YearResiduals {
  public:
    YearResiduals(const PresentMonths& months, std::span<const double> totals, const Trend& trend,
                  bool trend_fitted)
        : m_months(months), m_fit(slope_fit(months, totals, trend.per_year)),
          m_trend_fitted(trend_fitted), m_season(months.years * calendar_months, 0),
          m_slope(months.years, 0), m_residual(months.years, 0) {
        const auto exposure = exposure_of(months, trend);
        for (std::size_t i = 0; i < months.size(); ++i) {
            const std::size_t y = months.year[i];
            const std::size_t c = months.calendar[i];
            m_season[(y * calendar_months) + c] +=
                months.length[i] * std::exp(trend.per_year * months.since_origin[i]) / exposure[c];
            m_slope[y] += m_fit.leverage[i] * m_fit.fitted[i];
            m_residual[y] += totals[i] - m_fit.fitted[i];
        }
    }

    double residual(std::size_t year) const { return m_residual[year]; }

    double fitted(std::size_t i) const { return m_fit.fitted[i]; }

    double coefficient(std::size_t year, std::size_t i) const {
        double a = (m_months.year[i] == year ? 1.0 : 0.0) -
                   m_season[(year * calendar_months) + m_months.calendar[i]];
        if (m_trend_fitted) {
            a -= m_slope[year] * m_fit.leverage[i] / m_fit.information;
        }
        return a;
    }

  private:
    const PresentMonths& m_months;
    SlopeFit m_fit;
    bool m_trend_fitted;
    std::vector<double> m_season; ///< share of a calendar month's total that is fitted in a year
    std::vector<double> m_slope;  ///< derivative of a year's fitted sum
    std::vector<double> m_residual;
};

} // namespace

YearVariation year_variation(const PresentMonths& months, std::span<const double> totals,
                             const Trend& trend, bool trend_fitted, const ZoneVariation& zones,
                             double concentration) {
    const YearResiduals residuals(months, totals, trend, trend_fitted);
    double excess = 0;
    double sensitivity = 0;
    double largest = 0;
    std::vector<double> sums;
    std::vector<double> deviations(months.size());
    for (std::size_t year = 0; year < months.years; ++year) {
        sums.assign(months.years, 0);
        excess += std::pow(residuals.residual(year), 2);
        double fitted = 0;
        for (std::size_t i = 0; i < months.size(); ++i) {
            const double a = residuals.coefficient(year, i);
            const double deviation = a * residuals.fitted(i);
            excess -= a * deviation;
            excess -= zones.zone_month * concentration * deviation * deviation;
            sums[months.year[i]] += deviation;
            deviations[i] = deviation;
            fitted += months.year[i] == year ? residuals.fitted(i) : 0;
        }
        largest += fitted * fitted;
        excess -=
            concentration *
            ((zones.zone_half_year * mean_square_of_periods(months, deviations, half_year_months)) +
             (zones.zone_year * mean_square_of_periods(months, deviations, calendar_months)));
        for (const double sum : sums) {
            sensitivity += sum * sum;
        }
    }
    // Years that share no calendar month, or two years and a slope, leave no residual.
    if (sensitivity <= 1e-9 * largest) {
        return {};
    }
    return {std::max(0.0, excess / sensitivity), true};
}

} // namespace crims
