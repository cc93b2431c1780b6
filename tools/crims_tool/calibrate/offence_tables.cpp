// SPDX-License-Identifier: MIT
#include "crims_tool/calibrate/offence_tables.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

#include "crims_tool/records/table_rows.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/police/download.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/number.hpp"

namespace crims_tool {

namespace {

using toolkit::DataError;

/// True if a name in the table stands for the force.
bool is_force(const std::string& name, const std::string& force) {
    if (name == force) {
        return true;
    }
    try {
        return !name.empty() && !toolkit::find_force(name, {force}).empty();
    } catch (const DataError&) {
        return false; // another one
    }
}

/// The force by its slug, as the download's files name it, or as written if nobody knows it.
std::string slug_of(const std::string& force) {
    try {
        return toolkit::find_force(force, {force});
    } catch (const DataError&) {
        return force;
    }
}

/// The year in which a financial year such as "2017/18" begins; no value for another text.
std::optional<int> first_year(const std::string& text) {
    constexpr std::size_t digits = 4;
    int year = 0;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + std::min(text.size(), digits), year);
    return error == std::errc() && end == text.data() + digits ? std::optional(year) : std::nullopt;
}

bool overlaps(const std::string& financial_year, const MonthRange& months) {
    const std::optional<int> year = first_year(financial_year);
    if (!year) {
        return false;
    }
    const crims::Month begin = std::chrono::year(*year) / std::chrono::April;
    return begin <= months.to && months.from <= begin + std::chrono::months(11);
}

struct OffenceRow {
    std::string year;
    crims::OffenceCount count;
};

/// The rows of the force in all tables.
std::vector<OffenceRow> rows_of_force(const std::vector<TableRows>& tables,
                                      const std::string& force) {
    enum Column { force_name, code, count, year };

    const std::string slug = slug_of(force);
    std::map<std::string, bool> forces;
    std::vector<OffenceRow> rows;
    for (const TableRows& table : tables) {
        for (std::size_t i = 0; i < table.cells.size(); ++i) {
            const std::vector<std::string>& row = table.cells[i];
            const auto [found, is_new] = forces.try_emplace(row[force_name], false);
            if (is_new) {
                found->second = is_force(row[force_name], slug);
            }
            if (!found->second || row[code].empty()) {
                continue;
            }
            const std::optional<double> number = toolkit::read_number(row[count]);
            if (!number || !std::isfinite(*number)) {
                throw DataError(
                    fmt::format("{}: row {}: the count '{}' of the offence {} is not a number",
                                table.source, i + 1, row[count], row[code]));
            }
            // Sums of such counts would not be finite, and the shares no numbers.
            constexpr double most = 1e9;
            if (std::abs(*number) > most) {
                throw DataError(fmt::format(
                    "{}: row {}: the count '{}' of the offence {} is more than any force records",
                    table.source, i + 1, row[count], row[code]));
            }
            rows.push_back({row[year], {.code = row[code], .count = *number}});
        }
    }
    if (rows.empty()) {
        std::vector<std::string> names;
        names.reserve(forces.size());
        for (const auto& [name, is_it] : forces) {
            names.push_back(name);
        }
        throw DataError(
            fmt::format("{} (⟨--offences⟩): it has no row of the force '{}'; it has: {}",
                        tables.front().source, force, toolkit::listed(names)));
    }
    return rows;
}

enum CategoryColumn { category, code, description, severity, suspect };

crims::OffenceCategory category_in(const TableRows& table, std::size_t number) {
    const std::vector<std::string>& row = table.cells[number];
    crims::OffenceCategory one{.crime_type = row[category],
                               .code = row[code],
                               .description =
                                   row[description].empty() ? row[code] : row[description]};
    if (!row[severity].empty()) {
        const std::optional<double> weight = toolkit::read_number(row[severity]);
        if (!weight || !std::isfinite(*weight) || *weight < 0) {
            throw DataError(fmt::format(
                "{}: row {}: the severity '{}' of the offence {} is not a number of 0 or more",
                table.source, number + 1, row[severity], row[code]));
        }
        one.severity = *weight;
    }
    if (!row[suspect].empty()) {
        const std::optional<double> probability = toolkit::read_number(row[suspect]);
        if (!probability || !(*probability >= 0 && *probability <= 1)) {
            throw DataError(fmt::format(
                "{}: row {}: the probability of a suspect '{}' of the offence {} is not a number from 0 to 1",
                table.source, number + 1, row[suspect], row[code]));
        }
        one.suspect = *probability;
    }
    return one;
}

} // namespace

std::vector<crims::OffenceCategory> read_offence_categories(const std::string& path) {
    const std::vector<WantedColumn> wanted{{{"POLICE_UK_CAT_MAP_category"}},
                                           {{"ONS_COUNTS_code"}},
                                           {{"ONS_COUNTS_description"}},
                                           {{"ONS_SEVERITY_weight"}},
                                           {{"suspect", "suspect_probability"}, false}};
    std::vector<crims::OffenceCategory> categories;
    for (const TableRows& table : read_tables(path, wanted, "--categories")) {
        for (std::size_t i = 0; i < table.cells.size(); ++i) {
            const std::vector<std::string>& row = table.cells[i];
            if (row[category].empty() || row[code].empty()) {
                continue;
            }
            categories.push_back(category_in(table, i));
        }
    }
    return categories;
}

OffenceCounts read_offence_counts(const std::string& path, const std::string& force,
                                  const MonthRange& months) {
    const std::vector<WantedColumn> wanted{{{"Force Name"}},
                                           {{"Offence Code"}},
                                           {{"Offence Count", "Number of Offences"}},
                                           {{"Financial Year"}, false}};
    const std::vector<OffenceRow> rows =
        rows_of_force(read_tables(path, wanted, "--offences"), force);
    std::set<std::string> years;
    for (const OffenceRow& row : rows) {
        years.insert(row.year);
    }
    std::set<std::string> taken;
    std::copy_if(years.begin(), years.end(), std::inserter(taken, taken.end()),
                 [&months](const std::string& year) { return overlaps(year, months); });
    const bool overlapping = !taken.empty();
    if (!overlapping) {
        taken.insert(*years.rbegin());
    }
    OffenceCounts result;
    for (const OffenceRow& row : rows) {
        if (taken.contains(row.year)) {
            result.counts.push_back(row.count);
        }
    }
    const std::string shown = toolkit::listed({taken.begin(), taken.end()});
    if (!shown.empty()) {
        result.notes.push_back(
            overlapping
                ? fmt::format("The shares of offences are those of the financial year{} {}.",
                              taken.size() == 1 ? "" : "s", shown)
                : fmt::format(
                      "The shares of offences are those of the financial year {}, the latest in the table: none overlaps the months.",
                      shown));
    }
    return result;
}

} // namespace crims_tool
