// SPDX-License-Identifier: MIT
#include "toolkit/text/plain_csv.hpp"

#include <algorithm>
#include <stdexcept>
#include <vector>

#include <fmt/format.h>

#include "toolkit/text/blanks.hpp"
#include "toolkit/text/csv_dialect.hpp"
#include "toolkit/text/csv_records.hpp"
#include "toolkit/text/csv_text.hpp"
#include "toolkit/text/unicode.hpp"

namespace toolkit {

namespace {

bool are_digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// What the cells of a column are.
struct CommaColumn {
    std::size_t proven = 0; ///< 41,8772: no separator of thousands
    std::size_t open = 0;   ///< 41,877
    std::size_t others = 0; ///< no numbers, or with points

    bool has_decimal_commas() const { return proven > 0 && others == 0; }

    void add(std::string_view cell) {
        std::string_view text = trimmed(cell);
        if (is_missing(text)) {
            return;
        }
        if (text.front() == '-' || text.front() == '+') {
            text.remove_prefix(1);
        }
        const std::size_t comma = text.find(',');
        const std::string_view whole = text.substr(0, comma);
        if (!are_digits(whole)) {
            ++others;
            return;
        }
        if (comma == std::string_view::npos) {
            return;
        }
        constexpr std::size_t thousand = 3; // digits between separators
        const std::string_view part = text.substr(comma + 1);
        if (!are_digits(part)) {
            ++others;
        } else if (part.size() == thousand && whole.size() <= thousand && whole.front() != '0') {
            ++open;
        } else {
            ++proven;
        }
    }
};

/// The table's records from the header on.
CsvRecords records_from_header(std::string_view text, const CsvDialect& dialect) {
    CsvRecords records(text, dialect.separator);
    for (std::size_t i = 0; i < dialect.records_before; ++i) {
        records.next();
    }
    return records;
}

std::vector<CommaColumn> comma_columns(std::string_view text, const CsvDialect& dialect) {
    std::vector<CommaColumn> columns;
    if (dialect.separator == ',') {
        return columns;
    }
    CsvRecords records = records_from_header(text, dialect);
    records.next();
    columns.resize(records.cells().size());
    while (records.next()) {
        const std::size_t cells = std::min(columns.size(), records.cells().size());
        for (std::size_t i = 0; i < cells; ++i) {
            columns[i].add(records.cells()[i]);
        }
    }
    return columns;
}

std::string with_commas(std::string_view text, const CsvDialect& dialect,
                        const std::vector<CommaColumn>& columns) {
    std::string plain;
    plain.reserve(text.size() + text.size() / 4);
    CsvRecords records = records_from_header(text, dialect);
    for (bool is_header = true; records.next(); is_header = false) {
        if (records.is_open()) {
            throw std::invalid_argument(
                fmt::format("a quotation mark is not closed, before '{:.40}'",
                            records.cells().back().substr(0, records.cells().back().find('\n'))));
        }
        std::vector<std::string> cells = records.cells();
        for (std::size_t i = 0; !is_header && i < std::min(cells.size(), columns.size()); ++i) {
            if (columns[i].has_decimal_commas()) {
                std::replace(cells[i].begin(), cells[i].end(), ',', '.');
            }
        }
        plain += csv_line(cells);
    }
    return plain;
}

std::string utf8_of(std::string_view bytes, Encoding encoding) {
    std::optional<std::string> text = utf8_from_utf16(bytes, encoding);
    if (!text) {
        throw std::invalid_argument(
            "it seems to be UTF-16, but is damaged; save it again as CSV in UTF-8");
    }
    return *std::move(text);
}

} // namespace

bool may_need_rewriting(std::string_view head, bool is_whole) {
    if (encoding_of(head) != Encoding::bytes) {
        return true;
    }
    const CsvDialect dialect = find_csv_dialect(without_mark(head), is_whole);
    return !dialect.is_common || dialect.separator != ',';
}

std::optional<std::string> rewritten_csv(std::string_view content) {
    const Encoding encoding = encoding_of(content);
    const std::string decoded = encoding == Encoding::bytes ? "" : utf8_of(content, encoding);
    const std::string_view text = encoding == Encoding::bytes ? without_mark(content) : decoded;
    const bool is_whole = text.size() <= csv_sample_bytes;
    const CsvDialect dialect = find_csv_dialect(text.substr(0, csv_sample_bytes), is_whole);
    const std::vector<CommaColumn> columns = comma_columns(text, dialect);
    const bool has_decimal_commas =
        std::any_of(columns.begin(), columns.end(),
                    [](const CommaColumn& column) { return column.has_decimal_commas(); });
    if (encoding == Encoding::bytes && dialect.is_common && !has_decimal_commas) {
        return std::nullopt;
    }
    return with_commas(text, dialect, columns);
}

} // namespace toolkit
