// SPDX-License-Identifier: MIT
#include "toolkit/text/csv_quotation.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace toolkit {

namespace {

constexpr std::string_view between_cells = ",;\t|\r\n";
constexpr char end_of_byte_order_mark = '\xBF';

bool is_between_cells(char c) {
    return between_cells.find(c) != std::string_view::npos;
}

} // namespace

void QuotationMarks::read(std::string_view bytes) {
    while (!bytes.empty()) {
        const std::size_t mark = bytes.find('"');
        skip(bytes.substr(0, mark));
        if (mark == std::string_view::npos) {
            return;
        }
        meet_mark();
        bytes.remove_prefix(mark + 1);
    }
}

void QuotationMarks::skip(std::string_view bytes) {
    if (bytes.empty()) {
        return;
    }
    if (m_was_closed) {
        if (!m_found && joins_wrongly(bytes.front())) {
            m_found = m_opened;
        }
        m_was_closed = false;
    }
    const auto lines = static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), '\n'));
    m_line += lines;
    m_joins_lines = m_joins_lines || (m_is_open && lines > 0);
    const std::size_t last = bytes.find_last_not_of(' ');
    m_before = last == std::string_view::npos ? m_before : bytes[last];
}

void QuotationMarks::meet_mark() {
    if (m_was_closed) { // two in a row stand for one
        m_was_closed = false;
        m_is_open = true;
    } else if (m_is_open) {
        m_is_open = false;
        m_was_closed = true;
    } else {
        m_is_open = true;
        m_opens_cell = is_between_cells(m_before) || m_before == end_of_byte_order_mark;
        m_joins_lines = false;
        m_opened = m_line;
    }
    m_before = '"';
}

bool QuotationMarks::joins_wrongly(char next) const {
    return m_joins_lines && !(m_opens_cell && (next == ' ' || is_between_cells(next)));
}

std::optional<std::size_t> QuotationMarks::unclosed_on() const {
    const bool is_unclosed = m_is_open || (m_was_closed && joins_wrongly('\n'));
    return !m_found && is_unclosed ? m_opened : m_found;
}

std::string unclosed_quotation(std::string_view table, std::size_t line) {
    return fmt::format(
        "{}: line {}: a quotation mark is not closed on its line; close it, or take out a mark that belongs to the text (5\" pipe)",
        table, line);
}

} // namespace toolkit
