// SPDX-License-Identifier: MIT
#include "crims_tool/options/loading_table.hpp"

#include <cmath>
#include <optional>
#include <set>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

#include <cpl_string.h>
#include <cpl_vsi.h>
#include <fmt/format.h>

#include "crims_tool/records/month_range.hpp"
#include "crims_tool/records/table_rows.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/name_list.hpp"
#include "toolkit/text/number.hpp"

namespace crims_tool {

namespace {

using toolkit::DataError;

enum LoadingColumn { factor, zone, crime_type, code, description, month };

/// `zone_field`: what crimes call their zone.
std::vector<WantedColumn> wanted_columns(const std::string& zone_field) {
    return {{{"loading", "factor"}},
            {{"zone", zone_field, "msoa"}, false},
            {{"crime_type", "category"}, false},
            {{"code"}, false},
            {{"description", "type"}, false},
            {{"month"}, false}};
}

class LoadingTable {
  public:
    LoadingTable(const TableRows& table, const crims::Model& model, crims::Month first,
                 crims::Month last, std::vector<std::string>& warnings)
        : m_warnings(warnings), m_table(table), m_model(model), m_first(first), m_last(last) {}

    crims::Loading rules() {
        for (m_row = 0; m_row < m_table.cells.size(); ++m_row) {
            add_row();
        }
        tell_other_months();
        return std::move(m_rules);
    }

  private:
    const std::string& cell(LoadingColumn column) const { return m_table.cells[m_row][column]; }

    [[noreturn]] void fail(const std::string& what) const {
        throw DataError(fmt::format("{}: row {}: {}", m_table.source, m_row + 1, what));
    }

    void add_row() {
        const std::optional<double> value = toolkit::read_number(cell(factor));
        if (!value || !std::isfinite(*value)) {
            fail(fmt::format("loading is '{}', which is not a number", cell(factor)));
        }
        try {
            crims::check_loading(m_model, crims::uniform_loading(*value));
        } catch (const std::invalid_argument& error) {
            fail(error.what());
        }
        const std::string key = fmt::format("{}\n{}\n{}\n{}\n{}", cell(zone), cell(crime_type),
                                            cell(code), cell(description), cell(month));
        if (!m_seen.insert(key).second) {
            fail("an earlier row names the same zone, crime type, offence and month");
        }
        crims::LoadingRule rule{.factor = *value};
        rule.zone = index(cell(zone), m_model.zones, "zone");
        rule.crime_type = index(cell(crime_type), m_model.crime_types, "crime type");
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
        const std::string& code_text = cell(code);
        const std::string& description_text = cell(description);
        if (code_text.empty() && description_text.empty()) {
            return {std::nullopt};
        }
        std::vector<std::optional<std::size_t>> found;
        for (std::size_t i = 0; i < m_model.offences.size(); ++i) {
            const crims::Offence& offence = m_model.offences[i];
            if ((code_text.empty() || EQUAL(offence.code.c_str(), code_text.c_str())) &&
                (description_text.empty() ||
                 EQUAL(offence.description.c_str(), description_text.c_str())) &&
                rule.crime_type.value_or(offence.crime_type) == offence.crime_type) {
                found.emplace_back(i);
            }
        }
        if (found.empty()) {
            m_warnings.push_back(fmt::format(
                "{}: row {}: the model has no offence '{}', so the row changes nothing",
                m_table.source, m_row + 1, code_text.empty() ? description_text : code_text));
        }
        return found;
    }

    void add_months(crims::LoadingRule rule) {
        const std::string& text = cell(month);
        if (text.empty()) {
            m_rules.push_back(rule);
            return;
        }
        if (const std::optional<crims::Month> one = read_month(text)) {
            rule.month = one;
            m_rules.push_back(rule);
            if (*one < m_first || m_last < *one) {
                m_other_months.insert(text);
            }
            return;
        }
        const std::optional<double> number = toolkit::read_number(text);
        constexpr double last_month = 12;
        // A number beyond what an int holds must not become one: first its range, then its type.
        if (!number || !(*number >= 1 && *number <= last_month) || std::trunc(*number) != *number) {
            fail(fmt::format("the month is '{}'; write YYYY-MM, or 1 to 12", text));
        }
        const auto calendar_month = static_cast<int>(*number);
        bool is_reached = false;
        for (crims::Month one = m_first; one <= m_last; one += std::chrono::months(1)) {
            if (crims::calendar_month(one) + 1 == calendar_month) {
                rule.month = one;
                m_rules.push_back(rule);
                is_reached = true;
            }
        }
        if (!is_reached) {
            m_other_months.insert(text);
        }
    }

    /// A mistyped year would go unnoticed otherwise.
    void tell_other_months() const {
        if (!m_other_months.empty()) {
            m_warnings.push_back(fmt::format(
                "{} (⟨--loading⟩): its rows for {} {} change nothing, because the months here are {}",
                m_table.source, m_other_months.size() == 1 ? "month" : "months",
                toolkit::name_list({m_other_months.begin(), m_other_months.end()}),
                months_text({.from = m_first, .to = m_last})));
        }
    }

    std::vector<std::string>& m_warnings;
    const TableRows& m_table;
    const crims::Model& m_model;
    crims::Month m_first;
    crims::Month m_last;
    std::size_t m_row = 0;
    std::set<std::string> m_seen;
    std::set<std::string> m_other_months; ///< that the run does not reach
    crims::Loading m_rules;
};

/// A column that is ignored would make a row hold for more than its author meant.
void refuse_others(const TableRows& table, const std::string& zone_field) {
    if (table.others.empty()) {
        return;
    }
    const std::vector<std::string> known{"loading", zone_field,    "crime_type",
                                         "code",    "description", "month"};
    const std::string& other = table.others.front();
    throw DataError(fmt::format(
        "{} (⟨--loading⟩): the column '{}' is not one of a table of loadings; rename or remove it; columns can be: {}",
        table.source, other, toolkit::listed(known)));
}

} // namespace

crims::Loading read_loading(const std::string& text, const crims::Model& model,
                            const std::string& zone_field, crims::Month first, crims::Month last,
                            std::vector<std::string>& warnings) {
    if (text.empty()) {
        return {};
    }
    if (const std::optional<double> factor = toolkit::read_number(text)) {
        crims::Loading loading = crims::uniform_loading(*factor);
        try {
            crims::check_loading(model, loading);
        } catch (const std::invalid_argument& error) {
            throw toolkit::UsageError(fmt::format("⟨--loading⟩ {}: {}", text, error.what()));
        }
        return loading;
    }
    const std::string path = toolkit::layer_path(text);
    VSIStatBufL status{};
    if (path.find(':') == std::string::npos && VSIStatL(path.c_str(), &status) != 0) {
        throw toolkit::DataError(fmt::format(
            "⟨--loading⟩ '{}': it is neither a number, such as 1.1, nor a file that is there",
            text));
    }
    const TableRows table =
        std::move(read_tables(text, wanted_columns(zone_field), "--loading").front());
    refuse_others(table, zone_field);
    return LoadingTable(table, model, first, last, warnings).rules();
}

} // namespace crims_tool
