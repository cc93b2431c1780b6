// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace toolkit {

/// The records of a table in a text, whatever stands between the cells. Quotation marks count at
/// the beginning of a cell only, so that a height of 6' 2" closes nothing.
class CsvRecords {
  public:
    CsvRecords(std::string_view text, char separator) : m_text(text), m_separator(separator) {}

    /// Goes to the next record, an empty line too; false at the end.
    bool next();

    const std::vector<std::string>& cells() const { return m_cells; }

    /// True for a line with nothing in it.
    bool is_empty() const;

    /// A quotation mark of the record is not closed, so it took all the rest.
    bool is_open() const { return m_is_open; }

    bool at_end() const { return m_at >= m_text.size(); }

  private:
    /// True where the record goes on.
    bool read_cell();
    void read_quoted(std::string& cell);

    std::string_view m_text;
    char m_separator;
    std::size_t m_at = 0;
    bool m_is_open = false;
    std::vector<std::string> m_cells;
};

} // namespace toolkit
