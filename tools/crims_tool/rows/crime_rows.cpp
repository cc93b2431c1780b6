// SPDX-License-Identifier: MIT
#include "crims_tool/rows/crime_rows.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>

#include <nlohmann/json.hpp>

#include "toolkit/text/csv_text.hpp"

namespace crims_tool {

namespace {

using nlohmann::ordered_json;
using toolkit::csv_cell;

/// More than any number takes: 20 digits of an id or replicate, 24 characters of a double.
constexpr std::size_t number_characters = 32;

/// A centimetre; in degrees about that.
int coordinate_decimals(const RowColumns& columns) {
    constexpr int in_length_units = 2;
    constexpr int in_degrees = 7;
    return columns.crs && columns.crs->is_projected() ? in_length_units : in_degrees;
}

/// What is not UTF-8 is replaced.
std::string json_text(const std::string& text) {
    return ordered_json(text).dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

/// The shortest text that reads back the same.
std::string number_text(double value, const std::string& none) {
    if (!std::isfinite(value)) {
        return none;
    }
    std::array<char, number_characters> text{};
    const auto result = std::to_chars(text.data(), text.data() + text.size(), value);
    return {text.data(), result.ptr};
}

ordered_json schema(const RowColumns& columns) {
    ordered_json fields = ordered_json::array();
    const auto add = [&fields](const char* name, const char* type) {
        fields.push_back({{"name", name}, {"type", type}});
    };
    add("id", "integer");
    add(columns.zone.c_str(), "string");
    for (const char* name : {"crime_type", "code", "description"}) {
        add(name, "string");
    }
    add("time", "datetime");
    add("suspect", "boolean");
    add("severity", "number");
    if (columns.with_places) {
        add("x", "number");
        add("y", "number");
    }
    if (columns.with_replicate) {
        add("replicate", "integer");
    }
    return {{"fields", fields},
            {"primaryKey", {"id"}},
            {"pandas_version", "1.4.0"},
            {"simulated_by", "crims of crimekit " CRIMEKIT_VERSION}};
}

std::size_t longest(const std::vector<std::string>& texts) {
    std::size_t size = 0;
    for (const std::string& text : texts) {
        size = std::max(size, text.size());
    }
    return size;
}

/// No row is longer.
std::size_t row_bound(const RowFormat& format) {
    const std::size_t fixed = format.before_id.size() + format.after_time.size() +
                              std::max(format.suspect[0].size(), format.suspect[1].size()) +
                              format.before_x.size() + format.before_y.size() +
                              2 * format.no_coordinate.size() + format.before_replicate.size() +
                              format.end.size() + MonthText::size;
    return fixed + longest(format.zones) + longest(format.offences) + longest(format.severities) +
           4 * number_characters;
}

char* put(char* to, std::string_view text) {
    std::memcpy(to, text.data(), text.size());
    return to + text.size();
}

char* put_integer(char* to, std::int64_t value) {
    return std::to_chars(to, to + number_characters, value).ptr;
}

char* put_coordinate(char* to, double value, const RowFormat& format) {
    if (!std::isfinite(value)) {
        return put(to, format.no_coordinate);
    }
    const auto fixed =
        std::to_chars(to, to + number_characters, value, std::chars_format::fixed, format.decimals);
    return fixed.ec == std::errc() ? fixed.ptr
                                   : std::to_chars(to, to + number_characters, value).ptr;
}

} // namespace

RowFormat csv_format(const RowColumns& columns, const crims::Model& model) {
    RowFormat format{.head = "id," + csv_cell(columns.zone) +
                             ",crime_type,code,description,time,suspect,severity",
                     .after_time = ",",
                     .suspect = {"False,", "True,"},
                     .with_places = columns.with_places,
                     .before_x = ",",
                     .before_y = ",",
                     .decimals = coordinate_decimals(columns),
                     .with_replicate = columns.with_replicate,
                     .before_replicate = ",",
                     .end = "\n"};
    format.head += columns.with_places ? ",x,y" : "";
    format.head += columns.with_replicate ? ",replicate\n" : "\n";
    for (const std::string& zone : model.zones) {
        format.zones.push_back("," + csv_cell(zone));
    }
    for (const crims::Offence& offence : model.offences) {
        format.offences.push_back("," + csv_cell(model.crime_types.at(offence.crime_type)) + "," +
                                  csv_cell(offence.code) + "," + csv_cell(offence.description) +
                                  ",");
        format.severities.push_back(number_text(offence.severity, ""));
    }
    format.row_bound = row_bound(format);
    return format;
}

RowFormat json_format(const RowColumns& columns, const crims::Model& model) {
    RowFormat format{.head = R"({"schema":)" + schema(columns).dump() + R"(,"data":[)",
                     .foot = "\n]}\n",
                     .joint = 1,
                     .before_id = ",\n"
                                  R"({"id":)",
                     .between_date_and_time = 'T',
                     .after_time = R"(.000","suspect":)",
                     .suspect = {R"(false,"severity":)", R"(true,"severity":)"},
                     .with_places = columns.with_places,
                     .before_x = R"(,"x":)",
                     .before_y = R"(,"y":)",
                     .no_coordinate = "null",
                     .decimals = coordinate_decimals(columns),
                     .with_replicate = columns.with_replicate,
                     .before_replicate = R"(,"replicate":)",
                     .end = "}"};
    for (const std::string& zone : model.zones) {
        format.zones.push_back("," + json_text(columns.zone) + ":" + json_text(zone));
    }
    for (const crims::Offence& offence : model.offences) {
        format.offences.push_back(R"(,"crime_type":)" +
                                  json_text(model.crime_types.at(offence.crime_type)) +
                                  R"(,"code":)" + json_text(offence.code) + R"(,"description":)" +
                                  json_text(offence.description) + R"(,"time":")");
        format.severities.push_back(number_text(offence.severity, "null"));
    }
    format.row_bound = row_bound(format);
    return format;
}

RowFormat json_line_format(const RowColumns& columns, const crims::Model& model) {
    RowFormat format = json_format(columns, model);
    format.head.clear();
    format.foot.clear();
    format.before_id = R"(,{"id":)";
    format.after_time = R"(","suspect":)";
    return format;
}

char* put_row(char* to, const RowFormat& format, const MonthText& month, const CrimeRow& row) {
    to = put(to, format.before_id);
    to = put_integer(to, row.id);
    to = put(to, format.zones[row.zone]);
    to = put(to, format.offences[row.offence]);
    to = month.put(to, row.minute, format.between_date_and_time);
    to = put(to, format.after_time);
    to = put(to, format.suspect[row.suspect != 0 ? 1 : 0]);
    to = put(to, format.severities[row.offence]);
    if (format.with_places) {
        // A place is known as a whole or not at all.
        const bool known = std::isfinite(row.x) && std::isfinite(row.y);
        to = put(to, format.before_x);
        to = known ? put_coordinate(to, row.x, format) : put(to, format.no_coordinate);
        to = put(to, format.before_y);
        to = known ? put_coordinate(to, row.y, format) : put(to, format.no_coordinate);
    }
    if (format.with_replicate) {
        to = put(to, format.before_replicate);
        to = put_integer(to, row.replicate);
    }
    return put(to, format.end);
}

RowText format_rows(const RowFormat& format, const crims::CrimeTable& crimes, std::size_t first,
                    std::size_t last, std::int64_t first_id) {
    RowText rows((last - first) * format.row_bound);
    const MonthText month(crimes.month);
    const bool placed = !crimes.x.empty();
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    char* to = rows.begin();
    for (std::size_t i = first; i < last; ++i) {
        to = put_row(to, format, month,
                     {.id = first_id + static_cast<std::int64_t>(i),
                      .zone = crimes.zone[i],
                      .offence = crimes.offence[i],
                      .minute = crimes.minute[i],
                      .suspect = crimes.suspect[i],
                      .x = placed ? crimes.x[i] : none,
                      .y = placed ? crimes.y[i] : none,
                      .replicate = crimes.replicate});
    }
    rows.set_end(to);
    return rows;
}

} // namespace crims_tool
