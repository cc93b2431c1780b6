// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "wdd/forecast.hpp"
#include "wdd/statistic.hpp"

namespace wdd {

/// The WDD itself with a standard error that holds where crime varies by more than chance from one
/// period to the next: SE' = sqrt(sum of counts + tau2 (m_T^2 + m_C^2)), m_T and m_C the means of
/// both periods, and Student's t with K - 1 degrees of freedom in place of the normal distribution.
/// It still does not know of regression to the mean, as the forecast does.
struct HonestWdd {
    double common_ratio = 0; ///< g: what all comparison areas recorded after, for one before
    double tau2 = 0;         ///< of a change from period to period, beyond chance
    double wdd = 0;
    double standard_error = 0;
    double t = 0;
    double degrees_of_freedom = 0;
    double p_one_tailed = 1; ///< small means evidence of a reduction
};

/// `treated` and `control` are each an area together with its ring. tau2 comes from the comparison
/// areas' changes post - g pre, whose variance is g (pre + post) + tau2 (g m)^2 with
/// m = (pre + post) / (1 + g), by Paule & Mandel (1982, doi 10.6028/jres.087.022) with K - 1
/// degrees of freedom. Throws std::invalid_argument for fewer than `fewest_comparison_areas` or a
/// count that is negative or not finite; std::domain_error where no answer exists: no incident in
/// any comparison area in one of the periods, or none in the treated and the control area.
HonestWdd honest_wdd(std::span<const AreaCounts> comparison_areas, const BeforeAfter& treated,
                     const BeforeAfter& control, std::size_t fewest = fewest_comparison_areas);

} // namespace wdd
