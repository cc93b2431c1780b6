// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "crims/study.hpp"
#include "crims_tool/evaluate/design/design.hpp"
#include "crims_tool/evaluate/design/donors.hpp"
#include "crims_tool/evaluate/engine/draw.hpp"
#include "crims_tool/evaluate/engine/size.hpp"
#include "wdd/statistic.hpp"

namespace crims_tool {

/// The test on the counts of a replicate.
wdd::Statistic statistic_of(const crims::StudyCounts& counts, double confidence);

/// What the forecast says of a place, over the replicates with forecasts.
struct ForecastPower {
    Simulated reduction;    ///< share in which it finds a reduction
    Simulated increase;     ///< share in which it finds an increase
    Simulated mean_percent; ///< by how much recorded and expected count differ
    double mean_width = 0;  ///< of the interval of that, in percentage points
};

/// The forecast verdict: of the area, of the ring around it, and of both together. The latter two
/// where there are rings.
struct ForecastRow {
    ForecastPower area;
    std::optional<ForecastPower> around;
    std::optional<ForecastPower> together;
    std::size_t undefined = 0; ///< replicates without a forecast of the area: they find nothing
};

/// What the replicates of a combination say.
struct EvaluationRow {
    Combination combination = {};
    Simulated rejection;     ///< share of replicates in which the plain test finds a reduction
    Simulated held;          ///< the same at the study's critical z, which really holds alpha
    Simulated mean_estimate; ///< of the weighted displacement difference
    double true_effect = 0;  ///< on what the test counts
    double net_effect = 0;   ///< on all crimes, wherever the displaced ones go
    Simulated bias;
    Simulated rmse;
    Simulated coverage; ///< of the true effect by the interval
    double mean_z = 0;  ///< over the replicates where it is defined
    double sd_z = 0;
    std::size_t undefined = 0;           ///< replicates without a single crime: they find nothing
    std::optional<ForecastRow> forecast; ///< where there is one
};

inline constexpr std::array null_probabilities = {0.005, 0.01, 0.025, 0.05,  0.1,  0.25, 0.5,
                                                  0.75,  0.9,  0.95,  0.975, 0.99, 0.995};

/// The distribution of z when nothing is prevented.
struct NullDistribution {
    std::size_t study = 0;
    HeldSize held = {};
    std::vector<double> z; ///< ascending, where it is defined
    double mean = 0;
    double sd = 0;
    std::vector<double> quantiles; ///< at null_probabilities

    /// z that the replicates undercut with this probability. Linear between order statistics (R's
    /// type 7); NaN without replicates.
    double quantile(double probability) const;

    /// (1 + number of z <= observed) / (replicates + 1).
    double p_of(double observed) const;
};

/// Smallest effect that is found with the power wanted. No value: larger than all that were tried.
struct DetectableEffect {
    std::size_t study = 0;
    double displaced = 0;
    std::optional<Simulated> effect;   ///< at the study's critical z, which really holds alpha
    std::optional<Simulated> plain;    ///< as the plain test would have it
    std::optional<Simulated> forecast; ///< by the forecast of the area
    std::optional<Simulated> forecast_together; ///< by the forecast of area and ring together
};

struct EvaluationSummary {
    std::vector<EvaluationRow> rows;          ///< in order of the combinations
    std::vector<NullDistribution> null;       ///< one per study
    std::vector<DetectableEffect> detectable; ///< by study and displaced share
};

/// Uses the calling thread's oneTBB arena; the result does not depend on it. `forecast`: what the
/// table's forecasts are of; null: it has none.
EvaluationSummary summarise(const EvaluationDesign& design, const EvaluationPlan& plan,
                            const ReplicateTable& table, const ForecastDesign* forecast = nullptr);

/// An effect and how often it is found.
struct PowerPoint {
    double effect = 0;
    Simulated rate;
};

/// Where the power curve first reaches `power`, between two effects linear on the scale of normal
/// quantiles, where the curve of a z-test is nearly straight. The points are in order of the
/// effect.
std::optional<Simulated> detectable_effect(std::span<const PowerPoint> points, double power,
                                           std::size_t replicates);

} // namespace crims_tool
