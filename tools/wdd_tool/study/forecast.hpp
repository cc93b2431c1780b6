// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <vector>

#include "wdd/evaluation.hpp"
#include "wdd_tool/study/comparison_places.hpp"
#include "wdd_tool/study/study.hpp"

namespace wdd_tool {

/// Collects the incidents that a forecast needs while those of the study are counted.
class ForecastIncidents {
  public:
    explicit ForecastIncidents(const PeriodOptions& periods);

    /// What the reading must hand over.
    WiderReading reading();

    const std::vector<DatedPoint>& points() const { return m_points; }

  private:
    wdd::Period m_window;
    std::vector<DatedPoint> m_points;
};

/// The forecast verdict and the honest standard error, or the reason why there is none.
/// `evaluation` has periods, counts and zones.
wdd::ForecastFinding make_forecast(const ForecastIncidents& incidents,
                                   const CountedIncidents& counted, const StudyAreas& areas,
                                   const wdd::Evaluation& evaluation,
                                   const ComparisonLayerChoice& layer,
                                   const std::optional<toolkit::Crs>& assumed);

} // namespace wdd_tool
