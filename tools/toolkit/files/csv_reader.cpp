// SPDX-License-Identifier: MIT
#include "toolkit/files/csv_reader.hpp"

#include <utility>

#include <cpl_conv.h>
#include <cpl_csv.h>
#include <fmt/format.h>

#include "toolkit/layers/gdal_errors.hpp"
#include "toolkit/text/errors.hpp"

namespace toolkit {

namespace {

constexpr int longest_line = 1 << 20;

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
        m_begin = end();
        m_cells.Assign(CSVReadParseLine3L(m_file.get(), longest_line, m_separator.c_str(), true,
                                          false, false, m_first));
        m_first = false;
        if (errors.failed()) {
            throw DataError(fmt::format("{}: cannot be read: {}", m_shown, errors.first_failure()));
        }
        if (m_cells.List() == nullptr) {
            m_size = 0;
            return false;
        }
        m_size = static_cast<std::size_t>(m_cells.size());
    } while (m_size == 0 || (m_size == 1 && cell(0).empty()));
    return true;
}

std::vector<std::string> CsvReader::cells() const {
    const CSLConstList list = m_cells.List();
    return {list, list + m_size};
}

std::uint64_t CsvReader::end() const {
    return VSIFTellL(m_file.get());
}

} // namespace toolkit
