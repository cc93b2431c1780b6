// SPDX-License-Identifier: MIT
#include "loading_table.hpp"

#include <initializer_list>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include <cpl_string.h>
#include <fmt/format.h>

#include "common/errors.hpp"
#include "common/layer.hpp"
#include "common/number.hpp"
#include "common/table.hpp"
#include "month_range.hpp"

namespace crims_tool {

namespace {

using toolkit::DataError;

std::optional<std::size_t> first_column(const toolkit::Table& table,
                                        std::initializer_list<const char*> names) {
    for (const char* name : names) {
        if (const std::optional<std::size_t> column = table.column(name)) {
            return column;
        }
    }
    return std::nullopt;
}

class LoadingTable {
  public:
    LoadingTable(const toolkit::Table& table, const crims::Model& model, crims::Month first,
                 crims::Month last, std::vector<std::string>& warnings)
        : m_warnings(warnings), m_table(table), m_model(model), m_first(first), m_last(last),
          m_factor(first_column(table, {"loading", "factor"})),
          m_zone(first_column(table, {"zone", "msoa"})),
          m_crime_type(first_column(table, {"crime_type", "category"})),
          m_code(table.column("code")), m_description(first_column(table, {"description", "type"})),
          m_month(table.column("month")) {
        if (!m_factor) {
            throw DataError(fmt::format("--loading {}: there is no column 'loading'; it has {}",
                                        table.text, toolkit::listed(table.columns)));
        }
    }

    crims::Loading rules() {
        for (m_row = 0; m_row < m_table.rows.size(); ++m_row) {
            add_row();
        }
        return m_rules;
    }

  private:
    std::string cell(const std::optional<std::size_t>& column) const {
        return column ? m_table.rows[m_row][*column] : "";
    }

    [[noreturn]] void fail(const std::string& what) const {
        throw DataError(fmt::format("{}: row {}: {}", m_table.text, m_row + 1, what));
    }

    void add_row() {
        const double factor = m_table.number(m_row, *m_factor);
        if (factor < 0) {
            fail(fmt::format("the loading is {}; it must be 0 or above", factor));
        }
        const std::string key = fmt::format("{}\n{}\n{}\n{}\n{}", cell(m_zone), cell(m_crime_type),
                                            cell(m_code), cell(m_description), cell(m_month));
        if (!m_seen.insert(key).second) {
            fail("an earlier row names the same zone, crime type, offence and month");
        }
        crims::LoadingRule rule{.factor = factor};
        rule.zone = index(cell(m_zone), m_model.zones, "zone");
        rule.crime_type = index(cell(m_crime_type), m_model.crime_types, "crime type");
        for (const std::optional<std::size_t>& offence : offences(rule)) {
            rule.offence = offence;
            add_months(rule);
        }
    }

    std::optional<std::size_t> index(const std::string& name, const std::vector<std::string>& names,
                                     std::string_view what) const {
        if (name.empty()) {
            return std::nullopt;
        }
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (EQUAL(names[i].c_str(), name.c_str())) {
                return i;
            }
        }
        constexpr std::size_t few = 20;
        fail(fmt::format("the model has no {} '{}'{}", what, name,
                         names.size() <= few ? "; it has " + toolkit::listed(names) : ""));
    }

    /// Those that the row's code and description name; all of the crime type as one if it has
    /// neither.
    std::vector<std::optional<std::size_t>> offences(const crims::LoadingRule& rule) {
        const std::string code = cell(m_code);
        const std::string description = cell(m_description);
        if (code.empty() && description.empty()) {
            return {std::nullopt};
        }
        std::vector<std::optional<std::size_t>> found;
        for (std::size_t i = 0; i < m_model.offences.size(); ++i) {
            const crims::Offence& offence = m_model.offences[i];
            if ((code.empty() || EQUAL(offence.code.c_str(), code.c_str())) &&
                (description.empty() || EQUAL(offence.description.c_str(), description.c_str())) &&
                rule.crime_type.value_or(offence.crime_type) == offence.crime_type) {
                found.emplace_back(i);
            }
        }
        if (found.empty()) {
            m_warnings.push_back(
                fmt::format("{}: row {}: the model has no offence '{}', so the row changes nothing",
                            m_table.text, m_row + 1, code.empty() ? description : code));
        }
        return found;
    }

    void add_months(crims::LoadingRule rule) {
        const std::string text = cell(m_month);
        if (text.empty()) {
            m_rules.push_back(rule);
            return;
        }
        if (const std::optional<crims::Month> month = read_month(text)) {
            rule.month = month;
            m_rules.push_back(rule);
            return;
        }
        const std::optional<double> number = toolkit::read_number(text);
        constexpr int months_a_year = 12;
        const int calendar_month = number ? static_cast<int>(*number) : 0;
        if (!number || *number != calendar_month || calendar_month < 1 ||
            calendar_month > months_a_year) {
            fail(fmt::format("the month is '{}'; write YYYY-MM, or 1 to 12", text));
        }
        for (crims::Month month = m_first; month <= m_last; month += std::chrono::months(1)) {
            if (crims::calendar_month(month) + 1 == calendar_month) {
                rule.month = month;
                m_rules.push_back(rule);
            }
        }
    }

    std::vector<std::string>& m_warnings;
    const toolkit::Table& m_table;
    const crims::Model& m_model;
    crims::Month m_first;
    crims::Month m_last;
    std::optional<std::size_t> m_factor;
    std::optional<std::size_t> m_zone;
    std::optional<std::size_t> m_crime_type;
    std::optional<std::size_t> m_code;
    std::optional<std::size_t> m_description;
    std::optional<std::size_t> m_month;
    std::size_t m_row = 0;
    std::set<std::string> m_seen;
    crims::Loading m_rules;
};

} // namespace

crims::Loading read_loading(const std::string& text, const crims::Model& model, crims::Month first,
                            crims::Month last, std::vector<std::string>& warnings) {
    if (text.empty()) {
        return {};
    }
    if (const std::optional<double> factor = toolkit::read_number(text)) {
        const crims::Loading loading = crims::uniform_loading(*factor);
        try {
            crims::check_loading(model, loading);
        } catch (const std::invalid_argument& error) {
            throw toolkit::UsageError(fmt::format("--loading {}: {}", text, error.what()));
        }
        return loading;
    }
    const toolkit::Table table = toolkit::read_table(text);
    return LoadingTable(table, model, first, last, warnings).rules();
}

} // namespace crims_tool
