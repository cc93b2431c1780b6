// SPDX-License-Identifier: MIT
#include <cstddef>
#include <map>
#include <utility>

#include "message/batch_sections.hpp"
#include "wdd/batch.hpp"
#include "wdd/forest_plot.hpp"
#include "wdd/measures.hpp"

namespace wdd {

namespace {

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
        {forest_figure(
            std::move(plot),
            "The change in each area and its ring against its control area, in incidents, with its " +
                interval_name(batch.confidence) + ".")}};
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
    message.key = together_key(batch);
    message.sections.push_back(together_section(batch));
    if (Section section = picture(batch); !section.blocks.empty()) {
        message.sections.push_back(std::move(section));
    }
    message.sections.push_back(areas_section(batch));
    if (Section section = sum_section(batch); !section.blocks.empty()) {
        message.sections.push_back(std::move(section));
    }
    if (!batch.types.empty()) {
        message.sections.push_back(types_section(batch));
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
