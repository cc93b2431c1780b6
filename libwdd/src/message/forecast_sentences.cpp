// SPDX-License-Identifier: MIT
#include "message/forecast_sentences.hpp"

#include <cmath>
#include <cstdint>

#include "message/number_text.hpp"
#include "wdd/message.hpp"

namespace wdd {

namespace {

/// "32 % fewer", "5 % more"; `none` for less than half a per cent.
std::string more_or_fewer(double ratio, const char* none) {
    const std::string change = fixed(std::abs(ratio - 1) * of_a_hundred, 0);
    if (change == "0") {
        return none;
    }
    return change + " % " + (ratio < 1 ? "fewer" : "more");
}

/// "20 to 44 % fewer", "12 % fewer to 3 % more": the end that is nearer to no change first.
std::string interval(const Forecast& forecast) {
    const auto change = [](double ratio) { return fixed(std::abs(ratio - 1) * of_a_hundred, 0); };
    const double low = forecast.ratio_low;
    const double high = forecast.ratio_high;
    const std::string name = plain(forecast.confidence * of_a_hundred) + " % interval: ";
    if (high < 1) {
        return name + change(high) + " to " + change(low) + " % fewer";
    }
    return name +
           (low > 1 ? change(low) + " to " + change(high) + " % more"
                    : more_or_fewer(low, "no change") + " to " + more_or_fewer(high, "no change"));
}

} // namespace

std::string recorded_and_expected(const Forecast& forecast) {
    constexpr double small = 10;
    const std::string expected =
        forecast.expected < small ? fixed(forecast.expected, 1) : whole_number(forecast.expected);
    return quantity(static_cast<std::int64_t>(forecast.recorded), "incident") +
           (forecast.recorded == 1 ? " was" : " were") + " recorded and about " + expected +
           (expected == "1.0" ? " was" : " were") +
           " expected: " + more_or_fewer(forecast.ratio, "a difference of less than 1 %") + " (" +
           interval(forecast) + ").";
}

std::string evidence_sentence(const Forecast& area, const std::string& where) {
    if (area.evidence != Evidence::none) {
        return evidence_words(area.evidence) + " " + where + " (" + p_in_words(area.p_reduction) +
               ").";
    }
    if (area.p_increase <= significant_p) {
        return "No evidence of reduction " + where + ": there were more incidents than expected (" +
               p_in_words(area.p_increase) + " for an increase).";
    }
    return "No evidence of reduction " + where + " (" + p_in_words(area.p_reduction) +
           "): a difference like this is often due to chance.";
}

std::string surroundings_sentences(const Forecast& forecast, const std::string& around) {
    const std::string text = around + " " + recorded_and_expected(forecast);
    if (forecast.p_increase <= significant_p) {
        return text + " Incidents may have moved there (" + p_in_words(forecast.p_increase) +
               " for an increase).";
    }
    if (forecast.p_reduction <= significant_p) {
        return text + " The benefit may have spread there (" + p_in_words(forecast.p_reduction) +
               ").";
    }
    return text + " A difference like this is easily due to chance (" +
           (forecast.ratio > 1 ? p_in_words(forecast.p_increase) + " for an increase)."
                               : p_in_words(forecast.p_reduction) + ").");
}

std::string net_sentences(const Forecast& area, const Forecast& together, const std::string& both) {
    const std::string text = both + ": " + recorded_and_expected(together);
    if (together.evidence != Evidence::none) {
        return text + " " + evidence_words(together.evidence) + ", net of what moved nearby (" +
               p_in_words(together.p_reduction) + ").";
    }
    const std::string none =
        text + " No evidence of reduction overall (" + p_in_words(together.p_reduction) + ")";
    return area.evidence == Evidence::none ? none + "."
                                           : none + ": the incidents may have moved nearby.";
}

std::string which_to_trust(const Forecast& forecast, double plain_p) {
    const bool finds = forecast.p_reduction <= significant_p;
    if (finds == (plain_p <= significant_p)) {
        return "";
    }
    const std::string p = p_in_words(plain_p);
    return finds
               ? "The plain test does not find this reduction (" + p +
                     "). Trust the forecast: it rests on many comparable areas, the plain test on one control area, whose own ups and downs can hide a reduction."
               : "The plain test does report a reduction (" + p +
                     "). Trust the forecast: crime varies from period to period by more than the plain test assumes, so it often reports a reduction where there was none.";
}

} // namespace wdd
