// SPDX-License-Identifier: MIT
#include "crims_tool/people/wide_columns.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "crims_tool/records/table_rows.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/number.hpp"

namespace crims_tool {

namespace {

/// What a column such as "Males_16-29" tells; no value for another, and for totals.
std::optional<std::pair<Sex, AgeGroup>> group_of(const std::string& name) {
    const std::size_t end = name.find_first_of("_ ");
    if (end == std::string::npos) {
        return std::nullopt;
    }
    const std::optional<Sex> sex = read_sex(name.substr(0, end));
    const std::optional<AgeGroup> age = read_age(name.substr(end + 1));
    return sex && *sex != Sex::all && age && !age->is_all() ? std::optional(std::pair(*sex, *age))
                                                            : std::nullopt;
}

/// nomis's codes of ages and ethnicities are numbers of rows in a list: 1 is "under 1" in one table
/// and "0 to 4" in another.
void require_names(const std::vector<std::string>& columns, const std::string& path,
                   const std::string& option) {
    const auto has = [&columns](const char* name) {
        return std::find(columns.begin(), columns.end(), name) != columns.end();
    };
    for (const auto& [code, name] :
         {std::pair("C_AGE", "C_AGE_NAME"), std::pair("C_ETHPUK11", "C_ETHPUK11_NAME")}) {
        if (has(code) && !has(name)) {
            throw toolkit::DataError(fmt::format(
                "{} (⟨{}⟩): the column {} has nomis's codes, which do not say what they mean; download {} as well",
                path, option, code, name));
        }
    }
}

} // namespace

std::vector<std::string> area_columns() {
    return {"GEOGRAPHY_CODE", "geography code", "zone",     "area",     "area_code", "LSOA11CD",
            "LSOA21CD",       "LSOA",           "MSOA11CD", "MSOA21CD", "MSOA",      "LAD",
            "LAD_CODE",       "LAD11CD",        "LAD21CD",  "district", "code"};
}

std::optional<PeopleTable> read_wide_people(const std::string& path, const std::string& option) {
    std::vector<std::pair<Sex, AgeGroup>> groups;
    std::vector<WantedColumn> wanted{{area_columns()}};
    const std::vector<std::string> columns = column_names(path, option);
    require_names(columns, path, option);
    for (const std::string& name : columns) {
        if (const auto group = group_of(name)) {
            groups.push_back(*group);
            wanted.push_back({{name}});
        }
    }
    if (groups.empty()) {
        return std::nullopt;
    }
    const TableRows rows = std::move(read_tables(path, wanted, option).front());
    PeopleTable table{.source = rows.source,
                      .has_area = true,
                      .has_sex = true,
                      .has_age = true,
                      .has_ethnicity = false,
                      .rows = {}};
    for (std::size_t i = 0; i < rows.cells.size(); ++i) {
        for (std::size_t g = 0; g < groups.size(); ++g) {
            std::string text = rows.cells[i][g + 1];
            std::erase(text, ',');
            const std::optional<double> people = toolkit::read_number(text);
            if (!people || !std::isfinite(*people) || *people < 0) {
                throw toolkit::DataError(
                    fmt::format("{} (⟨{}⟩): row {}: '{}' is not a number of people", rows.source,
                                option, i + 1, rows.cells[i][g + 1]));
            }
            table.rows.push_back({.area = rows.cells[i][0],
                                  .sex = groups[g].first,
                                  .age = groups[g].second,
                                  .people = *people});
        }
    }
    return table;
}

} // namespace crims_tool
