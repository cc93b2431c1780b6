// SPDX-License-Identifier: MIT
#include "crims_tool/records/repeat_table.hpp"

#include <array>
#include <cstddef>
#include <set>

#include <fmt/format.h>
#include <tbb/parallel_for.h>

#include "crims/limits.hpp"
#include "crims_tool/records/table_rows.hpp"
#include "toolkit/text/csv_text.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/lower_case.hpp"
#include "toolkit/text/number.hpp"

namespace crims_tool {

namespace {

using crims::NearRepeat;
using toolkit::DataError;

/// Nothing follows; what it would be like does not matter.
NearRepeat no_repeats() {
    NearRepeat none = crims::usual_near_repeat;
    none.ratio = 0;
    return none;
}

/// A column of the table.
struct RepeatColumn {
    const char* name = nullptr;
    double NearRepeat::*value = nullptr;
    crims::Range range;
};

constexpr std::array<RepeatColumn, 4> repeat_columns{
    {{"ratio", &NearRepeat::ratio, crims::offspring_range},
     {"days", &NearRepeat::mean_lag_days, crims::lag_range},
     {"spread_m", &NearRepeat::spread, crims::spread_range},
     {"same_place", &NearRepeat::same_place, {0, 1}}}};

/// A row: the type, then the columns. Where nothing follows, the rest may be empty.
NearRepeat law_of_row(const std::vector<std::string>& row, const std::string& where) {
    NearRepeat law = no_repeats();
    for (std::size_t i = 0; i < repeat_columns.size(); ++i) {
        const RepeatColumn& column = repeat_columns.at(i);
        const std::string& text = row[i + 1];
        if (text.empty() && i > 0 && law.ratio == 0) {
            continue;
        }
        const std::optional<double> number = toolkit::read_number(text);
        if (!number || !column.range.contains(*number)) {
            throw DataError(fmt::format("{}: {} is '{}'; it must be a number from {} to {}", where,
                                        column.name, text, column.range.least, column.range.most));
        }
        law.*column.value = *number;
    }
    return law;
}

} // namespace

std::vector<TypeRepeats> fitted_repeats(const std::vector<TypeEvents>& types) {
    std::vector<TypeRepeats> repeats(types.size());
    tbb::parallel_for(std::size_t{0}, types.size(), [&](std::size_t i) {
        repeats[i] = {.crime_type = types[i].crime_type,
                      .fit = crims::fit_near_repeats(types[i].events)};
    });
    return repeats;
}

std::string repeat_table_csv(const std::vector<TypeRepeats>& repeats) {
    std::string csv =
        "crime_type,crimes,ratio,days,spread_m,same_place,ratio_error,days_error,spread_m_error,same_place_error\n";
    for (const TypeRepeats& type : repeats) {
        const crims::RepeatFit& fit = type.fit;
        if (fit.verdict == crims::RepeatVerdict::unknown) {
            continue;
        }
        csv += fmt::format("{},{}", toolkit::csv_cell(type.crime_type), fit.events);
        if (fit.verdict == crims::RepeatVerdict::none) {
            csv += fmt::format(",0,,,,{:.4f},,,\n", fit.ratio_error);
            continue;
        }
        for (const NearRepeat& numbers : {fit.law, fit.standard_error}) {
            csv += fmt::format(",{:.4f},{:.2f},{:.1f},{:.4f}", numbers.ratio, numbers.mean_lag_days,
                               numbers.spread, numbers.same_place);
        }
        csv += "\n";
    }
    return csv;
}

RepeatLaws laws_of(const std::vector<TypeRepeats>& repeats) {
    RepeatLaws laws;
    for (const TypeRepeats& type : repeats) {
        if (type.fit.verdict != crims::RepeatVerdict::unknown) {
            const bool is_clear = type.fit.verdict == crims::RepeatVerdict::clear;
            laws.emplace(toolkit::lower_case(type.crime_type),
                         is_clear ? type.fit.law : no_repeats());
        }
    }
    return laws;
}

RepeatLaws read_repeat_table(const std::string& path) {
    std::vector<WantedColumn> wanted{{{"crime_type", "category", "type"}}};
    for (const RepeatColumn& column : repeat_columns) {
        wanted.push_back({{column.name}});
    }
    const TableRows table = std::move(read_tables(path, wanted, "--repeats").front());
    RepeatLaws laws;
    for (std::size_t i = 0; i < table.cells.size(); ++i) {
        const std::vector<std::string>& row = table.cells[i];
        const std::string where = fmt::format("{}: row {}", table.source, i + 1);
        if (!laws.emplace(toolkit::lower_case(row.front()), law_of_row(row, where)).second) {
            throw DataError(
                fmt::format("{}: the crime type '{}' is listed twice", where, row.front()));
        }
    }
    return laws;
}

RepeatUse apply_repeats(const RepeatLaws& laws, double metres, crims::Model& model) {
    RepeatUse use;
    std::set<std::string> used{any_crime_type};
    model.near_repeats.assign(model.crime_types.size(), std::nullopt);
    for (std::size_t type = 0; type < model.crime_types.size(); ++type) {
        const std::string name = toolkit::lower_case(model.crime_types[type]);
        auto found = laws.find(name);
        used.insert(name);
        found = found == laws.end() ? laws.find(any_crime_type) : found;
        if (found == laws.end()) {
            use.unknown.push_back(model.crime_types[type]);
            continue;
        }
        NearRepeat law = found->second;
        law.spread /= metres;
        model.near_repeats[type] = law;
    }
    for (const auto& [name, law] : laws) {
        if (!used.contains(name)) {
            use.unused.push_back(name);
        }
    }
    return use;
}

} // namespace crims_tool
