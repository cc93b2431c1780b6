// SPDX-License-Identifier: MIT
#include <array>
#include <utility>

#include "document/number_text.hpp"
#include "message/message_parts.hpp"
#include "wdd/pictures.hpp"

namespace wdd {

namespace {

struct ZoneLook {
    Zone zone;
    const char* style;
    const char* name;
    BeforeAfter Counts::*count;
};

/// Rings below areas.
constexpr std::array zone_looks{
    ZoneLook{Zone::control_displacement, "control ring", "around the control area",
             &Counts::control_displacement},
    ZoneLook{Zone::treated_displacement, "response ring", "around the response area",
             &Counts::treated_displacement},
    ZoneLook{Zone::control, "control", "control area", &Counts::control},
    ZoneLook{Zone::treated, "response", "response area", &Counts::treated}};

/// Each area before its ring.
constexpr std::array<std::size_t, 4> legend_order{3, 1, 2, 0};

AreaMap zone_map(const DrawnZones& drawn) {
    AreaMap map{.title = "Map of the zones",
                .description = "The response area and the control area, with what is around them.",
                .metres_a_unit = drawn.metres_a_unit};
    for (const ZoneLook& look : zone_looks) {
        if (const auto& area = drawn.polygons[look.zone]) {
            map.places.push_back({*area, look.style});
        }
    }
    for (const std::size_t i : legend_order) {
        const ZoneLook& look = zone_looks.at(i);
        if (drawn.polygons[look.zone]) {
            map.keys.push_back({look.style, look.name});
        }
    }
    return map;
}

Table zone_numbers(const Evaluation& evaluation) {
    Table table{{"", "incidents before", "after"}, {}};
    for (const std::size_t i : legend_order) {
        const ZoneLook& look = zone_looks.at(i);
        if (evaluation.drawn->polygons[look.zone]) {
            const BeforeAfter& count = evaluation.counts.*look.count;
            table.rows.push_back({look.name, plain(count.pre), plain(count.post)});
        }
    }
    return table;
}

std::optional<double> expected_in(const std::optional<FittedForecast>& part) {
    return part ? std::optional(part->forecast.expected) : std::nullopt;
}

BarPlot bars(const Evaluation& evaluation) {
    const Counts& counts = evaluation.counts;
    const TimeWeights& time = evaluation.weights.time;
    const auto group = [&time](std::string name, const BeforeAfter& count,
                               std::optional<double> expected) {
        return BarPlot::Group{std::move(name), count.pre * (time.post / time.pre), count.post,
                              expected};
    };
    const bool forecast = evaluation.forecast && evaluation.forecast->verdict;
    BarPlot plot{"Incidents before and after", {}};
    plot.groups.push_back(
        group("Response area", counts.treated,
              forecast ? std::optional(evaluation.forecast->verdict->area.forecast.expected)
                       : std::nullopt));
    if (evaluation.zones && !evaluation.zones->displacement_distance.empty()) {
        plot.groups.push_back(
            group("Around it", counts.treated_displacement,
                  forecast ? expected_in(evaluation.forecast->verdict->around) : std::nullopt));
    }
    plot.groups.push_back(group("Control area", counts.control, std::nullopt));
    return plot;
}

std::string bars_caption(const Evaluation& evaluation) {
    const TimeWeights& time = evaluation.weights.time;
    std::string text = "Incidents before and after.";
    if (time.pre != time.post) {
        text += " Counts before are for as many days as the treatment period has.";
    }
    return evaluation.forecast && evaluation.forecast->verdict
               ? text + " Dashed: expected from comparable areas."
               : text;
}

MonthPlot month_plot(const Evaluation& evaluation) {
    MonthPlot plot{.title = "Incidents by month",
                   .months = evaluation.months,
                   .before = evaluation.periods->pre,
                   .after = evaluation.periods->post};
    if (evaluation.forecast && evaluation.forecast->verdict) {
        plot.expected = evaluation.forecast->verdict->area.forecast.expected;
    }
    return plot;
}

} // namespace

Section pictures_section(const Evaluation& evaluation) {
    Section section{"", {}};
    if (evaluation.drawn) {
        section.blocks.emplace_back(
            map_figure(zone_map(*evaluation.drawn), "The zones.", zone_numbers(evaluation)));
    }
    if (evaluation.periods) {
        section.blocks.emplace_back(bar_figure(bars(evaluation), bars_caption(evaluation)));
    }
    constexpr std::size_t fewest_months = 3;
    if (evaluation.months.size() >= fewest_months) {
        section.blocks.emplace_back(month_figure(
            month_plot(evaluation),
            "Incidents by month, counted back and forth from the start of the treatment. Months without data, and a part of a month at the end, are left out."));
    }
    return section;
}

} // namespace wdd
