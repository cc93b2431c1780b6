// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/design/plan.hpp"

#include "wdd/quantile.hpp"

namespace crims_tool {

double EvaluationPlan::critical_z() const {
    return wdd::normal_quantile(alpha);
}

} // namespace crims_tool
