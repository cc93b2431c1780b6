// SPDX-License-Identifier: MIT
#include "toolkit/text/csv_dialect.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <stdexcept>

#include <fmt/format.h>

#include "toolkit/text/blanks.hpp"
#include "toolkit/text/csv_records.hpp"
#include "toolkit/text/lower_case.hpp"

namespace toolkit {

namespace {

using Record = std::vector<std::string>;

constexpr std::array separators{',', ';', '\t', '|'};
constexpr std::size_t most_records = 200;
constexpr std::size_t most_title_records = 30;

std::string name_of(char separator) {
    return separator == '\t' ? "tabs" : fmt::format("'{}'", separator);
}

bool is_empty(const Record& record) {
    return std::all_of(record.begin(), record.end(), is_blank);
}

/// The first records; one that the end of the sample cuts is left out.
std::vector<Record> first_records(std::string_view head, bool is_whole, char separator) {
    std::vector<Record> records;
    CsvRecords reader(head, separator);
    while (records.size() < most_records && reader.next()) {
        if (reader.is_open() || (reader.at_end() && !is_whole)) {
            break;
        }
        records.push_back(reader.cells());
    }
    return records;
}

/// Names of columns, and not values: each different, none begins as a number does.
bool are_names(const Record& record) {
    std::set<std::string> seen;
    return std::all_of(record.begin(), record.end(), [&seen](const std::string& cell) {
        constexpr std::string_view numeric = "0123456789+-.(";
        const std::string_view name = trimmed(cell);
        return !name.empty() && numeric.find(name.front()) == std::string_view::npos &&
               seen.insert(lower_case(name)).second;
    });
}

/// The number of cells that all records have from some record on.
struct Table {
    std::size_t header = 0; ///< its place among the records
    std::size_t width = 0;
    bool is_even = false; ///< all records below the header have as many cells
};

/// As it would be with a separator; the table begins at the first record as wide as the last.
Table table_of(const std::vector<Record>& records) {
    const auto last = std::find_if_not(records.rbegin(), records.rend(), is_empty);
    if (last == records.rend()) {
        return {};
    }
    const std::size_t width = last->size();
    const auto first = std::find_if(records.begin(), records.end(), [width](const Record& record) {
        return record.size() == width && !is_empty(record);
    });
    return {.header = static_cast<std::size_t>(first - records.begin()),
            .width = width,
            .is_even = std::all_of(first, records.end(), [width](const Record& record) {
                return record.size() == width || is_empty(record);
            })};
}

/// Excel's `sep=;` in a line of its own.
std::optional<char> told_separator(std::string_view head) {
    std::string_view line = head.substr(0, head.find_first_of("\r\n"));
    if (line.size() > 1 && line.front() == '"' && line.back() == '"') {
        line = line.substr(1, line.size() - 2);
    }
    constexpr std::string_view key = "sep=";
    const bool is_told = line.size() == key.size() + 1 && line.size() < head.size() &&
                         lower_case(line.substr(0, key.size())) == key;
    return is_told ? std::optional(line.back()) : std::nullopt;
}

/// R writes no name above the names of its rows, and so each name stands above another column.
void require_names_of_all(const std::vector<Record>& records, const Table& table) {
    const Record& first = records.front();
    const auto is_wider = [&first](const Record& record) {
        return is_empty(record) || (record.size() == first.size() + 1 && !is_blank(record.back()));
    };
    if (records.size() > 2 && table.width == first.size() + 1 && first.size() > 1 &&
        std::all_of(records.begin() + 1, records.end(), is_wider)) {
        throw std::invalid_argument(fmt::format(
            "its header names {} columns, but its rows have {} cells, so it is not clear which name belongs to which column; write the file again without row names (in R: row.names = FALSE)",
            first.size(), table.width));
    }
}

/// The first line of the file that is not empty has the separator in it, so it may be the header.
std::vector<char> separators_in_first(std::string_view head, bool is_whole) {
    std::vector<char> found;
    for (const char separator : separators) {
        const std::vector<Record> records = first_records(head, is_whole, separator);
        if (!records.empty() && records.front().size() > 1) {
            found.push_back(separator);
        }
    }
    return found;
}

/// Of several separators in the header, the one with which all rows are as wide as it. The comma is
/// what files are named after, where none is.
char chosen_separator(std::string_view head, bool is_whole, const std::vector<char>& found) {
    if (found.size() == 1) {
        return found.front();
    }
    std::vector<char> even;
    for (const char separator : found) {
        const Table table = table_of(first_records(head, is_whole, separator));
        if (table.header == 0 && table.is_even) {
            even.push_back(separator);
        }
    }
    if (even.size() > 1) {
        throw std::invalid_argument(fmt::format(
            "its columns may be separated by {} or by {}; write the file again with one of them, and put texts that hold the other in quotation marks",
            name_of(even[0]), name_of(even[1])));
    }
    return even.empty() ? found.front() : even.front();
}

/// Where the first line names the columns, or seems to.
CsvDialect dialect_with_header_first(std::string_view head, bool is_whole,
                                     const std::vector<char>& found) {
    const char separator = chosen_separator(head, is_whole, found);
    const std::vector<Record> records = first_records(head, is_whole, separator);
    const Table table = table_of(records);
    const bool is_found_by_gdal =
        separator == ',' ||
        ((separator == ';' || separator == '\t') &&
         std::count_if(found.begin(), found.end(), [](char c) { return c != '|'; }) == 1);
    const bool has_empty_line = std::any_of(
        records.begin(), records.begin() + static_cast<std::ptrdiff_t>(table.header), is_empty);
    if (has_empty_line && table.header <= most_title_records && table.is_even &&
        records.front().size() < table.width && are_names(records[table.header])) {
        return {.separator = separator, .records_before = table.header, .is_common = false};
    }
    require_names_of_all(records, table);
    return {.separator = separator, .records_before = 0, .is_common = is_found_by_gdal};
}

/// Where the first line holds no separator: a title, or the one column's name.
CsvDialect dialect_below_title(std::string_view head, bool is_whole) {
    std::vector<CsvDialect> possible;
    for (const char separator : separators) {
        const std::vector<Record> records = first_records(head, is_whole, separator);
        const Table table = table_of(records);
        if (table.width > 1 && table.header > 0 && table.header <= most_title_records &&
            table.is_even && are_names(records[table.header])) {
            possible.push_back(
                {.separator = separator, .records_before = table.header, .is_common = false});
        }
    }
    if (possible.size() > 1) {
        throw std::invalid_argument(fmt::format(
            "below its title, its columns may be separated by {} or by {}; write the file again without the title",
            name_of(possible[0].separator), name_of(possible[1].separator)));
    }
    return possible.empty() ? CsvDialect{} : possible.front();
}

} // namespace

CsvDialect find_csv_dialect(std::string_view head, bool is_whole) {
    if (const std::optional<char> separator = told_separator(head)) {
        return {.separator = *separator, .records_before = 1, .is_common = false};
    }
    const std::vector<char> found = separators_in_first(head, is_whole);
    return found.empty() ? dialect_below_title(head, is_whole)
                         : dialect_with_header_first(head, is_whole, found);
}

} // namespace toolkit
