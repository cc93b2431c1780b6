// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <map>
#include <utility>

#include "message/message_parts.hpp"
#include "message/number_text.hpp"
#include "wdd/batch.hpp"
#include "wdd/forest_plot.hpp"
#include "wdd/measures.hpp"

namespace wdd {

namespace {

constexpr double of_a_hundred = 100;

std::string areas_text(std::size_t areas) {
    return quantity(static_cast<std::int64_t>(areas), "area");
}

std::size_t evaluated(const Batch& batch) {
    return static_cast<std::size_t>(
        std::count_if(batch.areas.begin(), batch.areas.end(),
                      [](const BatchArea& area) { return area.evaluation.has_value(); }));
}

/// "27 to 191 fewer", "62 fewer to 3 more".
std::string interval_in_words(double low, double high) {
    const auto size = [](double value) { return fixed(std::abs(std::round(value)), 0); };
    if (high < 0) {
        return size(high) + " to " + size(low) + " fewer";
    }
    return low > 0 ? size(low) + " to " + size(high) + " more"
                   : size(low) + " fewer to " + size(high) + " more";
}

std::string interval_name(double confidence) {
    return plain(of_a_hundred * confidence) + " % interval";
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
           ", in " + areas_text(evaluated(batch)) + " together.";
}

/// Where incidents count more than once, the plain sum of variances would be wrong.
std::string shared_sentence(const BatchSum& sum) {
    const double right = sum.total.total.standard_error;
    constexpr double rounding = 1e-9;
    if (std::abs(right - sum.independent_error) <= rounding * right) {
        return "";
    }
    return "The areas share incidents (of a control area, a ring or overlapping periods). The standard error counts each incident by what it adds to the sum: " +
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
    std::size_t unsuitable = 0;
    std::size_t tested = 0;
    for (const BatchArea& area : batch.areas) {
        if (area.evaluation && area.evaluation->suitability) {
            ++tested;
            unsuitable += area.evaluation->suitability->suitable() ? 0 : 1;
        }
    }
    if (tested == 0) {
        return "The suitability of the control areas was not tested (⟨--test-suitability⟩ tests it).";
    }
    return unsuitable == 0 ? "The control area passed its three checks in each area."
                           : "In " + areas_text(unsuitable) + " of " + std::to_string(tested) +
                                 " the control area did not pass its checks.";
}

Section verdict(const Batch& batch) {
    Section section{"All areas together", {}};
    const auto say = [&section](std::string text) {
        if (!text.empty()) {
            section.blocks.emplace_back(Paragraph{std::move(text)});
        }
    };
    if (!batch.together) {
        say("No area could be evaluated.");
        return section;
    }
    const Combined& total = batch.together->total;
    if (!total.z) {
        say("No test is possible: all counts are zero, so there is no variance to compare with.");
        return section;
    }
    say(evidence_words(total.evidence) + " (z = " + fixed(*total.z, 4) + ", one-tailed " +
        p_is(*total.p_one_tailed) + ").");
    say(difference_sentence(batch));
    say(shared_sentence(*batch.together));
    say(control_warning(batch));
    say(doubtful_controls(batch));
    say("Be careful: on police data where nothing was done, this test reports a reduction in an area in 13 to 22 cases of 100, not in 5, and a sum of several is no safer.");
    return section;
}

std::string change_of_forecast(const Evaluation& evaluation) {
    if (!evaluation.forecast || !evaluation.forecast->verdict) {
        return "";
    }
    const Forecast& forecast = evaluation.forecast->verdict->area.forecast;
    return with_sign(std::round(of_a_hundred * (forecast.ratio - 1))) +
           " %, p = " + fixed(forecast.p_reduction, 3);
}

std::string before_after(const BeforeAfter& counts) {
    return fixed(counts.pre, 0) + " to " + fixed(counts.post, 0);
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

Section table(const Batch& batch) {
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
                                     "",
                                     "",
                                     with_sign(std::round(total.total.estimate)),
                                     interval_text(total.ci_low, total.ci_high),
                                     optional_number(total.z, 2),
                                     optional_number(total.p_one_tailed, 3),
                                     ""};
        if (with_forecast) {
            row.insert(row.begin() + before_the_test, "");
        }
        table.rows.push_back(std::move(row));
    }
    Section section{"Each area", {std::move(table)}};
    section.blocks.emplace_back(Paragraph{
        "WDD is the change in an area and its ring against its control area: below 0 is fewer incidents than expected. p (Holm) allows for the number of areas: any below 0.05 leaves at most 5 % of false alarms among them all."});
    if (with_forecast) {
        section.blocks.emplace_back(Paragraph{
            "The forecast compares an area with comparable areas and its own past (its p is of a reduction there), and is the verdict to prefer."});
    }
    return section;
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

/// Each type over all areas, and the tests of single areas that hold for the whole list.
Section types(const Batch& batch) {
    Section section{"Crime types, all areas together", {}};
    if (batch.weighted && batch.weighted->total.z) {
        const Combined& sum = batch.weighted->total;
        section.blocks.emplace_back(Paragraph{"Weighted by harm: " + evidence_words(sum.evidence) +
                                              " of harm (z = " + fixed(*sum.z, 4) +
                                              ", one-tailed " + p_is(*sum.p_one_tailed) + ")."});
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
    BulletList clear;
    constexpr double few = 0.05;
    std::size_t tests = 0;
    for (const BatchArea& area : batch.areas) {
        for (const TypeResult& type : area.types ? area.types->types : std::vector<TypeResult>{}) {
            ++tests;
            if (type.holm && *type.holm < few) {
                clear.items.push_back(area.name + ", " + shown_type(type.type) + ": " +
                                      with_sign(std::round(type.statistic.total.estimate)) +
                                      ", p (Holm) = " + fixed(*type.holm, 3));
            }
        }
    }
    section.blocks.emplace_back(
        Paragraph{"Of " + quantity(static_cast<std::int64_t>(tests), "test") +
                  " of one type in one area, " + std::to_string(clear.items.size()) +
                  " have p (Holm) below 0.05" + (clear.items.empty() ? "." : ":")});
    if (!clear.items.empty()) {
        section.blocks.emplace_back(std::move(clear));
    }
    return section;
}

/// Each area that has an interval and, in its width, all of them together.
Section picture(const Batch& batch) {
    ForestPlot plot{"Estimates with their " + interval_name(batch.confidence) + "s", {}};
    for (const BatchArea& area : batch.areas) {
        if (area.evaluation && area.evaluation->statistic.ci_low) {
            const Statistic& statistic = area.evaluation->statistic;
            plot.rows.push_back(
                {area.name, statistic.total.estimate, *statistic.ci_low, *statistic.ci_high});
        }
    }
    if (batch.together && batch.together->total.ci_low) {
        const Combined& total = batch.together->total;
        plot.rows.push_back(
            {"All together", total.total.estimate, *total.ci_low, *total.ci_high, true});
    }
    if (plot.rows.empty()) {
        return {};
    }
    return {
        "",
        {Figure{
            [plot = std::move(plot)] { return forest_plot_svg(plot); },
            "The change in each area and its ring against its control area, in incidents, with its " +
                interval_name(batch.confidence) + "."}}};
}

Section failed(const Batch& batch) {
    BulletList list;
    for (const BatchArea& area : batch.areas) {
        if (!area.evaluation) {
            list.items.push_back(area.name + ": " + area.fault);
        }
    }
    return list.items.empty() ? Section{} : Section{"Not evaluated", {std::move(list)}};
}

/// Whom a warning is about.
std::string warned(const std::vector<std::string>& names, std::size_t of_areas) {
    constexpr std::size_t most_named = 3;
    if (names.size() == of_areas && names.size() > 1) {
        return "All areas";
    }
    std::string text = names.front();
    if (names.size() > most_named) {
        return text + " and " + std::to_string(names.size() - 1) + " more areas";
    }
    for (std::size_t i = 1; i < names.size(); ++i) {
        text += ", ";
        text += names[i];
    }
    return text;
}

/// Each warning once, with the areas that it is about.
std::vector<std::string> warnings_by_area(const Batch& batch) {
    std::map<std::string, std::vector<std::string>> areas;
    std::vector<std::string> order;
    const auto add = [&](const std::string& warning, const std::string& area) {
        std::vector<std::string>& names = areas[warning];
        if (names.empty()) {
            order.push_back(warning);
        }
        names.push_back(area);
    };
    for (const BatchArea& area : batch.areas) {
        if (area.evaluation) {
            for (const std::string& warning : all_warnings(*area.evaluation)) {
                add(warning, area.name);
            }
            for (const std::string& warning : area.warnings) {
                add(warning, area.name);
            }
        }
    }
    std::vector<std::string> lines;
    lines.reserve(order.size());
    for (const std::string& warning : order) {
        const std::vector<std::string>& names = areas[warning];
        std::string line = warned(names, evaluated(batch));
        line += ": ";
        line += warning;
        lines.push_back(std::move(line));
    }
    return lines;
}

} // namespace

Message describe(const Batch& batch) {
    Message message{.title = "Weighted Displacement Difference of several areas"};
    message.sections.push_back(verdict(batch));
    if (Section section = picture(batch); !section.blocks.empty()) {
        message.sections.push_back(std::move(section));
    }
    message.sections.push_back(table(batch));
    if (!batch.types.empty()) {
        message.sections.push_back(types(batch));
    }
    if (Section section = failed(batch); !section.heading.empty()) {
        message.sections.push_back(std::move(section));
    }
    BulletList warnings{batch.warnings};
    for (std::string& warning : warnings_by_area(batch)) {
        warnings.items.push_back(std::move(warning));
    }
    if (!warnings.items.empty()) {
        message.sections.push_back({"Before you use this", {std::move(warnings)}});
    }
    if (!batch.notes.empty()) {
        message.sections.push_back({"Notes", {BulletList{batch.notes}}});
    }
    return message;
}

} // namespace wdd
