// SPDX-License-Identifier: MIT
#include "toolkit/files/csv_reader.hpp"

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>

#include <cpl_conv.h>
#include <cpl_csv.h>
#include <fmt/format.h>

#include "toolkit/layers/gdal_errors.hpp"
#include "toolkit/text/csv_quotation.hpp"
#include "toolkit/text/errors.hpp"

namespace toolkit {

namespace {

constexpr int longest_line = 1 << 20;

std::string read_bytes(VSILFILE& file, std::uint64_t begin, std::uint64_t end) {
    std::string bytes(static_cast<std::size_t>(end - begin), '\0');
    VSIFSeekL(&file, begin, SEEK_SET);
    bytes.resize(VSIFReadL(bytes.data(), 1, bytes.size(), &file));
    VSIFSeekL(&file, end, SEEK_SET);
    return bytes;
}

} // namespace

CsvReader::CsvReader(std::string path, std::string shown)
    : m_path(std::move(path)), m_shown(std::move(shown)),
      m_table(rewritten_csv_file(m_path, m_shown).value_or("")),
      m_file(VSIFOpenL(opened().c_str(), "rb")) {
    if (!m_file) {
        throw DataError(fmt::format(
            "{}: the file does not exist, or you have no permission to read it", m_shown));
    }
    const char* header = CPLReadLine2L(m_file.get(), longest_line, nullptr);
    m_separator = header == nullptr ? ',' : CSVDetectSeperator(header);
    VSIRewindL(m_file.get());
}

bool CsvReader::next() {
    const GdalErrors errors;
    do {
        const std::uint64_t previous = std::exchange(m_begin, end());
        m_cells.Assign(CSVReadParseLine3L(m_file.get(), longest_line, m_separator.c_str(), true,
                                          false, false, m_first));
        m_first = false;
        if (errors.failed()) {
            throw DataError(fmt::format("{}: cannot be read: {}", m_shown, errors.first_failure()));
        }
        if (m_cells.List() == nullptr) {
            m_size = 0;
            require_closed_quotations(end() > m_begin ? m_begin : previous);
            return false;
        }
        m_size = static_cast<std::size_t>(m_cells.size());
        if (has_line_break()) {
            require_closed_quotations(m_begin);
        }
    } while (m_size == 0 || (m_size == 1 && cell(0).empty()));
    return true;
}

bool CsvReader::has_line_break() const {
    return std::any_of(m_cells.List(), m_cells.List() + m_size,
                       [](const char* cell) { return std::strchr(cell, '\n') != nullptr; });
}

/// From `begin` to here. Of the rest of the file, after such a mark, GDAL makes one record, and
/// leaves it out (3.10) or gives it as the last (3.6).
void CsvReader::require_closed_quotations(std::uint64_t begin) const {
    QuotationMarks marks;
    marks.read(read_bytes(*m_file, begin, end()));
    if (const std::optional<std::size_t> line = marks.unclosed_on()) {
        const std::string before = read_bytes(*m_file, 0, begin);
        throw DataError(unclosed_quotation(
            m_shown,
            *line + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'))));
    }
}

std::vector<std::string> CsvReader::cells() const {
    const CSLConstList list = m_cells.List();
    return {list, list + m_size};
}

std::uint64_t CsvReader::end() const {
    return VSIFTellL(m_file.get());
}

} // namespace toolkit
