// SPDX-License-Identifier: MIT
#pragma once

#include "wdd/statistic.hpp"

namespace wdd {

struct NormalTest {
    double z = 0;
    double p_one_tailed = 0;
    double ci_low = 0;
    double ci_high = 0;
};

/// Wheeler & Ratcliffe (2018), equation 3, and the two-sided interval. The standard error is above
/// 0.
NormalTest normal_test(const Estimate& total, double confidence);

/// The quantile of the standard normal distribution for a two-sided interval. Keeps its digits
/// where (1 + confidence) / 2 rounds to 1.
double two_sided_quantile(double confidence);

} // namespace wdd
