// SPDX-License-Identifier: MIT
#include "crims_tool/people/wide_columns.hpp"

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

} // namespace

std::vector<std::string> area_columns() {
    return {"GEOGRAPHY_CODE", "geography code", "zone",     "area",     "area_code", "LSOA11CD",
            "LSOA21CD",       "LSOA",           "MSOA11CD", "MSOA21CD", "MSOA",      "LAD",
            "LAD_CODE",       "LAD11CD",        "LAD21CD",  "district", "code"};
}

std::optional<PeopleTable> read_wide_people(const std::string& path, const std::string& option) {
    std::vector<std::pair<Sex, AgeGroup>> groups;
    std::vector<WantedColumn> wanted{{area_columns()}};
    for (const std::string& name : column_names(path, option)) {
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
                    fmt::format("{} (⟨{}⟩): row {}: '{}' is no number of people", rows.source,
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
