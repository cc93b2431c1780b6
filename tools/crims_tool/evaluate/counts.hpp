// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "crims/study.hpp"
#include "crims_tool/evaluate/design.hpp"

namespace crims_tool {

/// Counts of one replicate, one a combination of the design. May be called from several threads at
/// once.
using ReplicateCounter =
    std::function<void(std::uint32_t replicate, std::span<crims::StudyCounts> counts)>;

/// The route without points: given the gamma factors of a replicate, the counts of the study zones
/// are Poisson. Keeps references.
ReplicateCounter counts_route(const crims::Model& model, const EvaluationDesign& design,
                              const EvaluationPlan& plan);

} // namespace crims_tool
