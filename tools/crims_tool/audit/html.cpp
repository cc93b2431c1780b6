// SPDX-License-Identifier: MIT
#include "crims_tool/audit/html.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "crims_tool/audit/calendar.hpp"
#include "crims_tool/audit/report_parts.hpp"
#include "crims_tool/records/month_range.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/police/download.hpp"
#include "toolkit/text/option_mentions.hpp"
#include "toolkit/text/plain_numbers.hpp"
#include "wdd/document.hpp"

namespace crims_tool {

namespace {

using toolkit::grouped_number;

using wdd::Paragraph;
using wdd::Section;
using wdd::Table;
using wdd::Tone;

using Cells = std::vector<std::string>;

struct MonthNumbers {
    std::size_t all = 0;
    std::size_t missing = 0;
    std::size_t odd = 0;
    bool judged = false; ///< some month could be
};

MonthNumbers month_numbers(const AuditReport& report) {
    MonthNumbers numbers;
    for (const ForceAudit& force : report.forces) {
        for (const MonthAudit& month : force.months) {
            ++numbers.all;
            numbers.missing += month.present ? 0 : 1;
            numbers.odd += month.check.is_implausible() ? 1 : 0;
            numbers.judged |= month.check.verdict != crims::MonthVerdict::unknown;
        }
    }
    return numbers;
}

/// "3 months are", "1 month is".
std::string months_are(std::size_t months) {
    return fmt::format("{} month{}", months, months == 1 ? " is" : "s are");
}

/// Of several forces each has its own months.
std::string of_forces(const AuditReport& report) {
    return report.forces.size() == 1 ? toolkit::force_name(report.forces.front().force)
                                     : fmt::format("{} forces", report.forces.size());
}

std::string range_of(const AuditReport& report) {
    const std::vector<MonthAudit>& months = report.forces.front().months;
    return months_from_to(months.front(), months.back());
}

wdd::KeyNumber key_of(const AuditReport& report) {
    const MonthNumbers numbers = month_numbers(report);
    return {fmt::format("{} of {}", numbers.missing + numbers.odd, numbers.all),
            report.forces.size() == 1 ? "months are missing or have an odd total"
                                      : "months of a force are missing or have an odd total"};
}

Section lead_of(const AuditReport& report) {
    const MonthNumbers numbers = month_numbers(report);
    const std::string odd =
        !numbers.judged ? "There are too few months to say whether a total is odd."
        : numbers.odd == 0
            ? "No month has an odd total."
            : fmt::format(
                  "In {} the total is a drop or a rise that the other months do not explain.",
                  numbers.odd == 1 ? "1 month" : fmt::format("{} months", numbers.odd));
    return {
        "",
        {Paragraph{fmt::format("{} crimes of {}, {}.", grouped_number(rows_of_download(report)),
                               of_forces(report), range_of(report))},
         Paragraph{numbers.missing == 0 ? "No month is missing."
                                        : fmt::format("{} missing.", months_are(numbers.missing))},
         Paragraph{odd}}};
}

/// No rows where no month is odd.
Table table_of_odd_months(const AuditReport& report) {
    Table table{.header = {"month", "", "crimes", "expected", "difference"}, .rows = {}};
    const bool several = report.forces.size() > 1;
    if (several) {
        table.header.insert(table.header.begin(), "force");
    }
    for (const ForceAudit& force : report.forces) {
        for (const MonthAudit& month : force.months) {
            if (month.check.is_implausible()) {
                const auto rows = static_cast<double>(month.rows);
                Cells cells{month_text(month.month), std::string(month_verdict_name(month)),
                            grouped_number(rows), grouped_number(month.check.expected),
                            toolkit::signed_percent_text(rows / month.check.expected - 1)};
                if (several) {
                    cells.insert(cells.begin(), toolkit::force_name(force.force));
                }
                table.rows.push_back(std::move(cells));
            }
        }
    }
    return table;
}

/// No rows where none is missing.
Table missing_month_table(const AuditReport& report) {
    Table table{.header = {"force", "missing months"}, .rows = {}};
    for (const ForceAudit& force : report.forces) {
        if (std::any_of(force.months.begin(), force.months.end(),
                        [](const MonthAudit& month) { return !month.present; })) {
            table.rows.push_back(
                {toolkit::force_name(force.force), missing_month_runs(force.months)});
        }
    }
    return table;
}

std::vector<Section> month_sections(const AuditReport& report) {
    std::vector<Section> sections{{"Months", {month_calendar(report)}}};
    if (Table missing = missing_month_table(report); !missing.rows.empty()) {
        sections.push_back({"Missing months", {std::move(missing)}});
    }
    if (Table odd = table_of_odd_months(report); !odd.rows.empty()) {
        sections.push_back(
            {"Months with an odd total",
             {std::move(odd),
              Paragraph{
                  "A total is odd when it differs by a tenth or more, and by more than 3.5 robust standard deviations, from what the six months before and after it and the same month of other years suggest. It may be an incomplete file or a change of recording, but also a lockdown: you decide.",
                  Tone::note}}});
    }
    sections.push_back({"Crime types by month", {types_over_time(report)}});
    return sections;
}

struct Measure {
    const char* name;
    std::uint64_t (*rows)(const ForceAudit&);
};

std::uint64_t unknown_lsoas(const ForceAudit& force) {
    std::uint64_t rows = 0;
    for (const auto& [lsoa, number] : force.unknown_lsoas) {
        rows += number;
    }
    return rows;
}

std::vector<Measure> measures(const AuditReport& report) {
    std::vector<Measure> all{
        {"without coordinates", [](const ForceAudit& f) { return f.without_coordinates; }},
        {"without LSOA", [](const ForceAudit& f) { return f.without_lsoa; }},
        {"without crime id", [](const ForceAudit& f) { return f.without_id; }},
        {"repeated crime ids", [](const ForceAudit& f) { return f.repeated_ids; }},
        {"without outcome", [](const ForceAudit& f) { return f.without_outcome; }}};
    if (report.with_lookup) {
        all.push_back({"LSOA not in the lookup", unknown_lsoas});
    }
    return all;
}

/// Of one force a row for each measure, of several a row for each force.
Section quality(const AuditReport& report) {
    const std::vector<Measure> all = measures(report);
    Table table;
    if (report.forces.size() == 1) {
        const ForceAudit& force = report.forces.front();
        table.header = {"", "crimes", "share"};
        for (const Measure& measure : all) {
            const std::uint64_t rows = measure.rows(force);
            table.rows.push_back(
                {measure.name, grouped_number(rows), share_of_rows(rows, force.rows)});
        }
        return {"Quality", {std::move(table)}};
    }
    table.header = {"force", "crimes"};
    for (const Measure& measure : all) {
        table.header.emplace_back(measure.name);
    }
    for (const ForceAudit& force : report.forces) {
        Cells cells{toolkit::force_name(force.force), grouped_number(force.rows)};
        for (const Measure& measure : all) {
            cells.push_back(share_of_rows(measure.rows(force), force.rows));
        }
        table.rows.push_back(std::move(cells));
    }
    return {"Quality", {std::move(table)}};
}

/// Names with their rows, of all forces, the most frequent first.
Section tally_section(const std::string& heading, const char* name, const AuditReport& report,
                      Tally ForceAudit::*tally) {
    Tally all;
    for (const ForceAudit& force : report.forces) {
        for (const auto& [text, rows] : force.*tally) {
            all[text] += rows;
        }
    }
    Table table{.header = {name, "crimes", "share"}, .rows = {}};
    for (const auto& [text, rows] : most_frequent_first(all)) {
        table.rows.push_back(
            {text, grouped_number(rows), share_of_rows(rows, rows_of_download(report))});
    }
    return {heading, {std::move(table)}};
}

Section how_it_was_made(const toolkit::RecordedParameters& parameters) {
    wdd::Details options{.summary = "Options"};
    for (const toolkit::RecordedParameter& parameter : parameters) {
        if (std::string text = toolkit::recorded_text(parameter.value); !text.empty()) {
            options.facts.push_back({parameter.name, std::move(text)});
        }
    }
    return {"How it was made", {std::move(options)}};
}

} // namespace

std::string audit_html(const AuditReport& report, const toolkit::RecordedParameters& parameters) {
    wdd::Document page{.title = "What is in the download?",
                       .key = key_of(report),
                       .facts = {{"Download", report.path}},
                       .sections = {lead_of(report)},
                       .made = std::string("crimekit ") + CRIMEKIT_VERSION};
    if (!report.misnamed.empty()) {
        page.facts.push_back({"Left out because they are not named YYYY-MM-FORCE-street.csv",
                              toolkit::listed(report.misnamed)});
    }
    for (Section& section : month_sections(report)) {
        page.sections.push_back(std::move(section));
    }
    page.sections.push_back(quality(report));
    page.sections.push_back(
        tally_section("Crime types", "crime type", report, &ForceAudit::crime_types));
    page.sections.push_back(
        tally_section("Last outcomes", "last outcome", report, &ForceAudit::outcomes));
    page.sections.push_back(how_it_was_made(parameters));
    return toolkit::shown(to_html(page));
}

} // namespace crims_tool
