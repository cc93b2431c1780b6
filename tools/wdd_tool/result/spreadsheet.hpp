// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "toolkit/system/scratch_path.hpp"

extern "C" {
struct lxw_workbook;
struct lxw_worksheet;
struct lxw_format;
}

namespace wdd_tool {

/// How a cell looks.
enum class Look : std::uint8_t { plain, bold, title, heading, date, percent };

/// A cell by its row as a spreadsheet counts them (from 1) and its column (from 0).
struct Cell {
    std::uint32_t row = 1;
    std::uint16_t column = 0;
};

/// A workbook for Excel, LibreOffice and others (.xlsx) in the making, in memory.
class Spreadsheet {
  public:
    /// One sheet of it. What is a text stays one, be it "=1+1".
    class Sheet {
      public:
        /// Control characters become visible; what is longer than a cell holds is cut off.
        void text(Cell at, std::string_view text, Look look = Look::plain);
        void number(Cell at, double value, Look look = Look::plain);
        void date(Cell at, std::chrono::sys_days day);

        /// A formula in English, such as "=SUM(A1:A3)", with the value that a program shows which
        /// does not calculate; none: an empty text.
        void formula(Cell at, const std::string& formula, std::optional<double> value,
                     Look look = Look::plain);
        void formula(Cell at, const std::string& formula, const std::string& value);

        /// Widths of the first columns, in characters.
        void widths(std::initializer_list<double> characters);

      private:
        friend class Spreadsheet;

        Sheet(Spreadsheet& book, lxw_worksheet* sheet) : m_book(book), m_sheet(sheet) {}

        Spreadsheet& m_book;
        lxw_worksheet* m_sheet;
    };

    /// Throws DataError if there is no memory for it.
    Spreadsheet();

    /// At most 31 letters, and no two the same.
    Sheet add_sheet(const std::string& name);

    /// The file's content; nothing may be added afterwards. Throws DataError.
    std::string content() &&;

  private:
    struct Free {
        void operator()(lxw_workbook* book) const;
    };

    lxw_format* look(Look look) const { return m_looks.at(static_cast<std::size_t>(look)); }

    toolkit::ScratchPath m_file;
    std::unique_ptr<lxw_workbook, Free> m_book;
    std::array<lxw_format*, 6> m_looks{}; ///< the book's own
};

} // namespace wdd_tool
