// SPDX-License-Identifier: MIT
#include "statistic/normal_test.hpp"

#include <boost/math/distributions/normal.hpp>

namespace wdd {

double two_sided_quantile(double confidence) {
    return quantile(complement(boost::math::normal(), (1 - confidence) / 2));
}

NormalTest normal_test(const Estimate& total, double confidence) {
    const double z = total.estimate / total.standard_error;
    const double half_width = total.standard_error * two_sided_quantile(confidence);
    return {.z = z,
            .p_one_tailed = cdf(boost::math::normal(), z),
            .ci_low = total.estimate - half_width,
            .ci_high = total.estimate + half_width};
}

} // namespace wdd
