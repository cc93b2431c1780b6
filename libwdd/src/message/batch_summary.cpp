// SPDX-License-Identifier: MIT
#include <cmath>
#include <cstddef>

#include "document/number_text.hpp"
#include "message/batch_sections.hpp"
#include "message/forecast_sentences.hpp"
#include "wdd/batch.hpp"
#include "wdd/measures.hpp"

namespace wdd {

namespace {

std::string of_the_forecast(const Forecast& forecast, std::size_t areas,
                            const std::string& left_out) {
    const std::string counts = in_all_areas(areas) + recorded_and_expected(forecast);
    const std::string all =
        counts + " " + evidence_sentence(forecast, "in the areas together") + left_out;
    return all.size() <= longest_summary ? all : counts.substr(0, longest_summary);
}

} // namespace

std::string summary(const Batch& batch) {
    const std::size_t areas = evaluated(batch);
    const std::string left_out =
        areas == batch.areas.size()
            ? ""
            : " " + std::to_string(batch.areas.size() - areas) + " of " +
                  quantity(static_cast<std::int64_t>(batch.areas.size()), "area") +
                  " could not be evaluated.";
    if (batch.forecast && batch.forecast->sum) {
        return of_the_forecast(*batch.forecast->sum, areas, left_out);
    }
    if (!batch.together || !batch.together->total.z) {
        return "No test is possible of all areas together." + left_out;
    }
    const Combined& total = batch.together->total;
    const double number = std::round(total.total.estimate);
    const std::string evidence =
        "Plain test of " + quantity(static_cast<std::int64_t>(areas), "area") +
        " together: " + evidence_words(total.evidence) + " (z = " + fixed(*total.z, 2) +
        ", one-tailed " + p_in_words(*total.p_one_tailed) + ").";
    const std::string change = number == 0 ? " As many incidents as expected."
                                           : " About " + fixed(std::abs(number), 0) +
                                                 (number < 0 ? " fewer" : " more") +
                                                 " incidents than expected.";
    const std::string all = evidence + change + left_out;
    return all.size() <= longest_summary ? all : evidence.substr(0, longest_summary);
}

} // namespace wdd
