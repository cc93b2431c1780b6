// SPDX-License-Identifier: MIT
#include "crims_tool/validate/table.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include "crims_tool/validate/findings.hpp"
#include "crims_tool/validate/level_changes.hpp"
#include "crims_tool/validate/rates.hpp"
#include "crims_tool/validate/repeat_finding.hpp"
#include "toolkit/text/plain_numbers.hpp"

namespace crims_tool {

namespace {

using toolkit::grouped_number;
using toolkit::percent_text;
using toolkit::signed_percent_text;

using crims::ValidationGroup;

constexpr std::size_t line_width = 100;
constexpr std::size_t most_zones = 10;

/// Breaks a text at its blanks, but not before a percent sign; lines after the first are indented.
std::string wrapped(std::string_view text, std::size_t indent) {
    std::string lines;
    std::size_t width = indent;
    while (!text.empty()) {
        std::size_t end = std::min(text.find(' '), text.size());
        if (text.substr(end).starts_with(" %")) {
            end = std::min(text.find(' ', end + 1), text.size());
        }
        if (width > indent && width + 1 + end > line_width) {
            lines += "\n" + std::string(indent, ' ');
            width = indent;
        } else if (width > indent) {
            lines += ' ';
            ++width;
        }
        lines += text.substr(0, end);
        width += end;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines + "\n";
}

std::string capitals(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    return result;
}

std::string finding_lines(const ModelValidation& v) {
    constexpr std::size_t indent = 12;
    std::string text;
    for (const Finding& finding : findings(v)) {
        text += fmt::format("{:<{}}", capitals(grade_name(finding.grade)), indent) +
                wrapped(finding.subject + ": " + finding.text, indent);
    }
    return text;
}

std::string score_lines(const ModelValidation& v) {
    std::string text =
        fmt::format("\n{:<30}{:>8}{:>11}{:>11}{:>11}{:>11}{:>10}{:>9}{:>10}\n", "errors by",
                    "groups", "RMSE", "MAE", "median AE", "chance AE", "bias", "over", "coverage");
    for (const crims::ValidationScore& s : v.report.scores) {
        text += fmt::format("{:<30}{:>8}{:>11.2f}{:>11.2f}{:>11.2f}{:>11.2f}{:>10}{:>9}{:>10}\n",
                            level_text(s.level), s.groups, s.rmse, s.mean_absolute_error,
                            s.median_absolute_error, s.chance_error,
                            signed_percent_text(s.relative_bias), percent_text(s.over_sampled),
                            percent_text(s.coverage));
    }
    return text +
           "RMSE, MAE, AE: root mean square, mean and absolute error of the replicates' mean; chance AE: the MAE\nif the model were true; over: groups with too many simulated; coverage: groups inside their 90 % interval.\n";
}

std::string change_lines(const ModelValidation& v) {
    if (v.changes.months == 0) {
        return {};
    }
    constexpr std::size_t cell = 14;
    constexpr std::size_t name = 30;
    std::string text = fmt::format("\n{:<{}}", "changes of", name);
    for (const crims::LevelChange& change : v.changes.all) {
        text += fmt::format("{:<{}}", level_class_text(change.zones), cell);
    }
    text += "\n";
    for (const std::vector<std::string>& row : change_rows(v)) {
        text += fmt::format("{:<{}}", row.front(), name);
        for (std::size_t i = 1; i < row.size(); ++i) {
            text += fmt::format("{:<{}}", row[i], cell);
        }
        text.erase(text.find_last_not_of(' ') + 1);
        text += "\n";
    }
    return text + wrapped(changes_caption(v), 0);
}

std::string repeat_lines(const ModelValidation& v) {
    if (!v.repeats) {
        return {};
    }
    static constexpr std::size_t name = 30;
    static constexpr std::size_t cell = 16;
    const auto line = [](const std::vector<std::string>& row, const std::string& first) {
        std::string text = fmt::format("{:<{}}", first, name);
        for (std::size_t i = 1; i < row.size(); ++i) {
            text += fmt::format("{:<{}}", row[i], cell);
        }
        text.erase(text.find_last_not_of(' ') + 1);
        return text + "\n";
    };
    std::string text = "\n" + line(repeat_header(*v.repeats), "crimes after crimes");
    std::string before;
    for (const std::vector<std::string>& row : repeat_rows(*v.repeats)) {
        text += line(row, row.front() == before ? "" : row.front());
        before = row.front();
    }
    return text + wrapped(repeat_caption(*v.repeats), 0);
}

std::string group_line(std::string_view name, std::size_t width, const ValidationGroup& group) {
    return fmt::format(
        "{:<{}}{:>12}{:>12}{:>12}  {:<21}{}\n", name, width, grouped_number(group.observed),
        grouped_number(group.mean), signed_percent_text(relative_error(group)),
        fmt::format("{} to {}", grouped_number(group.low), grouped_number(group.high)),
        group.is_count_covered() ? "inside" : "outside");
}

/// Some of the groups, in the order given.
std::string group_lines(const std::string& title, const std::vector<std::string>& names,
                        const std::vector<ValidationGroup>& groups,
                        const std::vector<std::size_t>& order, std::size_t most) {
    std::size_t width = title.size();
    for (const std::string& name : names) {
        width = std::max(width, name.size());
    }
    std::string text = fmt::format("\n{:<{}}{:>12}{:>12}{:>12}  {}\n", title, width, "observed",
                                   "simulated", "error", "90 % interval");
    for (std::size_t i = 0; i < std::min(most, order.size()); ++i) {
        text += group_line(names[order[i]], width, groups[order[i]]);
    }
    return text;
}

/// Rates by head of the zones where they are highest; empty where nobody knows the people.
std::string rate_lines(const ModelValidation& v) {
    const std::optional<HeadRates> rates = rates_by_head(v);
    if (!rates) {
        return "";
    }
    std::vector<std::string> names{"all"};
    std::vector<ValidationGroup> groups{rates->per_1000};
    for (std::size_t i = 0; i < std::min(most_zones, rates->by_zone.size()); ++i) {
        names.push_back(v.stored.model.zones[rates->by_zone[i].zone]);
        groups.push_back(rates->by_zone[i].per_1000);
    }
    constexpr std::string_view title = "crimes per 1,000 people a year";
    std::string text = fmt::format("\n{:<{}}{:>12}{:>12}  {}\n", title, title.size(), "observed",
                                   "simulated", "90 % interval");
    for (std::size_t i = 0; i < names.size(); ++i) {
        // Of all zones there is no interval where some have no people.
        const std::string interval =
            std::isfinite(groups[i].low)
                ? fmt::format("  {:.1f} to {:.1f}", groups[i].low, groups[i].high)
                : "";
        text += fmt::format("{:<{}}{:>12.1f}{:>12.1f}{}\n", names[i], title.size(),
                            groups[i].observed, groups[i].mean, interval);
    }
    return text;
}

std::vector<std::size_t> as_they_are(std::size_t count) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < count; ++i) {
        order.push_back(i);
    }
    return order;
}

} // namespace

std::string validation_table(const ModelValidation& v) {
    std::string text;
    for (const std::string& line : basis(v)) {
        text += wrapped(line, 0);
    }
    text += "\n" + finding_lines(v) + score_lines(v) + change_lines(v) + repeat_lines(v);
    std::vector<std::string> months;
    for (const crims::Month month : v.used) {
        months.push_back(month_text(month));
    }
    const crims::ValidationReport& report = v.report;
    const crims::Model& model = v.stored.model;
    text +=
        group_lines("month", months, report.by_month, as_they_are(months.size()), months.size());
    text += group_lines("crime type, worst first", model.crime_types, report.by_crime_type,
                        by_relative_error(report.by_crime_type), model.crime_types.size());
    text += group_lines("zone, worst first", model.zones, report.by_zone, by_error(report.by_zone),
                        most_zones);
    return text + rate_lines(v);
}

} // namespace crims_tool
