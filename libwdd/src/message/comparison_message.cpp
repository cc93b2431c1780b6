// SPDX-License-Identifier: MIT
#include <cstddef>
#include <utility>

#include "document/number_text.hpp"
#include "message/caveats.hpp"
#include "message/message_parts.hpp"
#include "wdd/message.hpp"
#include "wdd/pictures.hpp"

namespace wdd {

namespace {

constexpr double rank_alarm = 0.05;

std::string whole_number(double value) {
    return fixed(value, 0);
}

std::string rank_p(double p) {
    return "p = " + fixed(p, 3);
}

bool is_low(const ResidualRank& rank) {
    return rank.p_reduction <= rank.p_increase;
}

/// "3 of the 176 comparison areas recorded as few incidents for what was expected there, or fewer".
std::string rank_sentence(const ResidualRank& rank) {
    const bool low = is_low(rank);
    // The response area itself is one of those at or below.
    const auto as_extreme = static_cast<double>((low ? rank.at_or_below : rank.at_or_above) - 1);
    return whole_number(as_extreme) + " of the " +
           whole_number(static_cast<double>(rank.residuals.size())) + " comparison areas " +
           (low ? "fell as far below what was expected there, or further"
                : "rose as far above what was expected there, or further");
}

DotPlot dot_plot(const ResidualRank& rank) {
    return {
        .title = "Deviance residuals of the comparison areas and of the response area",
        .axis =
            "The axis is the residual: the distance from the expected count, in units of chance.",
        .values = rank.residuals,
        .mark = rank.residual,
        .mark_name = "Response area"};
}

/// The comparison areas by residual; over them the edges of the study's own zones.
AreaMap comparison_map(const Evaluation& evaluation) {
    const ForecastFinding& finding = *evaluation.forecast;
    AreaMap map{.title = "Map of the comparison areas, coloured by residual",
                .description = "The response area and " + std::to_string(finding.areas.size()) +
                               " comparison areas."};
    map.places.reserve(finding.areas.size() + 4);
    for (std::size_t i = 0; i < finding.areas.size(); ++i) {
        map.places.push_back(
            {finding.areas[i].area, residual_style(finding.rank->residuals.at(i))});
    }
    map.places.push_back({*finding.response_area, residual_style(finding.rank->residual)});
    const auto add_edge = [&](const Area& area, const char* style, const char* name) {
        map.places.push_back({area, style});
        map.keys.push_back({style, name});
    };
    add_edge(*finding.response_area, "edge", "response area");
    map.places.back().is_marked = true;
    if (evaluation.drawn) {
        if (const auto& ring = evaluation.drawn->polygons[Zone::treated_displacement]) {
            add_edge(*ring, "edge-ring", "displacement area around it");
        }
        if (const auto& control = evaluation.drawn->polygons[Zone::control]) {
            add_edge(*control, "edge-control", "control area");
        }
        map.metres_a_unit = evaluation.drawn->metres_a_unit;
    }
    for (Key& key : residual_keys()) {
        map.keys.push_back(std::move(key));
    }
    return map;
}

void add_pictures(Section& section, const Evaluation& evaluation) {
    const ForecastFinding& finding = *evaluation.forecast;
    section.blocks.emplace_back(
        dot_figure(dot_plot(*finding.rank),
                   "Each dot is an area: how far its count is from what was expected there."));
    if (finding.response_area && finding.areas.size() == finding.rank->residuals.size()) {
        section.blocks.emplace_back(map_figure(comparison_map(evaluation), "Where these areas are.",
                                               residual_numbers(finding.rank->residuals)));
    }
}

std::string headline(const ResidualRank& rank) {
    const double count = static_cast<double>(rank.residuals.size()) + 1;
    const std::string among =
        " among " + whole_number(count) + " areas; nothing was done in the others";
    if (!is_low(rank)) {
        return "No sign of a reduction: the response area recorded more than expected (" +
               rank_p(rank.p_increase) + " for an increase," + among + ").";
    }
    return rank.p_reduction <= rank_alarm
               ? "A count this low is unusual where nothing was done (" + rank_p(rank.p_reduction) +
                     among + ")."
               : "A count this low is not unusual where nothing was done (" +
                     rank_p(rank.p_reduction) + among + "): no evidence of a reduction.";
}

/// "1 of 32 areas".
std::optional<KeyNumber> rank_key(const ForecastFinding& finding) {
    if (!finding.rank) {
        return std::nullopt;
    }
    const ResidualRank& rank = *finding.rank;
    const bool low = is_low(rank);
    return KeyNumber{
        whole_number(static_cast<double>(low ? rank.at_or_below : rank.at_or_above)) + " of " +
            whole_number(static_cast<double>(rank.residuals.size()) + 1) + " areas",
        std::string("recorded so ") + (low ? "few" : "many") +
            " incidents for what was expected there; the response area is one of them"};
}

std::string counted_and_expected(const ForecastFinding& finding) {
    const ResidualRank& rank = *finding.rank;
    return "In the response area " + plain(finding.response.area.post) +
           " incidents were recorded. From its own past, and from the change in all these areas, about " +
           whole_number(rank.expected) + " were expected (residual " + fixed(rank.residual, 2) +
           ").";
}

Section rank_verdict(const ForecastFinding& finding) {
    Section section{"Verdict", {}};
    const auto say = [&section](std::string text) {
        section.blocks.emplace_back(Paragraph{std::move(text)});
    };
    if (!finding.rank) {
        say("No verdict: " + finding.reason);
        return section;
    }
    say(headline(*finding.rank));
    say(counted_and_expected(finding));
    say(rank_sentence(*finding.rank) + ".");
    return section;
}

Section rank_caveats(const Evaluation& evaluation) {
    BulletList list{all_warnings(evaluation)};
    list.items.emplace_back(
        "The rank needs no distribution, but it assumes that the response area is one of these areas chosen at random. The forecast of ⟨wdd test⟩ also uses the size of the difference and detects more; this is a check of it.");
    const auto& rank = evaluation.forecast->rank;
    constexpr std::size_t few = 40;
    if (rank && rank->residuals.size() < few) {
        const auto areas = static_cast<double>(rank->residuals.size());
        list.items.push_back("With " + whole_number(areas) +
                             " comparison areas the smallest p possible is " +
                             fixed(1 / (areas + 1), 3) + ".");
    }
    if (evaluation.forecast->history_months == 0) {
        list.items.emplace_back(
            "Without a history before the pre-treatment period, part of a fall after a recent rise (regression to the mean) counts as a reduction.");
    }
    return {"Before you use this", {std::move(list)}};
}

} // namespace

Section comparison_section(const Evaluation& evaluation) {
    const ResidualRank& rank = *evaluation.forecast->rank;
    Section section{"Comparison areas", {}};
    section.blocks.emplace_back(
        Paragraph{"A check without any distribution: " + rank_sentence(rank) + " (" +
                  rank_p(is_low(rank) ? rank.p_reduction : rank.p_increase) + " by rank)."});
    add_pictures(section, evaluation);
    return section;
}

Message describe_rank(const Evaluation& evaluation) {
    const ForecastFinding& finding = evaluation.forecast.value();
    Message message{.title = "Where the response area stands among comparable areas",
                    .key = rank_key(finding),
                    .facts = period_facts(evaluation)};
    message.sections.push_back(rank_verdict(finding));
    if (finding.rank) {
        Section section{"Comparison areas", {}};
        section.blocks.emplace_back(Paragraph{"Compared with " + finding.comparison + "."});
        add_pictures(section, evaluation);
        message.sections.push_back(std::move(section));
    }
    message.sections.push_back(rank_caveats(evaluation));
    if (!evaluation.notes.empty()) {
        message.sections.push_back({"Notes", {BulletList{evaluation.notes}}});
    }
    return message;
}

} // namespace wdd
