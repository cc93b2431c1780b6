// SPDX-License-Identifier: MIT
#include "message/batch_sections.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "document/number_text.hpp"
#include "message/forecast_sentences.hpp"
#include "message/message_parts.hpp"

namespace wdd {

namespace {

/// "27 to 191 fewer", "62 fewer to 3 more".
std::string interval_in_words(double low, double high) {
    const auto size = [](double value) { return fixed(std::abs(std::round(value)), 0); };
    if (high < 0) {
        return size(high) + " to " + size(low) + " fewer";
    }
    return low > 0 ? size(low) + " to " + size(high) + " more"
                   : size(low) + " fewer to " + size(high) + " more";
}

std::string difference_sentence(const Batch& batch) {
    const Combined& total = batch.together->total;
    const double number = std::round(total.total.estimate);
    const std::string much = number == 0
                                 ? "As many incidents as"
                                 : "About " + fixed(std::abs(number), 0) +
                                       (number < 0 ? " fewer" : " more") + " incidents than";
    return much + " expected from the change in the control area" +
           (total.ci_low ? " (" + interval_name(batch.confidence) + ": " +
                               interval_in_words(*total.ci_low, *total.ci_high) + ")"
                         : "") +
           ", in " + areas_text(evaluated(batch)) +
           (batch.together->displacement.standard_error > 0 ? " and their displacement areas"
                                                            : "") +
           " together.";
}

double all_counts(const Counts& counts) {
    double all = 0;
    for (const BeforeAfter& zone : {counts.treated, counts.control, counts.treated_displacement,
                                    counts.control_displacement}) {
        all += zone.pre + zone.post;
    }
    return all;
}

/// ": their counts add up to 3,400, of 1,200 different incidents".
std::string how_often_counted(const BatchSum& sum) {
    return sum.counts ? ": their counts add up to " + fixed(all_counts(*sum.counts), 0) + ", of " +
                            quantity(sum.incidents, "different incident")
                      : "";
}

/// Where incidents count more than once, the plain sum of variances would be wrong.
std::string shared_sentence(const BatchSum& sum) {
    const double right = sum.total.total.standard_error;
    constexpr double rounding = 1e-9;
    if (std::abs(right - sum.independent_error) <= rounding * right) {
        return "";
    }
    return "The areas share incidents (of a control area, a ring or overlapping periods)" +
           how_often_counted(sum) +
           ". The standard error counts each incident by what it adds to the sum: " +
           beside_error(right, right) + ". Taken as independent, it would be " +
           beside_error(sum.independent_error, right) + ", which is wrong here.";
}

/// Their numbers are in the table, for many areas would have a line each.
std::string doubtful_controls(const Batch& batch) {
    const auto doubtful =
        std::count_if(batch.areas.begin(), batch.areas.end(), [](const BatchArea& area) {
            return area.evaluation && !control_warnings(*area.evaluation).empty();
        });
    return doubtful == 0
               ? ""
               : "In " + areas_text(static_cast<std::size_t>(doubtful)) +
                     " the control area has too few incidents, or another number of them than the response area, so that the plain test may report a difference where there is none. The column warnings of the table and the JSON say more.";
}

std::string control_warning(const Batch& batch) {
    const SuitabilityOfAll all = suitability_of_all(batch);
    if (all.tested == 0) {
        return "The suitability of the control areas was not tested (⟨--test-suitability⟩ tests it).";
    }
    return all.passed == all.tested
               ? "The control area passed its three checks in each area."
               : "In " + std::to_string(all.tested - all.passed) + " of " + areas_text(all.tested) +
                     " the control area did not pass its checks.";
}

/// With rings the plain test is about other incidents, too.
std::string trusted(const Batch& batch) {
    const bool with_rings =
        std::any_of(batch.areas.begin(), batch.areas.end(), [](const BatchArea& area) {
            return area.evaluation && area.evaluation->zones &&
                   !area.evaluation->zones->displacement_distance.empty();
        });
    const auto& p = batch.together->total.p_one_tailed;
    return batch.forecast && batch.forecast->sum && p && !with_rings
               ? which_to_trust(*batch.forecast->sum, *p)
               : "";
}

} // namespace

std::string areas_text(std::size_t areas) {
    return quantity(static_cast<std::int64_t>(areas), "area");
}

std::string in_all_areas(std::size_t areas) {
    return areas == 1 ? "In the one area " : "In " + areas_text(areas) + " together ";
}

std::size_t evaluated(const Batch& batch) {
    return static_cast<std::size_t>(
        std::count_if(batch.areas.begin(), batch.areas.end(),
                      [](const BatchArea& area) { return area.evaluation.has_value(); }));
}

std::string interval_name(double confidence) {
    return plain(of_a_hundred * confidence) + " % interval";
}

namespace {

bool has_forecast(const Batch& batch) {
    return batch.forecast && batch.forecast->sum;
}

std::string plain_evidence(const Batch& batch) {
    const Combined& total = batch.together->total;
    return total.z
               ? evidence_words(total.evidence) + " (z = " + fixed(*total.z, 2) + ", one-tailed " +
                     p_in_words(*total.p_one_tailed) + ")."
               : "No test is possible: all counts are zero, so there is no variance to compare with.";
}

constexpr const char* caution =
    "Be careful: on police data where nothing was done, this test reports a reduction in an area in 13 to 22 cases of 100, not in 5, and a sum of several is no safer.";

} // namespace

std::optional<KeyNumber> together_key(const Batch& batch) {
    const std::string where = "in " + areas_text(evaluated(batch)) + " together";
    if (has_forecast(batch)) {
        return forecast_key(*batch.forecast->sum, where);
    }
    if (!batch.together || !batch.together->total.z) {
        return std::nullopt;
    }
    const double number = std::round(batch.together->total.total.estimate);
    return KeyNumber{fixed(std::abs(number), 0) + (number < 0   ? " fewer"
                                                   : number > 0 ? " more"
                                                                : ""),
                     "incidents than expected from the change in the control areas, " + where};
}

Section together_section(const Batch& batch) {
    Section section{"All areas together", {}};
    const auto say = [&section](std::string text, Tone tone = Tone::plain) {
        if (!text.empty()) {
            section.blocks.emplace_back(Paragraph{std::move(text), tone});
        }
    };
    if (!batch.together) {
        say("No area could be evaluated.");
        return section;
    }
    if (has_forecast(batch)) {
        say(in_all_areas(evaluated(batch)) + recorded_and_expected(*batch.forecast->sum));
        say(evidence_sentence(*batch.forecast->sum, "in the areas together"));
        say(trusted(batch), Tone::warning);
        return section;
    }
    say(plain_evidence(batch));
    if (batch.together->total.z) {
        say(difference_sentence(batch));
    }
    if (batch.forecast) {
        say("No forecast for all areas together: " + batch.forecast->reason, Tone::warning);
    }
    say(doubtful_controls(batch), Tone::warning);
    if (batch.together->total.z) {
        say(caution, Tone::warning);
    }
    return section;
}

Section sum_section(const Batch& batch) {
    Section section{"What the sum rests on", {}};
    const auto say = [&section](std::string text) {
        if (!text.empty()) {
            section.blocks.emplace_back(Paragraph{std::move(text)});
        }
    };
    if (!batch.together) {
        return section;
    }
    const bool with_test = batch.together->total.z.has_value();
    if (has_forecast(batch)) {
        say("The expected count is the sum of the areas' own forecasts. Its uncertainty allows for what they share: incidents, comparison areas, and days on which crime rose or fell everywhere. It is about the areas, not their surroundings. Where most areas had just risen, it reports reductions a little too seldom.");
        say("The plain test: " + plain_evidence(batch) +
            (with_test ? " " + difference_sentence(batch) : ""));
    }
    if (!with_test) {
        return section;
    }
    say(shared_sentence(*batch.together));
    say(control_warning(batch));
    if (has_forecast(batch)) {
        say(doubtful_controls(batch));
        say(caution);
    }
    return section;
}

} // namespace wdd
