// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "crims_tool/people/age_group.hpp"
#include "crims_tool/people/sex.hpp"

namespace crims_tool {

/// People of an area by sex, age and ethnicity, as far as the table tells them.
struct PeopleRow {
    std::string area;           ///< empty if the table has none
    Sex sex = Sex::all;         ///< all if the table has none
    AgeGroup age = {};          ///< all if the table has none
    std::string ethnicity = {}; ///< empty if the table has none
    double people = 0;          ///< 0 or more
};

struct PeopleTable {
    std::string source;
    bool has_area = false;
    bool has_sex = false;
    bool has_age = false;
    bool has_ethnicity = false;
    std::vector<PeopleRow> rows;
    std::size_t subtotals = 0; ///< rows left out: they repeat what others tell in detail
};

/// Reads numbers of people: one row for each group (nomis's layout, GEOGRAPHY_CODE, C_SEX_NAME,
/// C_AGE_NAME, C_ETHPUK11_NAME, OBS_VALUE, or plain names), or ONS's estimates with a column for
/// each sex and age (Males_0-15). CSV, or anything GDAL opens. Of a table with several years `year`
/// is read, also where each year is a column. Rows that are sums of others are left out.
///
/// Throws toolkit::DataError that names file and row: a text that is not a sex or age, a number
/// that is none or negative, a group that is there twice, ages that overlap, a year that is not
/// there.
PeopleTable read_people(const std::string& path, const std::string& option,
                        std::optional<int> year = std::nullopt);

} // namespace crims_tool
