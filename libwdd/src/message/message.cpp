// SPDX-License-Identifier: MIT
#include "wdd/message.hpp"

#include <algorithm>
#include <cmath>

#include "document/number_text.hpp"
#include "message/caveats.hpp"
#include "message/message_parts.hpp"

namespace wdd {

namespace {

std::string percent_change(double before, double after) {
    const double change = of_a_hundred * (after - before) / before;
    return (change > 0 ? "+" : "") + fixed(change, 1) + " %";
}

/// With periods of unequal length there is a column for what the count before makes in the days of
/// the treatment period, and the change is against that.
std::vector<std::string> count_row(const std::string& name, const BeforeAfter& count,
                                   const TimeWeights& time) {
    const double before = count.pre * (time.post / time.pre);
    std::vector<std::string> row{name, plain(count.pre)};
    if (time.pre != time.post) {
        row.push_back(fixed(before, 1));
    }
    row.push_back(plain(count.post));
    row.push_back(time.pre != time.post && count.post != before
                      ? (count.post > before ? "+" : "") + fixed(count.post - before, 1)
                      : with_sign(count.post - before));
    row.push_back(count.pre > 0 ? percent_change(before, count.post) : "-");
    return row;
}

std::string from_to(const Period& period) {
    return iso_date(period.start) + " to " + iso_date(period.end) + " (" +
           quantity(days_in(period), "day") + ")";
}

std::string actual_text(const SuitabilityCheck& check, int decimals, const std::string& unit) {
    return check.actual ? fixed(*check.actual, decimals) + unit : "undefined";
}

std::vector<std::vector<std::string>> suitability_rows(const Suitability& suitability,
                                                       const AreaUnit& unit) {
    const auto met = [](const SuitabilityCheck& check) { return check.met ? "met" : "NOT MET"; };
    const SuitabilityInput& in = suitability.input;
    return {{"Area difference", actual_text(suitability.area_difference, 2, " %"),
             "at most " + plain(suitability.area_difference.threshold) + " %",
             size_number(in.response_area, unit) + " / " + size_text(in.control_area, unit),
             met(suitability.area_difference)},
            {"Pre-treatment count difference", actual_text(suitability.count_difference, 2, " %"),
             "at most " + plain(suitability.count_difference.threshold) + " %",
             plain(in.treated_pre) + " / " + plain(in.control_pre),
             met(suitability.count_difference)},
            {"Correlation (Pearson's R)", actual_text(suitability.correlation, 3, ""),
             "|R| at least " + plain(suitability.correlation.threshold),
             std::to_string(in.months.size()) + " months", met(suitability.correlation)}};
}

struct Remedy {
    const SuitabilityCheck& check;
    std::string what_to_try;
};

std::vector<Remedy> remedies(const Suitability& suitability) {
    return {
        {suitability.area_difference, "Use a control area closer in size"},
        {suitability.count_difference,
         "Choose a control area whose count before the response is closer to the response area's"},
        {suitability.correlation,
         "Choose a control area whose monthly counts rise and fall with the response area's, or larger areas"}};
}

Section suitability_section(const Evaluation& evaluation) {
    const Suitability& suitability = *evaluation.suitability;
    Section section{"Suitability of the control area", {}};
    section.blocks.emplace_back(
        Paragraph{suitability.suitable() ? "The control area passed: all three thresholds are met."
                                         : failed_checks(suitability)});
    section.blocks.emplace_back(
        Table{{"", "actual", "threshold", "response / control", ""},
              suitability_rows(suitability,
                               evaluation.zones ? evaluation.zones->area_unit : AreaUnit{})});
    BulletList advice;
    for (const Remedy& remedy : remedies(suitability)) {
        if (!remedy.check.met) {
            const std::string why = remedy.check.reason.empty() ? "" : remedy.check.reason + " ";
            advice.items.push_back(why + remedy.what_to_try + ".");
        }
    }
    if (!advice.items.empty()) {
        section.blocks.emplace_back(std::move(advice));
    }
    if (!suitability.input.months.empty()) {
        section.blocks.emplace_back(
            Paragraph{"The correlation is that of the two areas' counts in the " +
                      std::to_string(suitability.input.months.size()) + " months from " +
                      iso_date(suitability.input.months.front().month.start) + " to " +
                      iso_date(suitability.input.months.back().month.end) +
                      "; R would be different with weekly or quarterly counts."});
    }
    return section;
}

Section incidents_section(const IncidentTally& tally) {
    BulletList list;
    list.items.push_back(quantity(tally.read, "incident") + (tally.read == 1 ? " is" : " are") +
                         " in the layer; " + fixed(static_cast<double>(tally.used), 0) +
                         (tally.used == 1 ? " was" : " were") +
                         " counted, in a zone and in one of the periods.");
    const auto ignored = [&list](std::int64_t count, const std::string& where,
                                 const std::string& what) {
        if (count > 0) {
            list.items.push_back(
                quantity(count, "incident") + where +
                (count == 1 ? " was ignored because it has " : " were ignored because they have ") +
                what + ".");
        }
    };
    const std::string here = " in or around the zones";
    ignored(tally.null_date, here, "no date");
    ignored(tally.bad_date, here, "a date that cannot be read");
    ignored(tally.month_only ? 0 : tally.month_dates, here, "a date that says only the month");
    ignored(tally.null_geometry, "", "no coordinates");
    return {"Incidents", {list}};
}

std::string check_text(const std::string& name, const SuitabilityCheck& check, int decimals,
                       const std::string& unit, const std::string& numbers,
                       const std::string& comparison) {
    return name + " " + actual_text(check, decimals, unit) + " (" + numbers + "; " + comparison +
           " " + plain(check.threshold) + unit + ": " + (check.met ? "met" : "not met") +
           (check.reason.empty() ? "" : ", " + check.reason) + ")";
}

/// What is wrong with the data stands right below the verdict's sentences: it may change all that
/// follows.
void add_data_warnings(Section& verdict, const Evaluation& evaluation) {
    std::vector<std::string> warnings = data_warnings(evaluation);
    if (warnings.empty()) {
        return;
    }
    const auto last_sentence =
        std::find_if(verdict.blocks.rbegin(), verdict.blocks.rend(), [](const Block& block) {
            const auto* paragraph = std::get_if<Paragraph>(&block);
            return paragraph != nullptr && paragraph->tone != Tone::warning;
        });
    verdict.blocks.insert(last_sentence.base(), {Paragraph{"Check the data first:", Tone::warning},
                                                 BulletList{std::move(warnings)}});
}

/// The answer, and then what it is made from.
void add_verdicts(Message& message, const Evaluation& evaluation) {
    if (evaluation.forecast && evaluation.forecast->verdict) {
        message.key =
            forecast_key(evaluation.forecast->verdict->area.forecast, "in the response area");
        message.sections.push_back(forecast_section(evaluation));
        message.sections.push_back(forecast_details(evaluation));
        message.sections.push_back(pictures_section(evaluation));
        message.sections.push_back(verdict_section(evaluation));
    } else {
        message.key = test_key(evaluation);
        message.sections.push_back(verdict_section(evaluation));
        message.sections.push_back(pictures_section(evaluation));
    }
    add_data_warnings(message.sections.front(), evaluation);
}

/// Without a forecast the verdict above has only the test's answer.
void add_the_tests_numbers(Message& message, const Evaluation& evaluation) {
    if (evaluation.forecast && evaluation.forecast->verdict) {
        return;
    }
    Section section{"The test", {}};
    for (std::string& sentence : behind_the_test(evaluation)) {
        section.blocks.emplace_back(Paragraph{std::move(sentence)});
    }
    if (!section.blocks.empty()) {
        message.sections.push_back(std::move(section));
    }
}

} // namespace

double in_treatment_period(const Evaluation& evaluation, double estimate) {
    return evaluation.periods ? estimate : estimate * evaluation.weights.time.post;
}

Section counts_section(const Evaluation& evaluation) {
    const Counts& counts = evaluation.counts;
    const TimeWeights& time = evaluation.weights.time;
    Table table{{"", "before", "after", "change", "in percent"},
                {count_row("Response area", counts.treated, time),
                 count_row("Control area", counts.control, time)}};
    if (time.pre != time.post) {
        table.header.insert(table.header.begin() + 2, evaluation.periods
                                                          ? "in " + plain(time.post) + " days"
                                                          : "in the time after");
    }
    const bool rings = evaluation.zones ? !evaluation.zones->displacement_distance.empty()
                                        : counts.treated_displacement != BeforeAfter{} ||
                                              counts.control_displacement != BeforeAfter{};
    Section section{"Counts", {}};
    if (rings) {
        table.rows.push_back(
            count_row("Response displacement area", counts.treated_displacement, time));
        table.rows.push_back(
            count_row("Control displacement area", counts.control_displacement, time));
    }
    section.blocks.emplace_back(std::move(table));
    if (!rings) {
        section.blocks.emplace_back(Paragraph{
            "There are no displacement areas, so crime that moved nearby would count as prevented."});
        return section;
    }
    if (evaluation.zones) {
        section.blocks.emplace_back(Paragraph{"Displacement areas reach " +
                                              grouped(evaluation.zones->displacement_distance) +
                                              " beyond the areas."});
    }
    if (const std::string sentence = displacement_sentence(evaluation); !sentence.empty()) {
        section.blocks.emplace_back(Paragraph{sentence});
    }
    if (std::string trust = trust_around_sentence(evaluation); !trust.empty()) {
        section.blocks.emplace_back(Paragraph{std::move(trust), Tone::warning});
    }
    return section;
}

std::vector<Fact> period_facts(const Evaluation& evaluation) {
    if (!evaluation.periods) {
        return {};
    }
    return {{"Treatment period", from_to(evaluation.periods->post)},
            {"Compared with", from_to(evaluation.periods->pre)}};
}

std::string unsuitability(const Suitability& suitability, const AreaUnit& unit) {
    const SuitabilityInput& in = suitability.input;
    std::string text =
        "the control area is not suitable: " +
        check_text("area difference", suitability.area_difference, 2, " %",
                   size_text(in.response_area, unit) + " response, " +
                       size_text(in.control_area, unit) + " control",
                   "at most") +
        "; " +
        check_text("pre-treatment count difference", suitability.count_difference, 2, " %",
                   plain(in.treated_pre) + " response, " + plain(in.control_pre) + " control",
                   "at most") +
        "; " +
        check_text("correlation", suitability.correlation, 3, "",
                   std::to_string(in.months.size()) + " months", "|R| at least") +
        ".";
    for (const Remedy& remedy : remedies(suitability)) {
        if (!remedy.check.met) {
            text += " " + remedy.what_to_try + ".";
        }
    }
    return text;
}

Message describe(const Evaluation& evaluation) {
    Message message{
        .title = "Weighted Displacement Difference", .key = {}, .facts = period_facts(evaluation)};
    add_verdicts(message, evaluation);
    message.sections.push_back(counts_section(evaluation));
    add_the_tests_numbers(message, evaluation);
    if (evaluation.suitability) {
        message.sections.push_back(suitability_section(evaluation));
    }
    if (evaluation.incidents) {
        message.sections.push_back(incidents_section(*evaluation.incidents));
    }
    if (evaluation.forecast && evaluation.forecast->rank) {
        message.sections.push_back(comparison_section(evaluation));
    }
    BulletList before_use{evaluation.warnings};
    for (std::string& caveat : caveats(evaluation)) {
        before_use.items.push_back(std::move(caveat));
    }
    if (!before_use.items.empty()) {
        message.sections.push_back({"Before you use this", {std::move(before_use)}});
    }
    if (!evaluation.notes.empty()) {
        message.sections.push_back({"Notes", {BulletList{evaluation.notes}}});
    }
    return message;
}

} // namespace wdd
