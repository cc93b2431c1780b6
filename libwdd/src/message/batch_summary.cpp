// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <cstddef>

#include "message/number_text.hpp"
#include "wdd/batch.hpp"
#include "wdd/measures.hpp"

namespace wdd {

namespace {

std::size_t evaluated_areas(const Batch& batch) {
    return static_cast<std::size_t>(
        std::count_if(batch.areas.begin(), batch.areas.end(),
                      [](const BatchArea& area) { return area.evaluation.has_value(); }));
}

} // namespace

std::string summary(const Batch& batch) {
    const std::size_t evaluated = evaluated_areas(batch);
    const std::string left_out =
        evaluated == batch.areas.size()
            ? ""
            : " " + std::to_string(batch.areas.size() - evaluated) + " of " +
                  quantity(static_cast<std::int64_t>(batch.areas.size()), "area") +
                  " could not be evaluated.";
    if (!batch.together || !batch.together->total.z) {
        return "No test is possible of all areas together." + left_out;
    }
    const Combined& total = batch.together->total;
    const double number = std::round(total.total.estimate);
    const std::string evidence =
        "Plain test of " + quantity(static_cast<std::int64_t>(evaluated), "area") +
        " together: " + evidence_words(total.evidence) + " (z = " + fixed(*total.z, 2) +
        ", one-tailed " + p_is(*total.p_one_tailed) + ").";
    const std::string change = number == 0 ? " As many incidents as expected."
                                           : " About " + fixed(std::abs(number), 0) +
                                                 (number < 0 ? " fewer" : " more") +
                                                 " incidents than expected.";
    const std::string all = evidence + change + left_out;
    return all.size() <= longest_summary ? all : evidence.substr(0, longest_summary);
}

} // namespace wdd
