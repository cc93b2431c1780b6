// SPDX-License-Identifier: MIT
#include "crims_tool/audit/report.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "crims_tool/audit/report_parts.hpp"
#include "crims_tool/records/month_range.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/police/download.hpp"
#include "toolkit/text/plain_numbers.hpp"

namespace crims_tool {

namespace {

using toolkit::grouped_number;

using Json = nlohmann::ordered_json;

double share(std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

bool is_missing(const MonthAudit& month) {
    return !month.present;
}

std::string part(std::uint64_t rows, std::uint64_t whole) {
    return rows == 0 ? "0"
                     : fmt::format("{} ({})", grouped_number(rows), share_of_rows(rows, whole));
}

std::uint64_t sum(const Tally& tally) {
    std::uint64_t total = 0;
    for (const auto& [text, rows] : tally) {
        total += rows;
    }
    return total;
}

/// Missing, though there is a file.
std::vector<std::string> empty_months(const std::vector<MonthAudit>& months) {
    std::vector<std::string> names;
    for (const MonthAudit& month : months) {
        if (month.empty) {
            names.push_back(month_text(month.month));
        }
    }
    return names;
}

/// "drop, 11,039 rows where 13,983 were expected (-21 %)"
std::string oddity(const MonthAudit& month) {
    constexpr double hundred = 100;
    const auto rows = static_cast<double>(month.rows);
    return fmt::format("{}: {}, {} rows where about {} were expected ({:+.0f} %)",
                       month_text(month.month), month_verdict_name(month),
                       grouped_number(month.rows), grouped_number(month.check.expected),
                       hundred * (rows / month.check.expected - 1));
}

/// Lines "  label   value"; a value of several lines continues under itself.
class Lines {
  public:
    void add(std::string_view label, std::string_view value) {
        m_text += fmt::format("  {:<24}{}\n", label, value);
    }

    void add(std::string_view label, const std::vector<std::string>& values) {
        if (values.empty()) {
            add(label, "none");
        }
        for (const std::string& value : values) {
            add(std::exchange(label, ""), value);
        }
    }

    /// A heading and rows by their number.
    void table(std::string_view heading, const Tally& tally, std::uint64_t whole) {
        m_text += fmt::format("\n  {:<54}{:>12}{:>9}\n", heading, "rows", "share");
        for (const auto& [text, rows] : most_frequent_first(tally)) {
            m_text += fmt::format("  {:<54}{:>12}{:>9}\n", text, grouped_number(rows),
                                  share_of_rows(rows, whole));
        }
    }

    void add_text(std::string_view text) { m_text += text; }

    std::string text() && { return std::move(m_text); }

  private:
    std::string m_text;
};

std::size_t present_months(const ForceAudit& force) {
    return static_cast<std::size_t>(
        std::count_if(force.months.begin(), force.months.end(),
                      [](const MonthAudit& month) { return month.present; }));
}

std::vector<std::string> oddities(const ForceAudit& force) {
    std::vector<std::string> odd;
    for (const MonthAudit& month : force.months) {
        if (month.check.is_implausible()) {
            odd.push_back(oddity(month));
        }
    }
    const bool known = std::any_of(force.months.begin(), force.months.end(), [](const auto& month) {
        return month.check.verdict != crims::MonthVerdict::unknown;
    });
    if (present_months(force) < crims::fewest_months_to_judge) {
        odd.push_back(fmt::format(
            "not known: no month could be judged, because {} have data and {} are needed",
            present_months(force), crims::fewest_months_to_judge));
    } else if (!known) {
        odd.emplace_back("not known: too few months lie close enough together to compare");
    }
    return odd;
}

std::string month_bar(const MonthAudit& month, std::uint64_t most) {
    constexpr double longest = 40;
    const auto marks = static_cast<std::size_t>(std::ceil(longest * share(month.rows, most)));
    return fmt::format("  {:<18}{:>10}  {}{}\n", month_text(month.month),
                       grouped_number(month.rows), std::string(marks, '#'),
                       month.check.is_implausible() ? fmt::format(" {}", month_verdict_name(month))
                                                    : "");
}

/// A bar for each month with data, the longest for the most rows.
std::string month_bars(const ForceAudit& force) {
    std::uint64_t most = 1;
    for (const MonthAudit& month : force.months) {
        most = std::max(most, month.rows);
    }
    std::string text = fmt::format("\n  {:<18}{:>10}\n", "month", "rows");
    for (auto month = force.months.begin(); month != force.months.end();) {
        if (month->present) {
            text += month_bar(*month++, most);
            continue;
        }
        const auto end = std::find_if_not(month, force.months.end(), is_missing);
        text +=
            fmt::format("  {:<18}{:>10}  no data\n", months_from_to(*month, *std::prev(end)), "-");
        month = end;
    }
    return text;
}

/// The first few, with what remains.
std::string some(const Tally& tally) {
    constexpr std::size_t few = 5;
    std::vector<std::string> names;
    for (const auto& [text, rows] : most_frequent_first(tally)) {
        if (names.size() == few) {
            names.push_back(fmt::format("and {} more", tally.size() - few));
            break;
        }
        names.push_back(text);
    }
    return toolkit::listed(names);
}

std::string force_text(const ForceAudit& force, bool with_lookup, bool with_months) {
    Lines lines;
    const std::size_t present = present_months(force);
    lines.add("months", fmt::format("{} of {}", present, force.months.size()));
    lines.add("rows", grouped_number(force.rows));
    lines.add("missing months", missing_month_runs(force.months));
    if (const std::vector<std::string> empty = empty_months(force.months); !empty.empty()) {
        lines.add("files without crimes", empty);
    }
    lines.add("implausible months", oddities(force));
    lines.add("without coordinates", part(force.without_coordinates, force.rows));
    lines.add("without LSOA", part(force.without_lsoa, force.rows));
    if (with_lookup) {
        const std::uint64_t rows = sum(force.unknown_lsoas);
        lines.add("LSOA not in the lookup",
                  rows == 0 ? "0"
                            : fmt::format("{}, {} codes: {}", part(rows, force.rows),
                                          force.unknown_lsoas.size(), some(force.unknown_lsoas)));
    }
    lines.add("without crime id", part(force.without_id, force.rows));
    lines.add("repeated crime ids", part(force.repeated_ids, force.rows));
    lines.add("without outcome", part(force.without_outcome, force.rows));
    std::vector<std::string> unseen;
    for (const auto& [outcome, rows] : most_frequent_first(force.unseen_outcomes)) {
        unseen.push_back(fmt::format("{}: {}", outcome, part(rows, force.rows)));
    }
    lines.add("outcomes never seen", unseen);
    for (const auto& [column, files] : force.absent) {
        lines.add("no column", fmt::format("'{}' in {} of {} files", column, files, present));
    }
    if (with_months) {
        lines.add_text(month_bars(force));
    }
    lines.table("crime type", force.crime_types, force.rows);
    lines.table("last outcome", force.outcomes, force.rows);
    return fmt::format("\n{} ({})\n{}", toolkit::force_name(force.force), force.force,
                       std::move(lines).text());
}

Json shared(std::uint64_t rows, std::uint64_t whole) {
    return {{"rows", rows}, {"share", whole == 0 ? Json() : Json(share(rows, whole))}};
}

/// { "name": rows } by name, an object even if empty.
Json tally_json(const Tally& tally) {
    Json json = Json::object();
    for (const auto& [text, rows] : tally) {
        json[text] = rows;
    }
    return json;
}

Json force_json(const ForceAudit& force, bool with_lookup) {
    Json months = Json::array();
    Json missing = Json::array();
    Json implausible = Json::array();
    for (const MonthAudit& month : force.months) {
        const std::string name = month_text(month.month);
        months.push_back({{"month", name},
                          {"rows", month.present || month.empty ? Json(month.rows) : Json()},
                          {"expected", month.check.expected},
                          {"score", month.check.score},
                          {"verdict", month_verdict_name(month)},
                          {"sha256", month.present || month.empty ? Json(month.sha256) : Json()}});
        if (!month.present) {
            missing.push_back(name);
        }
        if (month.check.is_implausible()) {
            implausible.push_back(name);
        }
    }
    Json unknown;
    if (with_lookup) {
        unknown = shared(sum(force.unknown_lsoas), force.rows);
        unknown["codes"] = tally_json(force.unknown_lsoas);
    }
    Json absent = Json::object();
    for (const auto& [column, files] : force.absent) {
        absent[column] = files;
    }
    return {{"force", force.force},
            {"name", toolkit::force_name(force.force)},
            {"rows", force.rows},
            {"months", std::move(months)},
            {"missing_months", std::move(missing)},
            {"months_without_crimes", empty_months(force.months)},
            {"implausible_months", std::move(implausible)},
            {"without_coordinates", shared(force.without_coordinates, force.rows)},
            {"without_lsoa", shared(force.without_lsoa, force.rows)},
            {"lsoa_not_in_lookup", std::move(unknown)},
            {"without_id", shared(force.without_id, force.rows)},
            {"repeated_ids", shared(force.repeated_ids, force.rows)},
            {"without_outcome", shared(force.without_outcome, force.rows)},
            {"outcomes_never_seen", tally_json(force.unseen_outcomes)},
            {"absent_columns", std::move(absent)},
            {"crime_types", tally_json(force.crime_types)},
            {"outcomes", tally_json(force.outcomes)}};
}

} // namespace

std::string audit_text(const AuditReport& report) {
    const std::vector<MonthAudit>& months = report.forces.front().months;
    std::string text = fmt::format(
        "{}: {} rows of {} {}, {} to {}\n", report.path, grouped_number(rows_of_download(report)),
        report.forces.size(), report.forces.size() == 1 ? "force" : "forces",
        month_text(months.front().month), month_text(months.back().month));
    if (!report.misnamed.empty()) {
        text += fmt::format("Left out because they are not named YYYY-MM-FORCE-street.csv: {}\n",
                            toolkit::listed(report.misnamed));
    }
    for (const ForceAudit& force : report.forces) {
        // Of many forces only the months that nobody but the reader can judge.
        const bool with_months =
            report.forces.size() == 1 || present_months(force) < crims::fewest_months_to_judge;
        text += force_text(force, report.with_lookup, with_months);
    }
    return text;
}

nlohmann::ordered_json audit_json(const AuditReport& report) {
    const std::vector<MonthAudit>& months = report.forces.front().months;
    Json forces = Json::array();
    for (const ForceAudit& force : report.forces) {
        forces.push_back(force_json(force, report.with_lookup));
    }
    return {{"rows", rows_of_download(report)},
            {"from", month_text(months.front().month)},
            {"to", month_text(months.back().month)},
            {"left_out", report.misnamed},
            {"forces", std::move(forces)}};
}

} // namespace crims_tool
