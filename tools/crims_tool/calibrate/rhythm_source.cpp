// SPDX-License-Identifier: MIT
#include "crims_tool/calibrate/rhythm_source.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "crims/calibration.hpp"
#include "crims_tool/records/table_rows.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/lower_case.hpp"
#include "toolkit/text/number.hpp"

namespace crims_tool {

namespace {

using toolkit::DataError;

/// Weights as they come, row by row.
struct PartialRhythm {
    crims::WeeklyRhythm weights = {};
    std::array<bool, crims::hours_a_week> seen = {};
};

/// Which parts of the week a table's rows are of.
struct WeekParts {
    std::string name; ///< of the column
    std::size_t a_week = 0;

    std::size_t hours() const { return crims::hours_a_week / a_week; }
};

using PartialRhythms = std::map<std::string, PartialRhythm>;

/// A kind of key, and its column.
struct KeyColumn {
    std::size_t column;
    PartialRhythms rhythms = {};
};

/// Adds a row's weight. `where` names the row.
void add_weight(PartialRhythm& rhythm, const WeekParts& parts, const std::string& part,
                const std::string& weight, const std::string& where) {
    const std::optional<double> number = toolkit::read_number(part);
    const auto last = static_cast<double>(parts.a_week - 1);
    if (!number || !(*number >= 0 && *number <= last) || *number != std::floor(*number)) {
        throw DataError(fmt::format("{}: the {} '{}' is not a whole number from 0 to {}", where,
                                    parts.name, part, parts.a_week - 1));
    }
    const auto at = static_cast<std::size_t>(*number);
    if (std::exchange(rhythm.seen.at(at), true)) {
        throw DataError(fmt::format("{}: the {} {} is listed twice", where, parts.name, at));
    }
    const std::optional<double> value = toolkit::read_number(weight);
    if (!value || !std::isfinite(*value) || *value < 0) {
        throw DataError(
            fmt::format("{}: the weight '{}' is not a number of 0 or more", where, weight));
    }
    std::fill_n(rhythm.weights.begin() + static_cast<std::ptrdiff_t>(at * parts.hours()),
                parts.hours(), *value);
}

/// Weights of periods are scaled by themselves: the sum of 168 numbers rounds in another way.
crims::WeeklyRhythm scaled(const crims::WeeklyRhythm& weights, const WeekParts& parts) {
    if (parts.a_week == crims::hours_a_week) {
        return crims::normalised(weights);
    }
    crims::PeriodWeights periods{};
    for (std::size_t period = 0; period < periods.size(); ++period) {
        periods.at(period) = weights.at(period * crims::hours_a_period);
    }
    return crims::rhythm_of_periods(crims::normalised(periods));
}

std::map<std::string, crims::WeeklyRhythm>
whole(const PartialRhythms& rhythms, const WeekParts& parts, const std::string& source) {
    std::map<std::string, crims::WeeklyRhythm> result;
    for (const auto& [key, rhythm] : rhythms) {
        const auto* const end = rhythm.seen.begin() + parts.a_week;
        const auto* const absent = std::find(rhythm.seen.begin(), end, false);
        if (absent != end) {
            throw DataError(fmt::format("{}: '{}' has no {} {}; all {} are needed", source, key,
                                        parts.name, absent - rhythm.seen.begin(), parts.a_week));
        }
        try {
            result.emplace(key, scaled(rhythm.weights, parts));
        } catch (const std::invalid_argument& error) {
            throw DataError(fmt::format("{}: '{}': {}", source, key, error.what()));
        }
    }
    return result;
}

} // namespace

Rhythms read_rhythm_table(const std::string& path) {
    enum Column { hour, period, weight, code, offence, crime_type };

    const std::vector<WantedColumn> wanted{
        {{"hour"}, false},
        {{"period"}, false},
        {{"weight"}},
        {{"code", "offence_code", "ONS_COUNTS_code"}, false},
        {{"offence", "description", "offence_description"}, false},
        {{"crime_type", "category", "POLICE_UK_CAT_MAP_category"}, false}};
    std::array keys{KeyColumn{code}, KeyColumn{offence}, KeyColumn{crime_type}};
    const TableRows table = std::move(read_tables(path, wanted, "--rhythm").front());
    if (std::none_of(keys.begin(), keys.end(),
                     [&table](const KeyColumn& key) { return table.present[key.column]; })) {
        throw DataError(fmt::format(
            "{} (⟨--rhythm⟩): it needs one of the columns code, offence and crime_type, which name what a rhythm belongs to",
            table.source));
    }
    if (table.present[hour] == table.present[period]) {
        throw DataError(fmt::format("{} (⟨--rhythm⟩): it needs {} of the columns hour (0 to 167) "
                                    "and period (0 to 20)",
                                    table.source, table.present[hour] ? "only one" : "one"));
    }
    const Column part = table.present[hour] ? hour : period;
    const WeekParts parts = part == hour ? WeekParts{"hour", crims::hours_a_week}
                                         : WeekParts{"period", crims::periods_a_week};
    for (std::size_t i = 0; i < table.cells.size(); ++i) {
        const std::vector<std::string>& row = table.cells[i];
        const std::string where = fmt::format("{}: row {}", table.source, i + 1);
        auto* const key = std::find_if(keys.begin(), keys.end(), [&row](const KeyColumn& one) {
            return !row[one.column].empty();
        });
        if (key == keys.end()) {
            throw DataError(fmt::format("{}: it does not say what the rhythm belongs to", where));
        }
        add_weight(key->rhythms[toolkit::lower_case(row[key->column])], parts, row[part],
                   row[weight], where);
    }
    return {.by_code = whole(keys[0].rhythms, parts, table.source),
            .by_offence = whole(keys[1].rhythms, parts, table.source),
            .by_type = whole(keys[2].rhythms, parts, table.source)};
}

Rhythms rhythms_of(const WeeklyCounts& week) {
    Rhythms rhythms;
    for (const WeeklyCount& type : week.crime_types) {
        rhythms.by_type.emplace(toolkit::lower_case(type.crime_type), type.weights);
    }
    return rhythms;
}

RhythmUse apply_rhythms(const Rhythms& rhythms, crims::Model& model) {
    std::set<std::string> used;
    std::set<std::string> flat;
    const auto find = [&used](const auto& map, const std::string& key) {
        const auto found = map.find(toolkit::lower_case(key));
        if (found == map.end()) {
            return static_cast<const crims::WeeklyRhythm*>(nullptr);
        }
        used.insert(found->first);
        return &found->second;
    };
    for (crims::Offence& offence : model.offences) {
        const std::string& type = model.crime_types[offence.crime_type];
        const crims::WeeklyRhythm* rhythm = find(rhythms.by_code, offence.code);
        rhythm = rhythm != nullptr ? rhythm : find(rhythms.by_offence, offence.description);
        rhythm = rhythm != nullptr ? rhythm : find(rhythms.by_type, type);
        rhythm = rhythm != nullptr ? rhythm : find(rhythms.by_type, any_crime_type);
        offence.rhythm = rhythm != nullptr ? *rhythm : crims::flat_rhythm();
        if (rhythm == nullptr) {
            flat.insert(type);
        }
    }
    for (const std::string& type : model.crime_types) { // told, though every offence has its own
        find(rhythms.by_type, type);
    }
    RhythmUse use{.unused = {}, .flat = {flat.begin(), flat.end()}};
    for (const auto* map : {&rhythms.by_code, &rhythms.by_offence, &rhythms.by_type}) {
        for (const auto& [key, rhythm] : *map) {
            if (!used.contains(key)) {
                use.unused.push_back(key);
            }
        }
    }
    return use;
}

} // namespace crims_tool
