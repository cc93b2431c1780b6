// SPDX-License-Identifier: MIT
#include "wdd/honest_wdd.hpp"

#include "forecast/design.hpp"
#include "forecast/paule_mandel.hpp"
#include "statistic/number_check.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include <boost/math/distributions/students_t.hpp>

namespace wdd {

namespace {

double common_ratio(std::span<const AreaCounts> areas) {
    double pre = 0;
    double post = 0;
    for (const AreaCounts& area : areas) {
        pre += area.pre;
        post += area.post;
    }
    if (!(pre > 0 && post > 0)) {
        throw std::domain_error("the comparison areas recorded no incident in one of the periods");
    }
    return post / pre;
}

double change_variance(std::span<const AreaCounts> areas, double ratio) {
    std::vector<Deviation> deviations;
    deviations.reserve(areas.size());
    for (const AreaCounts& area : areas) {
        const double both = area.pre + area.post;
        const double mean = ratio * both / (1 + ratio);
        deviations.push_back({.residual = area.post - ratio * area.pre,
                              .chance = ratio * both,
                              .spread = mean * mean});
    }
    return paule_mandel(deviations, static_cast<double>(areas.size()) - 1);
}

double square_of_mean(const BeforeAfter& counts) {
    const double mean = (counts.pre + counts.post) / 2;
    return mean * mean;
}

} // namespace

HonestWdd honest_wdd(std::span<const AreaCounts> comparison_areas, const BeforeAfter& treated,
                     const BeforeAfter& control, std::size_t fewest) {
    require_enough_areas(comparison_areas.size(), std::max<std::size_t>(fewest, 2));
    std::ranges::for_each(comparison_areas, require_valid);
    for (const BeforeAfter& counts : {treated, control}) {
        require_not_negative("the count before", counts.pre);
        require_not_negative("the count after", counts.post);
    }
    const double counted = treated.pre + treated.post + control.pre + control.post;
    if (!(counted > 0)) {
        throw std::domain_error("no incident in the response and control area");
    }
    HonestWdd result{.common_ratio = common_ratio(comparison_areas)};
    result.tau2 = change_variance(comparison_areas, result.common_ratio);
    result.wdd = (treated.post - treated.pre) - (control.post - control.pre);
    result.standard_error =
        std::sqrt(counted + result.tau2 * (square_of_mean(treated) + square_of_mean(control)));
    result.t = result.wdd / result.standard_error;
    result.degrees_of_freedom = static_cast<double>(comparison_areas.size()) - 1;
    result.p_one_tailed = cdf(boost::math::students_t(result.degrees_of_freedom), result.t);
    return result;
}

} // namespace wdd
