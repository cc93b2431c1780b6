// SPDX-License-Identifier: MIT
#include "crims_tool/calibrate/outcome_counts.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "crims_tool/records/month_range.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/text/plain_numbers.hpp"

namespace crims_tool {

namespace {

using toolkit::percent_text;

using crims::OutcomeMeaning;

double share_of(std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? std::numeric_limits<double>::quiet_NaN()
                      : static_cast<double>(part) / static_cast<double>(whole);
}

/// One a month: whether its crimes without an outcome are mostly under investigation yet.
std::vector<std::uint8_t> open_months(const RecordedCrimes& crimes) {
    std::vector<std::int64_t> excess(crimes.present.size());
    for (std::size_t i = 0; i < crimes.size(); ++i) {
        if (crimes.outcome[i] == OutcomeMeaning::open) {
            ++excess[crimes.month[i]];
        } else if (crimes.outcome[i] == OutcomeMeaning::no_news) {
            --excess[crimes.month[i]];
        }
    }
    std::vector<std::uint8_t> open(excess.size());
    std::transform(excess.begin(), excess.end(), open.begin(),
                   [](std::int64_t more) { return more > 0 ? std::uint8_t{1} : std::uint8_t{0}; });
    return open;
}

void add(OutcomeMeaning meaning, TypeOutcomes& type) {
    switch (meaning) {
    case OutcomeMeaning::identified:
        ++type.identified;
        break;
    case OutcomeMeaning::not_identified:
        ++type.not_identified;
        break;
    case OutcomeMeaning::no_news:
    case OutcomeMeaning::open:
        ++type.unknown;
        break;
    case OutcomeMeaning::none:
    case OutcomeMeaning::never_seen:
        break;
    }
}

} // namespace

double TypeOutcomes::unknown_share() const {
    return share_of(unknown, crimes());
}

double TypeOutcomes::low() const {
    return share_of(identified, crimes());
}

double TypeOutcomes::high() const {
    return share_of(identified, identified + not_identified);
}

OutcomeCounts count_outcomes(const RecordedCrimes& crimes, const ZoneAssignment& assignment) {
    const std::size_t types = crimes.crime_types.size();
    std::vector<std::uint8_t> open = open_months(crimes);
    OutcomeCounts counts;
    counts.cells.resize(assignment.zones.size() * types);
    counts.types.resize(types);
    counts.all_open = true;
    for (std::size_t month = 0; month < open.size(); ++month) {
        counts.all_open = counts.all_open && (open[month] != 0 || crimes.present[month] == 0);
    }
    if (counts.all_open) {
        open.assign(open.size(), 0);
    }
    for (std::size_t month = 0; month < open.size(); ++month) {
        if (open[month] != 0) {
            counts.open.push_back(crimes.months.from +
                                  std::chrono::months(static_cast<int>(month)));
        }
    }
    for (std::size_t i = 0; i < crimes.size(); ++i) {
        const OutcomeMeaning meaning = crimes.outcome[i];
        const bool tells = meaning != OutcomeMeaning::none && meaning != OutcomeMeaning::never_seen;
        if (open[crimes.month[i]] != 0 || !tells) {
            continue;
        }
        add(meaning, counts.types[crimes.crime_type[i]]);
        if (assignment.zone[i] != none) {
            crims::OutcomeCount& cell =
                counts.cells[(assignment.zone[i] * types) + crimes.crime_type[i]];
            ++cell.known;
            cell.identified += meaning == OutcomeMeaning::identified ? 1U : 0U;
        }
    }
    return counts;
}

std::vector<std::string> outcome_warnings(const OutcomeCounts& outcomes,
                                          const std::vector<std::string>& crime_types) {
    constexpr double large = 0.5;
    std::vector<std::string> warnings;
    std::vector<std::string> mostly_unknown;
    for (std::size_t type = 0; type < crime_types.size(); ++type) {
        const TypeOutcomes& told = outcomes.types[type];
        if (told.unknown_share() > large) {
            mostly_unknown.push_back(fmt::format(
                "{} ({} unknown; {} have a suspect, or {} if the unknown were like the rest)",
                crime_types[type], percent_text(told.unknown_share()), percent_text(told.low()),
                percent_text(told.high())));
        }
    }
    if (!mostly_unknown.empty()) {
        warnings.push_back(fmt::format(
            "The outcome of more than half of these crimes is unknown. They count as having no suspect, because a suspect who is found gets recorded: {}.",
            toolkit::listed(mostly_unknown)));
    }
    if (outcomes.all_open && !mostly_unknown.empty()) {
        warnings.emplace_back(
            "In all months most crimes without an outcome are still under investigation, so suspects will be too few. Use a newer download, or earlier months.");
    }
    return warnings;
}

} // namespace crims_tool
