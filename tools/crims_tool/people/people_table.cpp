// SPDX-License-Identifier: MIT
#include "crims_tool/people/people_table.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "crims_gpkg/model_tables.hpp"
#include "crims_tool/people/wide_columns.hpp"
#include "crims_tool/records/table_rows.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/lower_case.hpp"
#include "toolkit/text/number.hpp"

namespace crims_tool {

namespace {

using toolkit::DataError;

enum PeopleColumn { area, sex, age, ethnicity, people, year };

std::vector<WantedColumn> long_columns(std::optional<int> wanted_year) {
    WantedColumn value{{"OBS_VALUE", "people", "population", "value", "count"}};
    if (wanted_year) {
        value.names.insert(value.names.begin(), fmt::format("{}", *wanted_year));
    }
    return {{area_columns(), false},
            {{"C_SEX_NAME", "GENDER_NAME", "SEX_NAME", "sex", "gender", "C_SEX"}, false},
            {{"C_AGE_NAME", "AGE_NAME", "age", "age_group", "age group"}, false},
            {{"C_ETHPUK11_NAME", "C_ETHHUK11_NAME", "C2021_ETH_20_NAME", "C2021_ETH_6_NAME",
              "ETHNICITY_NAME", "ethnicity", "ethnic_group", "ethnic group"},
             false},
            value,
            {{"year", "PROJECTED_YEAR_NAME", "PROJECTED_YEAR", "DATE_NAME", "DATE"}, false}};
}

/// "1,749" too.
std::optional<double> read_count(std::string text) {
    std::erase(text, ',');
    const std::optional<double> number = toolkit::read_number(text);
    return number && std::isfinite(*number) ? number : std::nullopt;
}

bool is_all_ethnicities(const std::string& text) {
    const std::string lower = toolkit::lower_case(text);
    return lower.starts_with("all") || lower == "total" || lower == "0";
}

class Reader {
  public:
    Reader(TableRows table, std::string option, std::optional<int> wanted_year)
        : m_table(std::move(table)), m_option(std::move(option)), m_year(wanted_year) {}

    PeopleTable read() {
        m_result.source = m_table.source;
        m_result.has_area = m_table.present[area];
        m_result.has_sex = m_table.present[sex];
        m_result.has_age = m_table.present[age];
        m_result.has_ethnicity = m_table.present[ethnicity];
        for (m_row = 0; m_row < m_table.cells.size(); ++m_row) {
            if (is_of_year()) {
                add();
            }
        }
        if (m_result.rows.empty()) {
            nothing();
        }
        require_one_year();
        return std::move(m_result);
    }

  private:
    const std::string& cell(PeopleColumn column) const { return m_table.cells[m_row][column]; }

    [[noreturn]] void fail(const std::string& what) const {
        throw DataError(
            fmt::format("{} (⟨{}⟩): row {}: {}", m_table.source, m_option, m_row + 1, what));
    }

    [[noreturn]] void nothing() const {
        throw DataError(m_years.empty()
                            ? fmt::format("{} (⟨{}⟩): it has no rows", m_table.source, m_option)
                            : fmt::format("{} (⟨{}⟩): it has no row of the year {}; it has: {}",
                                          m_table.source, m_option, m_year.value_or(0),
                                          toolkit::listed({m_years.begin(), m_years.end()})));
    }

    bool is_of_year() {
        if (!m_table.present[year]) {
            return true;
        }
        m_years.insert(cell(year));
        return !m_year || cell(year) == fmt::format("{}", *m_year);
    }

    void require_one_year() const {
        if (!m_year && m_years.size() > 1) {
            const bool has_choice = m_option == "--projection" || m_option == "--totals";
            throw DataError(
                fmt::format("{} (⟨{}⟩): it has several years: {}; {}", m_table.source, m_option,
                            toolkit::listed({m_years.begin(), m_years.end()}),
                            has_choice ? "choose one with ⟨--year⟩" : "keep the rows of one"));
        }
    }

    void add() {
        PeopleRow row{.area = cell(area)};
        if (m_result.has_area && row.area.empty()) {
            fail("it has no code of an area");
        }
        if (m_result.has_sex) {
            row.sex = sex_of_row();
        }
        if (m_result.has_age) {
            row.age = age_of_row();
        }
        if (m_result.has_ethnicity) {
            row.ethnicity = ethnicity_of_row();
        }
        const std::optional<double> count = read_count(cell(people));
        if (!count || *count < 0) {
            fail(fmt::format("'{}' is not a number of people", cell(people)));
        }
        row.people = *count;
        m_result.rows.push_back(std::move(row));
    }

    Sex sex_of_row() const {
        const std::optional<Sex> read = read_sex(cell(sex));
        if (!read) {
            fail(fmt::format("'{}' is not a sex; use male, female or all", cell(sex)));
        }
        return *read;
    }

    AgeGroup age_of_row() const {
        const std::optional<AgeGroup> read = read_age(cell(age));
        if (!read) {
            fail(fmt::format("'{}' is not an age; write 16, 16-29, 'Age 16 to 29' or 85+",
                             cell(age)));
        }
        return *read;
    }

    std::string ethnicity_of_row() const {
        if (cell(ethnicity).empty()) {
            fail("it has no ethnicity");
        }
        return is_all_ethnicities(cell(ethnicity)) ? std::string() : cell(ethnicity);
    }

    TableRows m_table;
    std::string m_option;
    std::optional<int> m_year;
    std::size_t m_row = 0;
    std::set<std::string> m_years;
    PeopleTable m_result;
};

/// "White: Total" is the sum of "White: ..." where these are there, else a group as any.
void take_out_ethnic_subtotals(PeopleTable& table) {
    constexpr std::string_view mark = ": Total";
    std::set<std::string> detailed;
    for (const PeopleRow& row : table.rows) {
        const std::size_t colon = row.ethnicity.find(':');
        if (colon != std::string::npos && !row.ethnicity.ends_with(mark)) {
            detailed.insert(row.ethnicity.substr(0, colon));
        }
    }
    std::erase_if(table.rows, [&](PeopleRow& row) {
        if (!row.ethnicity.ends_with(mark)) {
            return false;
        }
        row.ethnicity.resize(row.ethnicity.size() - mark.size());
        return detailed.contains(row.ethnicity);
    });
}

/// Rows about all are sums wherever others are about some; a column of nothing else tells nothing.
template<class IsAll>
void take_out_sums(PeopleTable& table, bool& has_column, IsAll is_all) {
    if (!has_column) {
        return;
    }
    if (std::all_of(table.rows.begin(), table.rows.end(), is_all)) {
        has_column = false;
        return;
    }
    std::erase_if(table.rows, is_all);
}

void take_out_subtotals(PeopleTable& table) {
    const std::size_t read = table.rows.size();
    take_out_sums(table, table.has_sex, [](const PeopleRow& row) { return row.sex == Sex::all; });
    take_out_sums(table, table.has_age, [](const PeopleRow& row) { return row.age.is_all(); });
    take_out_sums(table, table.has_ethnicity,
                  [](const PeopleRow& row) { return row.ethnicity.empty(); });
    take_out_ethnic_subtotals(table);
    table.subtotals = read - table.rows.size();
}

void require_apart(const PeopleTable& table, const std::string& option) {
    std::set<AgeGroup> ages;
    std::set<std::tuple<std::string_view, Sex, AgeGroup, std::string_view>> seen;
    for (const PeopleRow& row : table.rows) {
        ages.insert(row.age);
        if (!seen.insert({row.area, row.sex, row.age, row.ethnicity}).second) {
            throw DataError(fmt::format(
                "{} (⟨{}⟩): there is more than one row of{}{}{}{}; keep one of each group",
                table.source, option, table.has_area ? " " + row.area : "",
                table.has_sex ? fmt::format(", {}", sex_text(row.sex)) : "",
                table.has_age ? fmt::format(", {}", age_text(row.age)) : "",
                table.has_ethnicity ? ", " + row.ethnicity : ""));
        }
    }
    for (auto first = ages.begin(); first != ages.end(); ++first) {
        const auto next = std::next(first);
        if (next != ages.end() && next->from <= first->to) {
            throw DataError(fmt::format(
                "{} (⟨{}⟩): the ages {} and {} overlap, so people would be counted twice; leave out the rows of one",
                table.source, option, age_text(*first), age_text(*next)));
        }
    }
}

} // namespace

namespace {

/// Of several tables the first that has codes of areas.
TableRows table_with_areas(std::vector<TableRows> tables) {
    const auto found = std::find_if(tables.begin(), tables.end(),
                                    [](const TableRows& table) { return table.present[area]; });
    return std::move(found == tables.end() ? tables.front() : *found);
}

/// A model without people has another table with a column `value`.
void require_people_of_model(const TableRows& table, const std::string& option) {
    if (table.source.ends_with(fmt::format(", table {}", crims::metadata_table.name))) {
        throw DataError(fmt::format(
            "{} (⟨{}⟩): this model has no people; make it with ⟨crims calibrate --population⟩, or name a table of people",
            table.source.substr(0, table.source.rfind(", table ")), option));
    }
}

} // namespace

PeopleTable read_people(const std::string& path, const std::string& option,
                        std::optional<int> year) {
    std::optional<PeopleTable> wide = read_wide_people(path, option);
    PeopleTable table;
    if (wide) {
        table = std::move(*wide);
    } else {
        TableRows rows = table_with_areas(read_tables(path, long_columns(year), option));
        require_people_of_model(rows, option);
        table = Reader(std::move(rows), option, year).read();
    }
    take_out_subtotals(table);
    require_apart(table, option);
    return table;
}

} // namespace crims_tool
