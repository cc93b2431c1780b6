// SPDX-License-Identifier: MIT
#include "message/forecast_sentences.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdint>

#include "document/number_text.hpp"
#include "wdd/message.hpp"

namespace wdd {

std::string percent_change(double ratio, const char* none) {
    const std::string change = fixed(std::abs(ratio - 1) * of_a_hundred, 0);
    if (change == "0") {
        return none;
    }
    return change + " % " + (ratio < 1 ? "fewer" : "more");
}

namespace {

/// "20 to 44 % fewer", "12 % fewer to 3 % more": the end that is nearer to no change first.
std::string interval(const Forecast& forecast) {
    const auto change = [](double ratio) { return fixed(std::abs(ratio - 1) * of_a_hundred, 0); };
    const double low = forecast.ratio_low;
    const double high = forecast.ratio_high;
    const std::string name = plain(forecast.confidence * of_a_hundred) + " % interval: ";
    if (high < 1) {
        return name + change(high) + " to " + change(low) + " % fewer";
    }
    return name + (low > 1 ? change(low) + " to " + change(high) + " % more"
                           : percent_change(low) + " to " + percent_change(high));
}

std::string expected_count(double expected) {
    constexpr double small = 10;
    return expected < small ? fixed(expected, 1) : whole_number(expected);
}

/// "0.005", "<0.001": in a table.
std::string p_number(double p) {
    constexpr double smallest = 0.001;
    return p < smallest ? "<0.001" : fixed(p, 3);
}

Surroundings surroundings_of(const Forecast& around) {
    if (around.p_increase <= significant_p) {
        return Surroundings::rose;
    }
    return around.p_reduction <= significant_p ? Surroundings::fell : Surroundings::chance;
}

std::string net_of_what_moved(const Forecast& area, const Forecast& together) {
    if (together.evidence != Evidence::none) {
        std::string words = evidence_words(together.evidence);
        words.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(words.front())));
        return words + " net of what moved nearby";
    }
    return area.evidence == Evidence::none
               ? "no evidence of reduction overall"
               : "no evidence of reduction overall: what the response area lost may have moved nearby";
}

} // namespace

std::string recorded_and_expected(const Forecast& forecast) {
    const std::string expected = expected_count(forecast.expected);
    return quantity(static_cast<std::int64_t>(forecast.recorded), "incident") +
           (forecast.recorded == 1 ? " was" : " were") + " recorded and about " + expected +
           (expected == "1.0" ? " was" : " were") +
           " expected: " + percent_change(forecast.ratio, "a difference of less than 1 %") + " (" +
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

std::string surroundings_sentence(const ForecastVerdict& verdict) {
    if (!verdict.around) {
        return "";
    }
    const Forecast& around = verdict.around->forecast;
    const std::string change = percent_change(around.ratio, "less than 1 %");
    std::string text;
    const Surroundings finding = surroundings_of(around);
    if (finding == Surroundings::rose) {
        text = "Around it there were " + change +
               " incidents than expected, so incidents may have moved there";
    } else if (finding == Surroundings::fell) {
        text = "Around it there were " + change +
               " incidents than expected, so the benefit may have spread there";
    } else {
        text = "The difference around it (" + change + ") is easily due to chance";
    }
    if (!verdict.together) {
        return text + ".";
    }
    const Forecast& together = verdict.together->forecast;
    return text + "; area and surroundings together had " + percent_change(together.ratio) + ", " +
           net_of_what_moved(verdict.area.forecast, together) + ".";
}

Table forecast_table(const ForecastVerdict& verdict) {
    const double confidence = verdict.area.forecast.confidence;
    Table table{{"", "recorded", "expected",
                 "change (" + plain(confidence * of_a_hundred) + " % interval)", "p"},
                {}};
    const auto add = [&table](const char* name, const Forecast& forecast) {
        const auto percent = [](double ratio) {
            return with_sign(std::round(of_a_hundred * (ratio - 1)));
        };
        table.rows.push_back(
            {name, whole_number(forecast.recorded), expected_count(forecast.expected),
             percent(forecast.ratio) + " % (" + percent(forecast.ratio_low) + " to " +
                 percent(forecast.ratio_high) + " %)",
             p_number(forecast.ratio < 1 ? forecast.p_reduction : forecast.p_increase)});
    };
    add("Response area", verdict.area.forecast);
    if (verdict.around) {
        add("Around it", verdict.around->forecast);
    }
    if (verdict.together) {
        add("Together", verdict.together->forecast);
    }
    return table;
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

std::string which_to_trust_around(const Forecast& around, Surroundings plain) {
    const Surroundings finding = surroundings_of(around);
    if (finding == plain) {
        return "";
    }
    if (finding == Surroundings::chance) {
        return "The forecast finds no difference around the response area beyond chance (" +
               p_in_words(std::min(around.p_increase, around.p_reduction)) +
               "). Trust the forecast: crime varies from period to period by more than the plain test assumes.";
    }
    const bool rose = finding == Surroundings::rose;
    return "The forecast finds " + percent_change(around.ratio) +
           " than expected around the response area (" +
           p_in_words(rose ? around.p_increase : around.p_reduction) +
           "). Trust the forecast: it rests on many comparable areas, the plain test on the surroundings of one control area, whose own ups and downs can hide a change.";
}

} // namespace wdd
