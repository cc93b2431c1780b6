// SPDX-License-Identifier: MIT
#include "crims_tool/audit/calendar.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <limits>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "crims_tool/records/month_range.hpp"
#include "toolkit/police/download.hpp"
#include "toolkit/text/plain_numbers.hpp"
#include "wdd/series_panel.hpp"

namespace crims_tool {

namespace {

using toolkit::grouped_number;
using wdd::TileTables;

struct Shade {
    double below; ///< times the median
    const char* style;
    const char* name;
};

constexpr std::array<Shade, 5> shades{
    {{0.7, "t1", "below 70 % of the force's median month"},
     {0.9, "t2", "70 to 90 %"},
     {1.1, "t3", "90 to 110 %"},
     {1.3, "t4", "110 to 130 %"},
     {std::numeric_limits<double>::infinity(), "t5", "130 % and more"}}};

/// Of the months with data; 0 if there are none.
double median_rows(const ForceAudit& force) {
    std::vector<double> rows;
    for (const MonthAudit& month : force.months) {
        if (month.present) {
            rows.push_back(static_cast<double>(month.rows));
        }
    }
    if (rows.empty()) {
        return 0;
    }
    std::sort(rows.begin(), rows.end());
    const std::size_t half = rows.size() / 2;
    return rows.size() % 2 == 1 ? rows[half] : (rows[half - 1] + rows[half]) / 2;
}

std::string shade_of(double rows, double median) {
    return std::find_if(shades.begin(), std::prev(shades.end()),
                        [&](const Shade& shade) { return rows < shade.below * median; })
        ->style;
}

TileTables::Tile tile_of(const MonthAudit& month, double median) {
    const std::string name = month_text(month.month);
    if (!month.present) {
        return {.style = "gap",
                .number = month.empty ? "file without crimes" : "no data",
                .sign = month.empty ? "0" : "–",
                .hint = name + (month.empty ? ": a file without crimes" : ": no data")};
    }
    const auto rows = static_cast<double>(month.rows);
    TileTables::Tile tile{.style = shade_of(rows, median),
                          .number = grouped_number(rows),
                          .sign = {},
                          .hint = fmt::format("{}: {}", name, grouped_number(rows))};
    if (month.check.is_implausible()) {
        tile.style += " odd";
        tile.sign = month.check.verdict == crims::MonthVerdict::drop ? "▼" : "▲";
        tile.hint +=
            fmt::format(", {} where about {} were expected", tile.sign == "▼" ? "a drop" : "a rise",
                        grouped_number(month.check.expected));
    }
    return tile;
}

/// A row for each year, with empty tiles before the first month and after the last.
TileTables::Part calendar_of(const ForceAudit& force) {
    const double median = median_rows(force);
    TileTables::Part part{.title = toolkit::force_name(force.force), .rows = {}};
    for (const MonthAudit& month : force.months) {
        const std::string year = month_text(month.month).substr(0, 4);
        const auto place = static_cast<unsigned>(month.month.month()) - 1;
        if (part.rows.empty() || part.rows.back().name != year) {
            part.rows.push_back({year, std::vector<TileTables::Tile>(12)});
        }
        part.rows.back().tiles.at(place) = tile_of(month, median);
    }
    return part;
}

/// Rows of a type in a month of all forces; NaN where no force has data.
double rows_of(const AuditReport& report, const std::string& type, std::size_t month) {
    double rows = std::numeric_limits<double>::quiet_NaN();
    for (const ForceAudit& force : report.forces) {
        const MonthAudit& one = force.months[month];
        if (one.present) {
            const auto found = one.crime_types.find(type);
            const double more =
                found == one.crime_types.end() ? 0 : static_cast<double>(found->second);
            rows = std::isnan(rows) ? more : rows + more;
        }
    }
    return rows;
}

std::vector<std::pair<std::string, std::uint64_t>> types_by_rows(const AuditReport& report) {
    Tally all;
    for (const ForceAudit& force : report.forces) {
        for (const auto& [type, rows] : force.crime_types) {
            all[type] += rows;
        }
    }
    std::vector<std::pair<std::string, std::uint64_t>> sorted(all.begin(), all.end());
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    return sorted;
}

/// Months in which the total of some force is odd, and that some force has.
std::vector<std::size_t> numbers_of_odd_months(const AuditReport& report) {
    std::vector<std::size_t> odd;
    for (std::size_t month = 0; month < report.forces.front().months.size(); ++month) {
        if (std::any_of(report.forces.begin(), report.forces.end(), [month](const auto& force) {
                return force.months[month].check.is_implausible();
            })) {
            odd.push_back(month);
        }
    }
    return odd;
}

} // namespace

TileTables month_calendar(const AuditReport& report) {
    TileTables calendar{.columns = {"J", "F", "M", "A", "M", "J", "J", "A", "S", "O", "N", "D"},
                        .parts = {},
                        .caption = {},
                        .keys = {}};
    for (const ForceAudit& force : report.forces) {
        calendar.parts.push_back(calendar_of(force));
    }
    for (const Shade& shade : shades) {
        calendar.keys.push_back({shade.style, shade.name});
    }
    calendar.keys.push_back({"gap", "– no data, 0 a file without crimes"});
    calendar.keys.push_back({"odd", "▼ drop, ▲ rise: an odd total"});
    return calendar;
}

wdd::SmallMultiples types_over_time(const AuditReport& report) {
    const std::vector<MonthAudit>& months = report.forces.front().months;
    const std::vector<std::size_t> odd = numbers_of_odd_months(report);
    wdd::SmallMultiples pictures;
    wdd::Table& numbers = pictures.numbers;
    numbers.header.emplace_back("month");
    for (const MonthAudit& month : months) {
        numbers.rows.push_back({month_text(month.month)});
    }
    for (const auto& [type, rows] : types_by_rows(report)) {
        wdd::SeriesPanel panel{.title = type + " by month",
                               .values = {},
                               .marked = odd,
                               .first = month_text(months.front().month),
                               .last = month_text(months.back().month)};
        numbers.header.push_back(type);
        for (std::size_t month = 0; month < months.size(); ++month) {
            const double value = rows_of(report, type, month);
            panel.values.push_back(value);
            numbers.rows[month].push_back(std::isnan(value) ? "" : grouped_number(value));
            if (months[month].month.month() == std::chrono::January && month > 0) {
                panel.grid.push_back(month);
            }
        }
        pictures.panels.push_back(
            {.title = type,
             .note = grouped_number(rows) + " in all",
             .svg = [panel = std::move(panel)] { return wdd::series_panel_svg(panel); }});
    }
    pictures.caption =
        "Each type has its own scale, from 0 to its busiest month. Thin lines are the beginnings of years; lines break where there are no data.";
    pictures.keys = {{"panel-line", "crimes", wdd::KeyShape::line}};
    if (!odd.empty()) {
        pictures.keys.push_back({"panel-mark",
                                 report.forces.size() == 1 ? "a month with an odd total"
                                                           : "a month with an odd total of a force",
                                 wdd::KeyShape::dot});
    }
    return pictures;
}

} // namespace crims_tool
