// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include "document/number_text.hpp"
#include "message/message_parts.hpp"

namespace wdd {

namespace {

using Lines = std::vector<std::string>;

std::string number_of(std::int64_t number) {
    return fixed(static_cast<double>(number), 0);
}

/// "2019-11, 2019-12 and 2020-01"; of many the first and the last.
std::string listed_months(const std::vector<Period>& months) {
    constexpr std::size_t most = 6;
    if (months.size() > most) {
        return number_of(static_cast<std::int64_t>(months.size())) + " months from " +
               iso_month(months.front().start) + " to " + iso_month(months.back().start);
    }
    std::string text;
    for (std::size_t i = 0; i < months.size(); ++i) {
        const char* joint = i == 0 ? "" : i + 1 == months.size() ? " and " : ", ";
        text += joint + iso_month(months[i].start);
    }
    return text;
}

std::string days_of(const std::vector<Period>& parts, const Period& period) {
    return number_of(days_in(parts)) + " of " + number_of(days_in(period)) + " days";
}

void warn_of_holes(const Evaluation& evaluation, Lines& lines) {
    const DataFaults& data = *evaluation.data;
    const StudyPeriods& periods = *evaluation.periods;
    if (!data.missing_months.empty()) {
        lines.push_back(
            "The incidents have a gap: there are none, or hardly any, in " +
            listed_months(data.missing_months) +
            ", in and around the zones. These months are left out of the correlation and of the forecast's history.");
    }
    if (data.drop_of_a_whole_period) {
        lines.emplace_back(
            "In one of the two periods the zones and their surroundings have less than a tenth of their usual incidents. If data are missing there, this result is wrong.");
    }
    const bool holes = days_in(data.pre_days) != days_in(periods.pre) ||
                       days_in(data.post_days) != days_in(periods.post);
    if (holes) {
        lines.push_back(
            "The incidents do not cover both periods. Only the days that have data were compared, per day: " +
            days_of(data.pre_days, periods.pre) + " before and " +
            days_of(data.post_days, periods.post) +
            " after. If crime has a season, this comparison is not fair.");
    }
}

/// "1900-01-01 (85)".
std::string listed_strays(const std::vector<StrayDate>& strays) {
    constexpr std::size_t most = 5;
    std::string text;
    for (std::size_t i = 0; i < std::min(most, strays.size()); ++i) {
        text += (i == 0 ? "" : ", ") + iso_date(strays[i].day) + " (" +
                number_of(strays[i].incidents) + ")";
    }
    return strays.size() > most ? text + ", ..." : text;
}

void warn_of_strays(const DataFaults& data, Lines& lines) {
    if (data.stray_dates.empty()) {
        return;
    }
    std::int64_t incidents = 0;
    for (const StrayDate& stray : data.stray_dates) {
        incidents += stray.incidents;
    }
    lines.push_back(quantity(incidents, "incident") + (incidents == 1 ? " has" : " have") +
                    " a placeholder for a date, or one far from all others: " +
                    listed_strays(data.stray_dates) +
                    ". Such dates do not decide what period the incidents cover.");
}

std::string share_of(std::int64_t part, std::int64_t all) {
    const double percent = of_a_hundred * static_cast<double>(part) / static_cast<double>(all);
    return fixed(percent, percent < 1 ? 1 : 0) + " %";
}

/// So many without a date can hide or feign a change.
void warn_of_missing_dates(const DataFaults& data, Lines& lines) {
    constexpr std::int64_t one_in = 20;
    if (data.without_date * one_in > data.near_zones) {
        lines.push_back(
            number_of(data.without_date) + " of " + number_of(data.near_zones) +
            " incidents in and around the zones (" + share_of(data.without_date, data.near_zones) +
            ") have no usable date and were left out. If dates are missing more often before or after, this result is biased.");
    }
}

/// How many more or fewer there are a day after than before, as a share of all incidents of a day.
/// 1 where that is not known.
double change_of_share(const PeriodTally& tally, const Evaluation& evaluation) {
    const DataFaults& data = *evaluation.data;
    const std::int64_t all = evaluation.incidents ? evaluation.incidents->read : 0;
    if (!data.covered || all == 0) {
        return 1;
    }
    const double change = static_cast<double>(tally.after) / days_in(data.post_days) -
                          static_cast<double>(tally.before) / days_in(data.pre_days);
    return std::abs(change) * days_in(*data.covered) / static_cast<double>(all);
}

/// Whether one period has so many more than the other that chance does not explain it (the plain
/// difference of two Poisson counts, per day), and that it can matter. In a large download some 9 %
/// never have a place, and a tenth of a per cent more or fewer is beyond chance.
bool is_lopsided(const PeriodTally& tally, const Evaluation& evaluation) {
    constexpr double beyond_chance = 3;
    constexpr double matters = 0.01;
    const DataFaults& data = *evaluation.data;
    const double before_days = days_in(data.pre_days);
    const double share = before_days / (before_days + days_in(data.post_days));
    const auto n = static_cast<double>(tally.in_periods());
    const double expected = n * share;
    return std::abs(static_cast<double>(tally.before) - expected) >
               beyond_chance * std::sqrt(n * share * (1 - share)) &&
           change_of_share(tally, evaluation) > matters;
}

std::string by_period(const PeriodTally& tally) {
    return number_of(tally.before) + " in the pre-treatment period and " + number_of(tally.after) +
           " in the treatment period";
}

std::string if_lopsided(const PeriodTally& tally, const Evaluation& evaluation) {
    if (!is_lopsided(tally, evaluation)) {
        return "";
    }
    return std::string(" The two periods differ in this, and that alone can look like ") +
           (tally.after > tally.before ? "a reduction" : "an increase") +
           ". Do not use this result before they are corrected.";
}

void warn_of_placeless(const Evaluation& evaluation, Lines& lines) {
    constexpr std::int64_t one_in = 20;
    const DataFaults& data = *evaluation.data;
    const std::int64_t all = evaluation.incidents ? evaluation.incidents->read : 0;
    const PeriodTally& tally = data.placeless;
    if (tally.in_periods() == 0 ||
        (tally.all() * one_in <= all && !is_lopsided(tally, evaluation))) {
        return;
    }
    lines.push_back(quantity(tally.all(), "incident") + " (" + share_of(tally.all(), all) +
                    " of the layer) " + (tally.all() == 1 ? "has" : "have") +
                    " no coordinates and " + (tally.all() == 1 ? "is" : "are") +
                    " counted nowhere: " + by_period(tally) + "." + if_lopsided(tally, evaluation));
}

void warn_of_impossible_places(const Evaluation& evaluation, Lines& lines) {
    const ImpossiblePlaces& places = evaluation.data->impossible;
    const std::int64_t all = places.tally.all();
    if (all == 0) {
        return;
    }
    std::string text = quantity(all, "incident") + (all == 1 ? " has" : " have") +
                       " coordinates where no incident can be in " + places.system + ", such as " +
                       places.example + ". " + (all == 1 ? "It is" : "They are") +
                       " counted nowhere: " + by_period(places.tally) + ".";
    if (places.swapped > 0) {
        text += " " + number_of(places.swapped) +
                " of them would lie near the zones with x and y exchanged.";
    }
    lines.push_back(text + if_lopsided(places.tally, evaluation));
}

void warn_of_repeated_rows(const Evaluation& evaluation, Lines& lines) {
    const RepeatedRows& rows = evaluation.data->repeated;
    const std::int64_t all = rows.tally.in_periods();
    if (rows.without_id > 0) {
        lines.push_back(quantity(rows.without_id, "incident") +
                        " near the zones have no id; each of them was counted.");
    }
    if (all == 0) {
        return;
    }
    const std::string where =
        number_of(rows.tally.before) + " before and " + number_of(rows.tally.after) + " after";
    if (rows.by_id) {
        lines.push_back(quantity(all, "row") + " in the zones repeated the id of another one (" +
                        where + "). Each id was counted once.");
        return;
    }
    constexpr double times_chance = 3;
    constexpr double least = 10;
    if (rows.by_day && static_cast<double>(all) < least + times_chance * rows.expected_by_day) {
        return;
    }
    lines.push_back(
        quantity(all, "row") + " in the zones " + (all == 1 ? "repeats" : "repeat") +
        " the place and " + (rows.by_day ? "day" : "time") + " of another one (" + where +
        "), and each was counted. If an incident can have several rows, one for each victim or export for example, name the field of its number with ⟨--id-field⟩: each is then counted once.");
}

void warn_of_response(const DataFaults& data, Lines& lines) {
    if (!data.shifted_response_date.empty()) {
        lines.push_back(
            "The response layer's dates carry UTC and a time late in the day, and were read as they are written (" +
            data.shifted_response_date +
            "). If they mean local midnight, the day is wrong: name the zone with ⟨--time-zone⟩.");
    }
    if (data.response_features > 1) {
        lines.push_back(
            "The " + number_of(data.response_features) +
            " selected features of the response layer were taken together as one area. Use ⟨--where⟩ to choose one.");
    }
}

} // namespace

std::vector<std::string> data_warnings(const Evaluation& evaluation) {
    Lines lines;
    if (!evaluation.data || !evaluation.periods) {
        return lines;
    }
    const DataFaults& data = *evaluation.data;
    warn_of_impossible_places(evaluation, lines);
    warn_of_holes(evaluation, lines);
    warn_of_missing_dates(data, lines);
    warn_of_placeless(evaluation, lines);
    warn_of_repeated_rows(evaluation, lines);
    warn_of_strays(data, lines);
    warn_of_response(data, lines);
    return lines;
}

std::vector<std::string> all_warnings(const Evaluation& evaluation) {
    Lines lines = data_warnings(evaluation);
    lines.insert(lines.end(), evaluation.warnings.begin(), evaluation.warnings.end());
    return lines;
}

} // namespace wdd
