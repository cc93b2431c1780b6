// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "wdd/evaluation.hpp"
#include "wdd_tool/study/comparison_places.hpp"
#include "wdd_tool/study/kept_incidents.hpp"
#include "wdd_tool/study/study.hpp"

namespace wdd_tool {

/// Collects the incidents that a forecast needs while those of the study are counted.
class ForecastIncidents {
  public:
    /// Those of all studies.
    explicit ForecastIncidents(std::span<const PeriodOptions> periods);

    explicit ForecastIncidents(const PeriodOptions& periods)
        : ForecastIncidents(std::span(&periods, 1)) {}

    /// What the reading must keep.
    WiderReading reading() { return {.kept = &m_kept}; }

    /// Once they are read: makes many forecasts faster.
    void arrange() { m_kept.arrange_by_place(); }

    const KeptIncidents& kept() const { return m_kept; }

    /// The zones of the layer, with the incidents in them: read for the first forecast that asks.
    /// All forecasts have one layer, one computing system and one distance.
    ZoneLayer& zones(const ComparisonLayerChoice& choice,
                     const std::optional<toolkit::Crs>& assumed, const StudyAreas& areas) const;

  private:
    KeptIncidents m_kept;
    mutable std::unique_ptr<ZoneLayer> m_zones; ///< found out only once, so nobody sees it change
};

/// The forecast verdict and the honest standard error, or the reason why there is none.
/// `evaluation` has periods, counts and zones. `others` are treated areas of the same batch.
wdd::ForecastFinding make_forecast(const ForecastIncidents& incidents,
                                   const CountedIncidents& counted, const StudyAreas& areas,
                                   const wdd::Evaluation& evaluation,
                                   const ComparisonLayerChoice& layer,
                                   const std::optional<toolkit::Crs>& assumed,
                                   const std::optional<OtherTreated>& others = {});

} // namespace wdd_tool
