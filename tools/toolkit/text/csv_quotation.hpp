// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace toolkit {

/// Finds a quotation mark of a table that nothing closes. GDAL joins lines until their marks are
/// even in number: of a mark within a cell (5" pipe), or one that opens a cell and is forgotten, it
/// makes one record of all rows to the next mark or to the end of the file, and nobody is told of
/// the rows in it. A cell with line breaks begins and ends with a mark, which stand at the cell's
/// ends (RFC 4180).
class QuotationMarks {
  public:
    /// The next bytes of the table.
    void read(std::string_view bytes);

    /// The line, from 1, of the first mark that joins lines which are not one cell; asked when all
    /// has been read.
    std::optional<std::size_t> unclosed_on() const;

  private:
    void skip(std::string_view bytes);
    void meet_mark();
    bool joins_wrongly(char next) const;

    std::optional<std::size_t> m_found;
    std::size_t m_line = 1;
    char m_before = '\n'; ///< the last byte that is no blank
    bool m_is_open = false;
    bool m_was_closed = false; ///< by the byte before
    bool m_opens_cell = false;
    bool m_joins_lines = false;
    std::size_t m_opened = 0; ///< on this line
};

/// "sites.csv: line 3: a quotation mark is not closed on its line; ...", with the way out.
std::string unclosed_quotation(std::string_view table, std::size_t line);

} // namespace toolkit
