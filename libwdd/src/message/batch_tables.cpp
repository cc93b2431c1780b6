// SPDX-License-Identifier: MIT
#include "message/batch_sections.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <utility>

#include "document/number_text.hpp"
#include "message/message_parts.hpp"

namespace wdd {

namespace {

std::string change_of_forecast(const Forecast& forecast) {
    constexpr double smallest_p = 0.001;
    return with_sign(std::round(of_a_hundred * (forecast.ratio - 1))) + " %, " +
           (forecast.p_reduction < smallest_p ? "p < 0.001"
                                              : "p = " + fixed(forecast.p_reduction, 3));
}

std::string change_of_forecast(const Evaluation& evaluation) {
    return evaluation.forecast && evaluation.forecast->verdict
               ? change_of_forecast(evaluation.forecast->verdict->area.forecast)
               : "";
}

std::string before_after(const BeforeAfter& counts) {
    return fixed(counts.pre, 0) + " to " + fixed(counts.post, 0);
}

/// Of one zone of all areas; an incident that several areas count is in it once for each.
std::string added(const std::optional<Counts>& counts, BeforeAfter Counts::*zone) {
    return counts ? before_after((*counts).*zone) : "";
}

std::string optional_number(const std::optional<double>& value, int decimals) {
    return value ? fixed(*value, decimals) : "";
}

std::string interval_text(const std::optional<double>& low, const std::optional<double>& high) {
    return low ? fixed(*low, 0) + " to " + fixed(*high, 0) : "";
}

/// Columns before those of the plain test: the forecast, the verdict to prefer, comes first.
constexpr std::ptrdiff_t before_the_test = 5;

std::vector<std::string> row_of(const BatchArea& area, bool with_forecast) {
    const Evaluation& evaluation = *area.evaluation;
    const Statistic& statistic = evaluation.statistic;
    std::vector<std::string> row{area.name,
                                 iso_date(evaluation.periods->post.start),
                                 iso_date(evaluation.periods->post.end),
                                 before_after(evaluation.counts.treated),
                                 before_after(evaluation.counts.control),
                                 with_sign(std::round(statistic.total.estimate)),
                                 interval_text(statistic.ci_low, statistic.ci_high),
                                 optional_number(statistic.z, 2),
                                 optional_number(statistic.p_one_tailed, 3),
                                 optional_number(area.holm, 3)};
    if (with_forecast) {
        row.insert(row.begin() + before_the_test, change_of_forecast(evaluation));
    }
    return row;
}

std::string shown_type(const std::string& type) {
    return type.empty() ? "(no type)" : type;
}

std::vector<std::string> sum_row(const std::string& name, const Combined& sum) {
    return {name,
            with_sign(std::round(sum.total.estimate)),
            fixed(sum.total.standard_error, 1),
            interval_text(sum.ci_low, sum.ci_high),
            optional_number(sum.z, 2),
            optional_number(sum.p_one_tailed, 3)};
}

/// Types of all areas that the table of weights does not have.
std::string without_weight(const Batch& batch) {
    std::vector<std::string> names;
    for (const BatchArea& area : batch.areas) {
        if (area.types) {
            for (std::string& name : types_without_weight(*area.types)) {
                if (std::find(names.begin(), names.end(), name) == names.end()) {
                    names.push_back(std::move(name));
                }
            }
        }
    }
    std::sort(names.begin(), names.end());
    std::string text;
    for (const std::string& name : names) {
        text += (text.empty() ? "" : ", ") + name;
    }
    return text;
}

} // namespace

Section areas_section(const Batch& batch) {
    const bool with_forecast =
        std::any_of(batch.areas.begin(), batch.areas.end(), [](const BatchArea& area) {
            return area.evaluation && area.evaluation->forecast &&
                   area.evaluation->forecast->verdict;
        });
    Table table{{"", "from", "to", "response", "control", "WDD",
                 plain(of_a_hundred * batch.confidence) + " %", "z", "p", "p (Holm)"},
                {}};
    if (with_forecast) {
        table.header.insert(table.header.begin() + before_the_test, "forecast");
    }
    for (const BatchArea& area : batch.areas) {
        if (area.evaluation) {
            table.rows.push_back(row_of(area, with_forecast));
        }
    }
    if (batch.together) {
        const Combined& total = batch.together->total;
        std::vector<std::string> row{"All together",
                                     "",
                                     "",
                                     added(batch.together->counts, &Counts::treated),
                                     added(batch.together->counts, &Counts::control),
                                     with_sign(std::round(total.total.estimate)),
                                     interval_text(total.ci_low, total.ci_high),
                                     optional_number(total.z, 2),
                                     optional_number(total.p_one_tailed, 3),
                                     ""};
        if (with_forecast) {
            row.insert(row.begin() + before_the_test, batch.forecast && batch.forecast->sum
                                                          ? change_of_forecast(*batch.forecast->sum)
                                                          : "");
        }
        table.rows.push_back(std::move(row));
    }
    Section section{"Each area", {std::move(table)}};
    section.blocks.emplace_back(Paragraph{
        "WDD is the change in an area and its ring against its control area: below 0 is fewer incidents than expected. p (Holm) allows for the number of areas: any below 0.05 leaves at most 5 % of false alarms among them all."});
    if (with_forecast) {
        section.blocks.emplace_back(Paragraph{
            "The forecast compares an area with comparable areas and its own past (its p is of a reduction there), and is the verdict to prefer. Areas of this list that had been treated by then are none of its comparison areas."});
    }
    return section;
}

Section types_section(const Batch& batch) {
    Section section{"Crime types, all areas together", {}};
    if (batch.weighted && batch.weighted->total.z) {
        const Combined& sum = batch.weighted->total;
        section.blocks.emplace_back(
            Paragraph{"Weighted by harm: " + evidence_words(sum.evidence) + " of harm (z = " +
                      fixed(*sum.z, 2) + ", one-tailed " + p_in_words(*sum.p_one_tailed) + ")."});
        if (const std::string names = without_weight(batch); !names.empty()) {
            section.blocks.emplace_back(
                Paragraph{"Types without a weight are left out of it: " + names + "."});
        }
    }
    Table table{{"", "WDD", "SE", plain(of_a_hundred * batch.confidence) + " %", "z", "p"}, {}};
    for (const BatchTypeSum& type : batch.types) {
        table.rows.push_back(sum_row(shown_type(type.type), type.sum.total));
    }
    if (batch.weighted) {
        table.rows.push_back(sum_row("weighted by harm", batch.weighted->total));
    }
    section.blocks.emplace_back(std::move(table));
    Table clear{{"", "crime type", "WDD", "p (Holm)"}, {}};
    constexpr double few = 0.05;
    std::size_t tests = 0;
    for (const BatchArea& area : batch.areas) {
        for (const TypeResult& type : area.types ? area.types->types : std::vector<TypeResult>{}) {
            ++tests;
            if (type.holm && *type.holm < few) {
                clear.rows.push_back({area.name, shown_type(type.type),
                                      with_sign(std::round(type.statistic.total.estimate)),
                                      fixed(*type.holm, 3)});
            }
        }
    }
    section.blocks.emplace_back(
        Paragraph{"Of " + quantity(static_cast<std::int64_t>(tests), "test") +
                  " of one type in one area, " + std::to_string(clear.rows.size()) +
                  " have p (Holm) below 0.05" + (clear.rows.empty() ? "." : ":")});
    if (!clear.rows.empty()) {
        section.blocks.emplace_back(std::move(clear));
    }
    return section;
}

} // namespace wdd
