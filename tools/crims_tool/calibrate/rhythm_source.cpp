// SPDX-License-Identifier: MIT
#include "crims_tool/calibrate/rhythm_source.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <numeric>
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
    std::array<bool, crims::periods_a_week> seen = {};
};

using PartialRhythms = std::map<std::string, PartialRhythm>;

/// A kind of key, and its column.
struct KeyColumn {
    std::size_t column;
    PartialRhythms rhythms = {};
};

/// Adds a row's weight. `where` names the row.
void add_weight(PartialRhythm& rhythm, const std::string& period, const std::string& weight,
                const std::string& where) {
    const std::optional<double> number = toolkit::read_number(period);
    constexpr auto last = static_cast<double>(crims::periods_a_week - 1);
    if (!number || !(*number >= 0 && *number <= last) || *number != std::floor(*number)) {
        throw DataError(
            fmt::format("{}: the period '{}' is not a whole number from 0 to 20", where, period));
    }
    const auto at = static_cast<std::size_t>(*number);
    if (std::exchange(rhythm.seen.at(at), true)) {
        throw DataError(fmt::format("{}: the period {} is listed twice", where, at));
    }
    const std::optional<double> value = toolkit::read_number(weight);
    if (!value || !std::isfinite(*value) || *value < 0) {
        throw DataError(
            fmt::format("{}: the weight '{}' is not a number of 0 or more", where, weight));
    }
    rhythm.weights.at(at) = *value;
}

std::map<std::string, crims::WeeklyRhythm> whole(const PartialRhythms& rhythms,
                                                 const std::string& source) {
    std::map<std::string, crims::WeeklyRhythm> result;
    for (const auto& [key, rhythm] : rhythms) {
        const auto* const absent = std::find(rhythm.seen.begin(), rhythm.seen.end(), false);
        if (absent != rhythm.seen.end()) {
            throw DataError(fmt::format("{}: '{}' has no period {}; all 21 are needed", source, key,
                                        absent - rhythm.seen.begin()));
        }
        try {
            result.emplace(key, crims::normalised(rhythm.weights));
        } catch (const std::invalid_argument& error) {
            throw DataError(fmt::format("{}: '{}': {}", source, key, error.what()));
        }
    }
    return result;
}

} // namespace

Rhythms read_rhythm_table(const std::string& path) {
    enum Column { period, weight, code, offence, crime_type };

    const std::vector<WantedColumn> wanted{
        {{"period"}},
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
    for (std::size_t i = 0; i < table.cells.size(); ++i) {
        const std::vector<std::string>& row = table.cells[i];
        const std::string where = fmt::format("{}: row {}", table.source, i + 1);
        auto* const key = std::find_if(keys.begin(), keys.end(), [&row](const KeyColumn& one) {
            return !row[one.column].empty();
        });
        if (key == keys.end()) {
            throw DataError(fmt::format("{}: it does not say what the rhythm belongs to", where));
        }
        add_weight(key->rhythms[toolkit::lower_case(row[key->column])], row[period], row[weight],
                   where);
    }
    return {.by_code = whole(keys[0].rhythms, table.source),
            .by_offence = whole(keys[1].rhythms, table.source),
            .by_type = whole(keys[2].rhythms, table.source)};
}

Rhythms rhythms_of(const WeeklyCounts& week) {
    std::array<std::uint64_t, crims::periods_a_week> all{};
    for (const WeeklyCount& type : week.crime_types) {
        for (std::size_t period = 0; period < all.size(); ++period) {
            all.at(period) += type.counts.at(period);
        }
    }
    const crims::WeeklyRhythm broad = crims::rhythm_of_counts(all, crims::flat_rhythm(), 0);
    constexpr double one_a_period = crims::periods_a_week;
    Rhythms rhythms;
    for (const WeeklyCount& type : week.crime_types) {
        rhythms.by_type.emplace(toolkit::lower_case(type.crime_type),
                                crims::rhythm_of_counts(type.counts, broad, one_a_period));
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
