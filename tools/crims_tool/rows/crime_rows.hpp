// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crims/crime_table.hpp"
#include "crims/model.hpp"
#include "crims_tool/rows/crime_time.hpp"
#include "toolkit/layers/crs.hpp"

namespace crims_tool {

/// Which columns rows have besides those of every crime.
struct RowColumns {
    bool with_places = true;
    bool with_replicate = false;
    std::optional<toolkit::Crs> crs = {}; ///< of the places: how many decimals they have
    std::string zone = "MSOA";            ///< what the column of the zone's code is called
};

/// A text format of crimes: what stands around and between a row's values. Whatever is the same for
/// all crimes of a zone or an offence is made ready once.
struct RowFormat {
    std::string head = {}; ///< of the file
    std::string foot = {}; ///< of the file
    std::size_t joint = 0; ///< characters at a row's start that the first row has not
    std::string before_id = {};
    std::vector<std::string> zones = {};    ///< with what stands before
    std::vector<std::string> offences = {}; ///< crime type, code, description, all up to the time
    char between_date_and_time = ' ';
    std::string after_time = {};
    std::array<std::string, 2> suspect = {};  ///< no, yes
    std::vector<std::string> severities = {}; ///< one an offence
    bool with_places = false;
    std::string before_x = {};
    std::string before_y = {};
    std::string no_coordinate = {};
    int decimals = 0; ///< of the coordinates
    bool with_replicate = false;
    std::string before_replicate = {};
    std::string end = {};
    std::size_t row_bound = 0; ///< characters that the longest row may take
};

/// RFC 4180 with Python's True and False.
RowFormat csv_format(const RowColumns& columns, const crims::Model& model);

/// What pandas.read_json(orient="table") reads.
RowFormat json_format(const RowColumns& columns, const crims::Model& model);

/// The same objects without line ends, each after a comma that the first goes without.
RowFormat json_line_format(const RowColumns& columns, const crims::Model& model);

// Memory that nobody has to clear first: a vector or string would.
// NOLINTBEGIN(modernize-avoid-c-arrays)

/// A piece of a text file.
class RowText {
  public:
    RowText() = default;

    explicit RowText(std::size_t capacity)
        : m_text(std::make_unique_for_overwrite<char[]>(capacity)) {}

    char* begin() { return m_text.get(); }

    void set_end(const char* end) { m_size = static_cast<std::size_t>(end - m_text.get()); }

    std::string_view text() const { return {m_text.get(), m_size}; }

  private:
    std::unique_ptr<char[]> m_text;
    std::size_t m_size = 0;
};

// NOLINTEND(modernize-avoid-c-arrays)

/// A crime as a row.
struct CrimeRow {
    std::int64_t id = 0;
    std::uint32_t zone = 0;
    std::uint16_t offence = 0;
    std::uint16_t minute = 0; ///< of the month
    std::uint8_t suspect = 0;
    double x = 0; ///< NaN: no place is known
    double y = 0;
    std::uint32_t replicate = 0;
};

/// Writes at most `row_bound` characters and returns their end.
char* put_row(char* to, const RowFormat& format, const MonthText& month, const CrimeRow& row);

/// Rows [first, last) of a table. `first_id` is the id of row 0.
RowText format_rows(const RowFormat& format, const crims::CrimeTable& crimes, std::size_t first,
                    std::size_t last, std::int64_t first_id);

} // namespace crims_tool
