// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <functional>
#include <optional>
#include <set>
#include <stdexcept>
#include <string_view>
#include <unordered_map>

#include <cpl_string.h>
#include <fmt/format.h>
#include <ogrsf_frmts.h>

#include "toolkit/files/csv_reader.hpp"
#include "toolkit/files/sha256.hpp"
#include "toolkit/files/whole_file.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/police/download.hpp"
#include "toolkit/text/blanks.hpp"
#include "toolkit/text/csv_quotation.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/lower_case.hpp"
#include "toolkit/text/number.hpp"
#include "toolkit/text/plain_csv.hpp"
#include "toolkit/time/month.hpp"
#include "toolkit/time/written_date.hpp"

namespace toolkit {

namespace {

/// Number of the line that holds a byte, from 1.
std::size_t line_of(std::string_view content, std::size_t byte) {
    return 1 + static_cast<std::size_t>(
                   std::count(content.begin(), content.begin() + static_cast<long>(byte), '\n'));
}

/// Refuses what GDAL's reader of lines would cut short or pass on.
void require_text(const std::string& content, const std::string& name) {
    if (is_blank(content)) {
        throw DataError(fmt::format("{}: the file is empty; download it again", name));
    }
    if (const std::size_t zero = content.find('\0'); zero != std::string::npos) {
        throw DataError(
            fmt::format("{}: line {}: this is not text (it has a zero byte); download it again",
                        name, line_of(content, zero)));
    }
    if (CPLIsUTF8(content.data(), static_cast<int>(content.size())) != 0) {
        return;
    }
    std::size_t begin = 0;
    while (true) { // the first line that is not UTF-8
        const std::size_t end = std::min(content.find('\n', begin), content.size());
        if (end == content.size() ||
            CPLIsUTF8(content.data() + begin, static_cast<int>(end - begin)) == 0) {
            throw DataError(fmt::format(
                "{}: line {}: it is not encoded in UTF-8; in Excel, save it as 'CSV UTF-8'", name,
                line_of(content, begin)));
        }
        begin = end + 1;
    }
}

/// The columns that are read, by their place in `column_names`.
enum Column : std::size_t { crime_id, month, longitude, latitude, lsoa, crime_type, outcome };

struct ColumnName {
    std::string_view name;
    bool required;
};

constexpr std::array column_names{ColumnName{"Crime ID", false},
                                  ColumnName{"Month", true},
                                  ColumnName{"Longitude", true},
                                  ColumnName{"Latitude", true},
                                  ColumnName{"LSOA code", false},
                                  ColumnName{"Crime type", true},
                                  ColumnName{"Last outcome category", false}};

constexpr std::size_t no_column = static_cast<std::size_t>(-1);

/// R writes a point for each blank.
bool same_name(std::string_view a, std::string_view b) {
    const auto plain = [](char c) {
        return c == '.' || c == '_' ? ' ' : std::tolower(static_cast<unsigned char>(c));
    };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [&plain](char x, char y) { return plain(x) == plain(y); });
}

/// The month as a spreadsheet or R writes it, which took it for a date: `Jan-21`, and the first day
/// of it in any order. The file's name says which month it is.
bool is_month_of_spreadsheet(std::string_view text, std::chrono::year_month month) {
    constexpr std::size_t letters = 3;
    constexpr std::array<std::string_view, 12> names{"jan", "feb", "mar", "apr", "may", "jun",
                                                     "jul", "aug", "sep", "oct", "nov", "dec"};
    const std::string lower = lower_case(text);
    const std::string year = fmt::format("{}", static_cast<int>(month.year()));
    if (lower.size() > letters + 1 && lower[letters] == '-' &&
        lower.starts_with(names.at(static_cast<unsigned>(month.month()) - 1))) {
        const std::string_view written = std::string_view(lower).substr(letters + 1);
        return written == year || (written.size() == 2 && year.ends_with(written));
    }
    const auto orders = {DateOrder::year_first, DateOrder::day_first, DateOrder::month_first};
    return std::any_of(orders.begin(), orders.end(), [&](DateOrder order) {
        const auto date = read_written_date(text, order);
        return date && !date->month_only &&
               std::chrono::year_month_day(date->day) == month / std::chrono::day(1);
    });
}

/// Where each column stands in the header; what older files lack is no_column.
std::array<std::size_t, column_names.size()> find_columns(const CsvReader& header,
                                                          const std::string& name) {
    std::array<std::size_t, column_names.size()> places{};
    places.fill(no_column);
    for (std::size_t c = 0; c < column_names.size(); ++c) {
        for (std::size_t i = 0; i < header.size(); ++i) {
            if (!same_name(trimmed(header.cell(i)), column_names.at(c).name)) {
                continue;
            }
            if (places.at(c) != no_column) {
                throw DataError(fmt::format("{}: the column '{}' is there twice", name,
                                            column_names.at(c).name));
            }
            places.at(c) = i;
        }
        if (places.at(c) == no_column && column_names.at(c).required) {
            throw DataError(fmt::format("{}: there is no column '{}'; its columns are: {}", name,
                                        column_names.at(c).name, listed(header.cells())));
        }
    }
    return places;
}

/// Texts numbered in order of their first appearance.
template<class Number>
class Numbered {
  public:
    explicit Numbered(std::vector<std::string>& texts) : m_texts(texts) {}

    /// No value if there are more texts than numbers.
    std::optional<Number> number(std::string_view text) {
        const auto found = m_numbers.find(text);
        if (found != m_numbers.end()) {
            return found->second;
        }
        if (m_texts.size() > std::numeric_limits<Number>::max()) {
            return std::nullopt;
        }
        const auto next = static_cast<Number>(m_texts.size());
        m_texts.emplace_back(text);
        m_numbers.emplace(text, next);
        return next;
    }

  private:
    struct Hash {
        using is_transparent = void;

        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>{}(text);
        }
    };

    std::vector<std::string>& m_texts;
    std::unordered_map<std::string, Number, Hash, std::equal_to<>> m_numbers;
};

std::uint64_t hash_of_id(std::string_view id) {
    if (id.empty()) {
        return 0;
    }
    const std::uint64_t hash = std::hash<std::string_view>{}(id);
    return hash == 0 ? 1 : hash;
}

class StreetReader {
  public:
    StreetReader(const StreetFile& file, std::string content, std::string sha256)
        : m_file(file), m_content(std::move(content)), m_memory(m_content),
          m_reader(m_memory.path(), file.name), m_month(month_text(file.month)) {
        m_crimes.sha256 = std::move(sha256);
    }

    StreetCrimes read(const std::string& where) {
        const std::optional<std::set<std::int64_t>> selected = selected_rows(where);
        m_crimes.month = m_file.month;
        m_reader.next(); // there is one: the content is not empty
        m_width = m_reader.size();
        m_places = find_columns(m_reader, m_file.name);
        for (std::size_t c = 0; c < column_names.size(); ++c) {
            if (m_places.at(c) == no_column) {
                m_crimes.absent.emplace_back(column_names.at(c).name);
            }
        }
        while (m_reader.next()) {
            require_whole_record();
            ++m_crimes.rows;
            if (!selected || selected->contains(static_cast<std::int64_t>(m_crimes.rows))) {
                add();
            }
        }
        return std::move(m_crimes);
    }

  private:
    /// Numbers of the rows that the condition selects, from 1; none without one.
    std::optional<std::set<std::int64_t>> selected_rows(const std::string& where) const {
        if (where.empty()) {
            return std::nullopt;
        }
        const Layer layer = Layer::open_as({.path = "CSV:" + m_memory.path()}, m_file.name, where);
        std::set<std::int64_t> rows;
        while (const OGRFeatureUniquePtr feature{layer.ogr().GetNextFeature()}) {
            rows.insert(feature->GetFID());
        }
        return rows;
    }

    std::string_view value(Column column) const {
        const std::size_t place = m_places.at(column);
        if (place == no_column || is_missing(m_reader.cell(place))) {
            return {};
        }
        return trimmed(m_reader.cell(place));
    }

    /// As it stands in the file, a word for a missing value too.
    std::string_view written(Column column) const {
        const std::size_t place = m_places.at(column);
        return place == no_column ? std::string_view() : trimmed(m_reader.cell(place));
    }

    template<class... Values>
    [[noreturn]] void refuse(fmt::format_string<Values...> text, Values&&... values) const {
        throw DataError(fmt::format("{}: line {}: {}", m_file.name,
                                    line_of(m_content, m_reader.begin()),
                                    fmt::format(text, std::forward<Values>(values)...)));
    }

    /// GDAL's reader joins lines, to the end of the file, until quotation marks are even.
    void require_whole_record() const {
        const std::string_view record =
            std::string_view(m_content).substr(m_reader.begin(), m_reader.end() - m_reader.begin());
        const std::string_view line = record.substr(0, record.find_last_not_of("\r\n") + 1);
        if (line.find('\n') != std::string_view::npos ||
            std::count(line.begin(), line.end(), '"') % 2 != 0) {
            throw DataError(unclosed_quotation(m_file.name, line_of(m_content, m_reader.begin())));
        }
        if (m_reader.size() != m_width) {
            refuse("it has {} cells, but the header has {}", m_reader.size(), m_width);
        }
    }

    /// NaN for none.
    double degrees(Column column, double limit) const {
        const std::string_view text = value(column);
        if (text.empty()) {
            return std::numeric_limits<double>::quiet_NaN();
        }
        const std::optional<double> number = read_number(text);
        if (!number || !(std::abs(*number) <= limit)) {
            refuse("{} '{}' is none; expected degrees between {} and {}",
                   column_names.at(column).name, text, -limit, limit);
        }
        return *number;
    }

    template<class Number>
    Number numbered(Numbered<Number>& texts, Column column, std::string_view text) const {
        const std::optional<Number> number = texts.number(text);
        if (!number) {
            refuse("there are too many different values of {}", column_names.at(column).name);
        }
        return *number;
    }

    void add() {
        if (const std::string_view text = value(month);
            text != m_month && !is_month_of_spreadsheet(text, m_file.month)) {
            if (!read_month(text)) {
                refuse("Month '{}' is none; expected {}", text, m_month);
            }
            refuse("Month {} is not the file's, {}", text, m_month);
        }
        const double east = degrees(longitude, 180);
        const double north = degrees(latitude, 90);
        if (std::isnan(east) != std::isnan(north)) {
            refuse("Longitude is '{}' and Latitude is '{}'; give both, or leave both empty",
                   written(longitude), written(latitude));
        }
        const std::string_view type = value(crime_type);
        if (type.empty()) {
            refuse("there is no Crime type");
        }
        m_lower.assign(type);
        std::transform(m_lower.begin(), m_lower.end(), m_lower.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        m_crimes.crime_type.push_back(numbered(m_crime_types, crime_type, m_lower));
        m_crimes.outcome.push_back(numbered(m_outcomes, outcome, value(outcome)));
        m_crimes.lsoa.push_back(numbered(m_lsoas, lsoa, value(lsoa)));
        m_crimes.longitude.push_back(east);
        m_crimes.latitude.push_back(north);
        m_crimes.id.push_back(hash_of_id(value(crime_id)));
    }

    const StreetFile& m_file;
    std::string m_content;
    MemoryFile m_memory;
    CsvReader m_reader;
    std::string m_month;
    std::string m_lower;
    std::size_t m_width = 0;
    std::array<std::size_t, column_names.size()> m_places{};
    StreetCrimes m_crimes;
    Numbered<std::uint16_t> m_crime_types{m_crimes.crime_types};
    Numbered<std::uint16_t> m_outcomes{m_crimes.outcomes};
    Numbered<std::uint32_t> m_lsoas{m_crimes.lsoas};
};

} // namespace

StreetCrimes read_street_file(const StreetFile& file, const std::string& where) {
    std::string content = read_whole_file(file.path, file.name);
    std::string sha256 = sha256_of(content);
    try {
        if (std::optional<std::string> plain = rewritten_csv(content)) {
            content = *std::move(plain);
        }
    } catch (const std::invalid_argument& error) {
        throw DataError(fmt::format("{}: {}", file.name, error.what()));
    }
    require_text(content, file.name);
    return StreetReader(file, std::move(content), std::move(sha256)).read(where);
}

} // namespace toolkit
