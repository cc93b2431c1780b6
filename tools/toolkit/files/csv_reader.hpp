// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <cpl_string.h>
#include <cpl_vsi.h>

#include "toolkit/files/whole_file.hpp"
#include "toolkit/layers/text_table.hpp"

namespace toolkit {

/// Records of a CSV by GDAL's reader, each with all of its cells. (OGR's layer on top of that
/// drops what is more than the header has.) The separator is found from the first line; a byte
/// order mark is left out. A table that is written in another way (layers/text_table.hpp) is
/// rewritten first.
class CsvReader {
  public:
    /// `path` is what GDAL opens; `shown` names it in messages. Throws DataError if there is none.
    CsvReader(std::string path, std::string shown);

    /// Goes to the next record that is not an empty line; false at the end. Throws DataError,
    /// at the end too, where a quotation mark that nothing closes hides the rows after it.
    bool next();

    std::size_t size() const { return m_size; }

    /// A cell of the record, valid until the next one.
    std::string_view cell(std::size_t index) const { return m_cells[static_cast<int>(index)]; }

    std::vector<std::string> cells() const;

    /// What stands between cells.
    const std::string& separator() const { return m_separator; }

    /// The file that is read: the table itself or the rewritten one.
    const std::string& opened() const { return m_table.path.empty() ? m_path : m_table.path; }

    /// Where the record begins, and the next one, in bytes of that file.
    std::uint64_t begin() const { return m_begin; }

    std::uint64_t end() const;

  private:
    bool has_line_break() const;
    void require_closed_quotations(std::uint64_t begin) const;

    /// Kept until the end; empty where the file itself is read.
    struct RewrittenTable {
        std::string path;

        explicit RewrittenTable(std::string file) : path(std::move(file)) {}

        ~RewrittenTable() { forget_rewritten_table(path); }

        RewrittenTable(const RewrittenTable&) = delete;
        RewrittenTable(RewrittenTable&&) = delete;
        RewrittenTable& operator=(const RewrittenTable&) = delete;
        RewrittenTable& operator=(RewrittenTable&&) = delete;
    };

    std::string m_path;
    std::string m_shown;
    RewrittenTable m_table;
    std::unique_ptr<VSILFILE, CloseFile> m_file;
    std::string m_separator = ",";
    CPLStringList m_cells;
    std::size_t m_size = 0;
    std::uint64_t m_begin = 0;
    bool m_first = true;
};

} // namespace toolkit
