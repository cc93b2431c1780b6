// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/design/plan.hpp"

#include <boost/math/distributions/normal.hpp>

namespace crims_tool {

double EvaluationPlan::critical_z() const {
    return boost::math::quantile(boost::math::normal_distribution<double>(), alpha);
}

} // namespace crims_tool
