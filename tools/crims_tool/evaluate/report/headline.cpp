// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/report/headline.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "crims_tool/evaluate/report/forecast_text.hpp"
#include "toolkit/text/plain_numbers.hpp"

namespace crims_tool {

namespace {

using toolkit::short_percent_text;

constexpr double per_cent = 100;

/// Smallest and largest of something over designs, the least favourable first.
struct DesignRange {
    double least = 0;
    double most = 0;
};

/// True for a design without rings where crimes may move: what only moves counts as prevented.
bool takes_moved_for_prevented(const EvaluationResult& result, std::size_t curve) {
    const std::vector<DetectableEffect>& all = result.summary.detectable;
    const bool may_move = std::any_of(
        all.begin(), all.end(), [](const DetectableEffect& one) { return one.displaced > 0; });
    return may_move && result.areas.rings[result.design.studies[all[curve].study].ring].width == 0;
}

using Durations = std::vector<std::vector<std::size_t>>;

/// Curves of each duration, by ring and displaced share, that take moved crimes for prevented or
/// do not.
Durations by_duration(const EvaluationResult& result, bool taking_moved_for_prevented) {
    Durations durations(result.plan.months.size());
    const std::size_t rings = result.areas.rings.size();
    for (std::size_t i = 0; i < result.summary.detectable.size(); ++i) {
        if (takes_moved_for_prevented(result, i) == taking_moved_for_prevented) {
            durations[result.summary.detectable[i].study / rings].push_back(i);
        }
    }
    return durations;
}

template<class Value>
DesignRange range_of(const std::vector<std::size_t>& curves, const Value& value) {
    DesignRange range{std::numeric_limits<double>::infinity(),
                      -std::numeric_limits<double>::infinity()};
    for (const std::size_t curve : curves) {
        range.least = std::min(range.least, value(curve));
        range.most = std::max(range.most, value(curve));
    }
    return range;
}

/// "26, 39 and 54", or "9 to 97, 12 to 98 and 20 to 99".
template<class Value>
std::string rates_text(const Durations& durations, const Value& value) {
    std::vector<std::string> parts;
    for (const auto& curves : durations) {
        const DesignRange range = range_of(curves, value);
        const std::string least = of_hundred(range.least);
        const std::string most = of_hundred(range.most);
        parts.push_back(least == most ? least : fmt::format("{} to {}", least, most));
    }
    return joined_text(parts);
}

std::string durations_text(const EvaluationResult& result, const Durations& durations) {
    std::vector<std::string> months;
    for (const auto& curves : durations) {
        months.push_back(fmt::format(
            "{:g}", result.design.studies[result.summary.detectable[curves.front()].study].months));
    }
    return fmt::format("{} month{} of treatment", joined_text(months),
                       months.size() == 1 && months.front() == "1" ? "" : "s");
}

double held_rate_of(const EvaluationResult& result, std::size_t curve) {
    return row_of_interest(result, curve).held.value;
}

/// Share of the area's crimes that must be prevented; infinite: more than was tried.
double needed(const EvaluationResult& result, std::size_t curve) {
    const DetectableEffect& detectable = result.summary.detectable[curve];
    return detectable.effect
               ? result.design.overall_effect(detectable.study, detectable.effect->value)
               : std::numeric_limits<double>::infinity();
}

std::string needed_text(const EvaluationResult& result, const std::vector<std::size_t>& curves) {
    const auto text = [&](double effect) {
        if (std::isfinite(effect)) {
            return whole_percent_text(effect);
        }
        return "more than " +
               whole_percent_text(result.design.overall_effect(
                   result.summary.detectable[curves.front()].study, result.plan.effects.back()));
    };
    const DesignRange range =
        range_of(curves, [&](std::size_t curve) { return needed(result, curve); });
    const std::string least_favourable = text(range.most);
    const std::string most_favourable = text(range.least);
    return least_favourable == most_favourable
               ? least_favourable
               : fmt::format("{} (at best {})", least_favourable, most_favourable);
}

/// "24 %", of each duration.
std::vector<std::string> sizes_of(const EvaluationResult& result, const Durations& durations) {
    std::vector<std::string> sizes;
    for (const auto& curves : durations) {
        sizes.push_back(needed_text(result, curves));
    }
    return sizes;
}

std::string design_text(const EvaluationResult& result, std::size_t curve) {
    const DetectableEffect& detectable = result.summary.detectable[curve];
    std::string text = ring_text(result, result.design.studies[detectable.study].ring);
    if (detectable.displaced != 0 || result.plan.displaced.size() > 1) {
        text += " and " + displaced_text(detectable.displaced);
    }
    return text;
}

/// Which designs stand at the two ends of a range, at the last duration.
std::string ends_text(const EvaluationResult& result, const std::vector<std::size_t>& curves) {
    const auto [least, most] =
        std::minmax_element(curves.begin(), curves.end(), [&](std::size_t a, std::size_t b) {
            return held_rate_of(result, a) < held_rate_of(result, b);
        });
    return fmt::format("That depends on the design: least with {}, most with {}.",
                       design_text(result, *least), design_text(result, *most));
}

/// In whole numbers of 100 cases; with a tenth where that would hide that a size is above `alpha`.
std::pair<std::string, std::string> sizes_apart(const DesignRange& size, double alpha) {
    const bool hides = std::round(size.most * per_cent) <= alpha * per_cent;
    const int decimals = hides ? 1 : 0;
    return {fmt::format("{:.{}f}", size.least * per_cent, decimals),
            fmt::format("{:.{}f}", size.most * per_cent, decimals)};
}

/// What the plain test says, and what it is worth.
std::string plain_text(const EvaluationResult& result, const Durations& durations) {
    const EvaluationRow& row = row_of_interest(result, durations.front().front());
    const std::string rates = rates_text(durations, [&](std::size_t curve) {
        return row_of_interest(result, curve).rejection.value;
    });
    DesignRange size{1, 0};
    for (const auto& curves : durations) {
        const DesignRange range = range_of(curves, [&](std::size_t curve) {
            return result.summary.null[result.summary.detectable[curve].study].held.size.value;
        });
        size.least = std::min(size.least, range.least);
        size.most = std::max(size.most, range.most);
    }
    const auto [least, most] = sizes_apart(size, result.plan.alpha);
    return fmt::format(
        "The plain test (p up to {:g}) would detect {} in {} of 100 cases, but would also report a reduction in {} of 100 cases where nothing is prevented.",
        result.plan.alpha, reduction_text(result, row.combination.study, row.combination.effect),
        rates, least == most ? least : fmt::format("{} to {}", least, most));
}

} // namespace

std::span<const EvaluationRow> power_curve(const EvaluationResult& result, std::size_t number) {
    return std::span(result.summary.rows).subspan(number * result.effects(), result.effects());
}

const EvaluationRow& row_of_interest(const EvaluationResult& result, std::size_t curve) {
    const std::span<const EvaluationRow> rows = power_curve(result, curve);
    const auto distance = [&result](const EvaluationRow& row) {
        return std::abs(row.combination.effect - result.design.largest_effect);
    };
    return *std::min_element(
        rows.begin(), rows.end(),
        [&](const EvaluationRow& a, const EvaluationRow& b) { return distance(a) < distance(b); });
}

std::string joined_text(const std::vector<std::string>& parts) {
    std::string text;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const bool last = i + 1 == parts.size();
        text += (i == 0 ? "" : last ? " and " : ", ") + parts[i];
    }
    return text;
}

std::string reduction_text(const EvaluationResult& result, std::size_t study, double effect) {
    constexpr std::size_t most_names = 3;
    constexpr double noticeable = 0.005;
    const double overall = result.design.overall_effect(study, effect);
    const std::vector<std::string>& types = result.design.most_prevented;
    const std::string text = "a reduction of " + short_percent_text(overall);
    if (types.empty()) {
        return std::abs(overall - effect) <= noticeable * effect
                   ? "a reduction of " + short_percent_text(effect)
                   : fmt::format("{} ({} at its strongest)", text, short_percent_text(effect));
    }
    std::vector<std::string> names(
        types.begin(),
        types.begin() + static_cast<std::ptrdiff_t>(std::min(types.size(), most_names)));
    if (types.size() > most_names) {
        names.push_back(fmt::format("{} more types", types.size() - most_names));
    }
    return fmt::format("{} ({} of {}, less of the other types)", text, short_percent_text(effect),
                       joined_text(names));
}

std::string whole_percent_text(double share) {
    constexpr double small = 0.01;
    return share < small ? short_percent_text(share) : fmt::format("{:.0f} %", share * per_cent);
}

std::string smallest_reductions_text(const EvaluationResult& result,
                                     const std::vector<std::string>& sizes) {
    const bool all_alike = std::all_of(sizes.begin(), sizes.end(),
                                       [&](const auto& size) { return size == sizes.front(); });
    return fmt::format("The smallest {} in {:.0f} of 100 cases {} {}.",
                       all_alike ? "reduction that it would detect"
                                 : "reductions that it would detect",
                       result.plan.power * per_cent, all_alike ? "is" : "are",
                       all_alike ? sizes.front() : joined_text(sizes));
}

std::string displaced_text(double displaced) {
    if (displaced == 0) {
        return "nothing displaced";
    }
    if (displaced == 1) {
        return "all prevented crimes displaced";
    }
    return displaced > 0
               ? fmt::format("{} of the prevented crimes displaced", short_percent_text(displaced))
               : fmt::format("{} as many prevented in the ring as well",
                             short_percent_text(-displaced));
}

std::string ring_text(const EvaluationResult& result, std::size_t ring) {
    const EvaluationRing& drawn = result.areas.rings[ring];
    return drawn.width > 0 ? "rings of " + drawn.text : "no rings";
}

bool exceeds_alpha(const EvaluationResult& result) {
    return std::any_of(result.summary.null.begin(), result.summary.null.end(),
                       [](const NullDistribution& null) { return !null.held.is_nominal; });
}

const Simulated& leading_rate(const EvaluationRow& row) {
    return row.forecast ? row.forecast->area.reduction : row.held;
}

wdd::KeyNumber evaluation_key(const EvaluationResult& result) {
    const std::size_t rings = result.areas.rings.size();
    std::vector<const EvaluationRow*> worst(result.plan.months.size(), nullptr); // of each length
    for (std::size_t curve = 0; curve < result.summary.detectable.size(); ++curve) {
        const EvaluationRow& row = row_of_interest(result, curve);
        const EvaluationRow*& known = worst.at(row.combination.study / rings);
        if (known == nullptr || leading_rate(row).value < leading_rate(*known).value) {
            known = &row;
        }
    }
    const auto enough = std::find_if(worst.begin(), worst.end(), [&](const EvaluationRow* row) {
        return leading_rate(*row).value >= result.plan.power;
    });
    const EvaluationRow& row = enough == worst.end() ? *worst.back() : **enough;
    const double months = result.design.studies[row.combination.study].months;
    const std::string length = fmt::format("{:g} month{}", months, months == 1 ? "" : "s");
    const std::string effect =
        reduction_text(result, row.combination.study, row.combination.effect);
    if (worst.size() > 1 && enough != worst.end()) {
        return {length, fmt::format("of treatment are enough to detect {} in {:g} of 100 cases",
                                    effect, std::round(result.plan.power * per_cent))};
    }
    return {of_hundred(leading_rate(row).value) + " of 100",
            fmt::format("evaluations with {} of treatment would detect {}", length, effect)};
}

EvaluationHeadline evaluation_headline(const EvaluationResult& result) {
    const auto held = [&result](std::size_t curve) { return held_rate_of(result, curve); };
    const Durations blind = by_duration(result, true);
    const Durations seeing = by_duration(result, false);
    const bool only_blind = seeing.front().empty();
    const Durations& durations = only_blind ? blind : seeing;
    const bool one_design = durations.front().size() == 1;
    const std::size_t first = durations.front().front();
    const EvaluationRow& row = row_of_interest(result, first);
    EvaluationHeadline headline{forecast_headline(result), {}};
    const bool with_forecast = !headline.sentences.empty();
    headline.sentences.push_back(fmt::format(
        "{}ith these areas{} {} would detect {} in {} of 100 cases with {}.",
        with_forecast ? "For comparison, the plain WDD test: w" : "W",
        one_design ? ", " + design_text(result, first) + "," : "",
        exceeds_alpha(result) ? fmt::format("a test with a true false-alarm rate of {:g} %",
                                            result.plan.alpha * per_cent)
                              : std::string("the test"),
        reduction_text(result, row.combination.study, row.combination.effect),
        rates_text(durations, held), durations_text(result, durations)));
    std::vector<std::string> further{smallest_reductions_text(result, sizes_of(result, durations))};
    if (!one_design) {
        further.push_back(ends_text(result, durations.back()));
    }
    if (exceeds_alpha(result)) {
        further.push_back(plain_text(result, durations));
    }
    if (only_blind) {
        further.emplace_back(
            "All this is without rings, where crimes that only move count as prevented.");
    } else if (!blind.front().empty()) {
        further.push_back(fmt::format(
            "Without rings it would report a reduction in {} of 100 cases, because crimes that only move then count as prevented.",
            rates_text(blind, held)));
    }
    constexpr std::size_t most_sentences = 3;
    for (std::string& sentence : further) {
        (headline.sentences.size() < most_sentences ? headline.sentences : headline.notes)
            .push_back(std::move(sentence));
    }
    return headline;
}

} // namespace crims_tool
