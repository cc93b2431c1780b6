// SPDX-License-Identifier: MIT
#include "toolkit/text/csv_records.hpp"

#include <algorithm>

#include "toolkit/text/blanks.hpp"

namespace toolkit {

bool CsvRecords::next() {
    m_cells.clear();
    m_is_open = false;
    if (at_end()) {
        return false;
    }
    while (read_cell()) {
    }
    return true;
}

bool CsvRecords::is_empty() const {
    return std::all_of(m_cells.begin(), m_cells.end(), is_blank);
}

void CsvRecords::read_quoted(std::string& cell) {
    for (++m_at; m_at < m_text.size(); ++m_at) {
        if (m_text[m_at] == '"') {
            ++m_at;
            if (m_at >= m_text.size() || m_text[m_at] != '"') {
                return;
            }
        }
        cell += m_text[m_at];
    }
    m_is_open = true;
}

bool CsvRecords::read_cell() {
    std::string& cell = m_cells.emplace_back();
    if (m_at < m_text.size() && m_text[m_at] == '"') {
        read_quoted(cell);
    }
    for (; m_at < m_text.size(); ++m_at) {
        const char c = m_text[m_at];
        if (c == m_separator) {
            ++m_at;
            return true;
        }
        if (c == '\n' || c == '\r') {
            m_at += m_text.substr(m_at).starts_with("\r\n") ? 2 : 1;
            return false;
        }
        cell += c;
    }
    return false;
}

} // namespace toolkit
