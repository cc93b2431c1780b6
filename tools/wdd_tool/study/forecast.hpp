// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "wdd/evaluation.hpp"
#include "wdd_tool/study/comparison_places.hpp"
#include "wdd_tool/study/day_histogram.hpp"
#include "wdd_tool/study/study.hpp"

namespace wdd_tool {

/// Collects the incidents that a forecast needs while those of the study are counted.
class ForecastIncidents {
  public:
    /// Those of all studies, which may be evaluated in several threads once they are read.
    explicit ForecastIncidents(std::span<const PeriodOptions> periods);

    explicit ForecastIncidents(const PeriodOptions& periods)
        : ForecastIncidents(std::span(&periods, 1)) {}

    /// What the reading must hand over.
    WiderReading reading();

    const std::vector<DatedPoint>& points() const { return m_points; }

    wdd::DayTotals days() const { return m_days.totals(); }

  private:
    wdd::Period m_window;
    std::vector<DatedPoint> m_points;
    DayHistogram m_days;
};

/// The forecast verdict and the honest standard error, or the reason why there is none.
/// `evaluation` has periods, counts and zones.
wdd::ForecastFinding make_forecast(const ForecastIncidents& incidents,
                                   const CountedIncidents& counted, const StudyAreas& areas,
                                   const wdd::Evaluation& evaluation,
                                   const ComparisonLayerChoice& layer,
                                   const std::optional<toolkit::Crs>& assumed);

} // namespace wdd_tool
