// SPDX-License-Identifier: MIT
#include "wdd_tool/result/spreadsheet.hpp"

#include <charconv>
#include <chrono>
#include <ctime>
#include <optional>
#include <string_view>

#include <xlsxwriter.h>

#include "toolkit/geopackage/time_of_change.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/option_mentions.hpp"
#include "toolkit/text/visible.hpp"
#include "toolkit/time/date_text.hpp"

namespace wdd_tool {

namespace {

void require_cell(lxw_error status) {
    if (status != LXW_NO_ERROR) {
        throw toolkit::DataError(std::string("the workbook cannot be made: ") +
                                 lxw_strerror(status));
    }
}

/// The second at which it is said to be made; SOURCE_DATE_EPOCH fixes it.
std::time_t seconds_of(const std::string& iso) { // "2026-11-27T23:00:00.000Z"
    const std::optional<toolkit::DateText> moment = toolkit::read_date(iso);
    return moment ? std::chrono::sys_seconds(moment->day + moment->time_of_day)
                        .time_since_epoch()
                        .count()
                  : 0;
}

/// A cell holds 32,767 UTF-16 units; a character of UTF-8 is not cut through.
std::string in_a_cell(std::string_view text) {
    constexpr std::size_t longest = 32'000;
    constexpr unsigned lead_bits = 0xC0U;
    constexpr unsigned continuation = 0x80U;
    std::string shown = toolkit::visible(toolkit::in_users_words(text));
    if (shown.size() > longest) {
        std::size_t end = longest;
        while ((static_cast<unsigned char>(shown[end]) & lead_bits) == continuation) {
            --end;
        }
        shown.resize(end);
    }
    return shown;
}

} // namespace

void Spreadsheet::Free::operator()(lxw_workbook* book) const {
    lxw_workbook_free(book);
}

Spreadsheet::Spreadsheet() : m_book(workbook_new(m_file.path().c_str())) {
    if (m_file.path().empty() || !m_book) {
        throw toolkit::DataError("the workbook cannot be made: there is no memory for it");
    }
    lxw_doc_properties properties{};
    properties.created = seconds_of(toolkit::time_of_change());
    workbook_set_properties(m_book.get(), &properties);
    for (lxw_format*& look : m_looks) {
        look = workbook_add_format(m_book.get());
    }
    constexpr double title_size = 14;
    format_set_bold(look(Look::bold));
    format_set_bold(look(Look::title));
    format_set_font_size(look(Look::title), title_size);
    format_set_bold(look(Look::heading));
    format_set_bottom(look(Look::heading), LXW_BORDER_THIN);
    format_set_num_format(look(Look::date), "yyyy-mm-dd");
    format_set_align(look(Look::date), LXW_ALIGN_LEFT);
    format_set_num_format(look(Look::percent), "0.0%");
}

Spreadsheet::Sheet Spreadsheet::add_sheet(const std::string& name) {
    lxw_worksheet* sheet = workbook_add_worksheet(m_book.get(), name.c_str());
    if (sheet == nullptr) {
        throw toolkit::DataError("the workbook cannot have a sheet named '" + name + "'");
    }
    return {*this, sheet};
}

void Spreadsheet::Sheet::text(Cell at, std::string_view text, Look look) {
    const std::string shown = in_a_cell(text);
    if (!shown.empty()) {
        require_cell(worksheet_write_string(m_sheet, at.row - 1, at.column, shown.c_str(),
                                            m_book.look(look)));
    }
}

void Spreadsheet::Sheet::number(Cell at, double value, Look look) {
    require_cell(worksheet_write_number(m_sheet, at.row - 1, at.column, value, m_book.look(look)));
}

void Spreadsheet::Sheet::date(Cell at, std::chrono::sys_days day) {
    // Days are counted so that 1970-01-01 is 25,569.
    constexpr int days_before_1970 = 25'569;
    number(at, static_cast<double>(day.time_since_epoch().count() + days_before_1970), Look::date);
}

void Spreadsheet::Sheet::formula(Cell at, const std::string& formula, std::optional<double> value,
                                 Look look) {
    require_cell(value ? worksheet_write_formula_num(m_sheet, at.row - 1, at.column,
                                                     formula.c_str(), m_book.look(look), *value)
                       : worksheet_write_formula_str(m_sheet, at.row - 1, at.column,
                                                     formula.c_str(), m_book.look(look), ""));
}

void Spreadsheet::Sheet::formula(Cell at, const std::string& formula, const std::string& value) {
    require_cell(worksheet_write_formula_str(m_sheet, at.row - 1, at.column, formula.c_str(),
                                             m_book.look(Look::plain), value.c_str()));
}

void Spreadsheet::Sheet::widths(std::initializer_list<double> characters) {
    lxw_col_t column = 0;
    for (const double width : characters) {
        require_cell(worksheet_set_column(m_sheet, column, column, width, nullptr));
        ++column;
    }
}

std::string Spreadsheet::content() && {
    require_cell(workbook_close(m_book.release()));
    std::string content = m_file.content();
    if (content.empty()) {
        throw toolkit::DataError("the workbook cannot be read back");
    }
    return content;
}

} // namespace wdd_tool
