// SPDX-License-Identifier: MIT
#pragma once

// Sections that several messages have.

#include "wdd/message.hpp"

namespace wdd {

/// The 80 % quantile of the standard normal distribution.
inline constexpr double z_80 = 0.8416212335729143;

/// The z beyond which a rise is as sure as a one-tailed 5 % test wants a fall to be.
inline constexpr double significant_rise = z_95;

/// The evidence in the paper's words, and how many incidents it is about; in the first lines of the
/// message, or, where a forecast has these, below.
Section verdict_section(const Evaluation& evaluation);

/// The numbers of the test, and what they rest on.
std::vector<std::string> behind_the_test(const Evaluation& evaluation);

/// What was recorded and expected, what that means, and whether incidents may have moved; which to
/// trust where the plain test says something else. The evaluation has a forecast verdict.
Section forecast_section(const Evaluation& evaluation);

/// The numbers of the forecast for the area, around it and together, and where they come from.
Section forecast_details(const Evaluation& evaluation);

/// "33 % fewer incidents than expected in the response area".
KeyNumber forecast_key(const Forecast& forecast, const std::string& where);

/// "109 fewer incidents than expected from the change in the control area"; none without a z.
std::optional<KeyNumber> test_key(const Evaluation& evaluation);

/// The response area's rank among the comparison areas, with a plot and a map. The evaluation has
/// one.
Section comparison_section(const Evaluation& evaluation);

/// The zones on a map, counts before and after, and counts by month; without a heading.
Section pictures_section(const Evaluation& evaluation);

/// How often the plain test is wrong on such data, and the WDD with a standard error that holds.
/// The evaluation has a forecast verdict.
std::vector<std::string> beside_the_plain_test(const Evaluation& evaluation);

/// How many fewer or more incidents than the control area's change suggests, with the interval. The
/// evaluation has a z.
std::string difference_sentence(const Evaluation& evaluation);

/// "Reduction" is a word about differences. Where there is evidence of one, but the response area
/// itself had nothing to lose, or did not fall, this says so; else it is empty.
std::string where_the_reduction_is(const Evaluation& evaluation);

/// Where the response area had no incident before; else empty.
std::string nothing_to_reduce(const Evaluation& evaluation);

/// What is odd about the control area, each some sentences that begin with "The".
std::vector<std::string> control_warnings(const Evaluation& evaluation);

/// Whether the control area passed, failed or was not tested; empty for counts alone.
std::string suitability_sentence(const Evaluation& evaluation);

/// "The control area did not pass: 2 of 3 suitability checks failed."
std::string failed_checks(const Suitability& suitability);

/// "50 to 65": how a zone's counts are beside a word such as "rose". Periods of unequal length are
/// compared over the same time, so the count before is scaled to that of the second one, and the
/// text says so: "about 43 to 72 over the same time". `weight` is what each count is multiplied
/// with beside those of the response area.
std::string compared_counts(const BeforeAfter& counts, const TimeWeights& time, double weight = 1);

/// Where the area fell and its ring rose, both beyond chance; else empty.
std::string all_moved_sentence(const Evaluation& evaluation);

/// What happened around the areas, and what it says of displacement; empty where nothing could have
/// moved.
std::string displacement_sentence(const Evaluation& evaluation);

/// Where the forecast says something else of the surroundings than that sentence: which to trust,
/// and why; else empty.
std::string trust_around_sentence(const Evaluation& evaluation);

/// A number of the test that is per unit of time for counts alone, and a total for a study.
double in_treatment_period(const Evaluation& evaluation, double estimate);

/// Both periods; empty for counts alone.
std::vector<Fact> period_facts(const Evaluation& evaluation);

/// The eight counts, and what they say of displacement.
Section counts_section(const Evaluation& evaluation);

} // namespace wdd
