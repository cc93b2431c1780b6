// SPDX-License-Identifier: MIT
#include "toolkit/layers/date_field.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <ogrsf_frmts.h>

#include "toolkit/text/blanks.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/parts.hpp"
#include "toolkit/time/date_parts.hpp"
#include "toolkit/time/date_text.hpp"

namespace toolkit {

namespace {

/// OGR's time zone flag: 0 unknown, 1 local, 100 UTC, one step a quarter of an hour.
std::optional<std::chrono::minutes> utc_offset(int flag) {
    constexpr int utc = 100;
    constexpr int minutes_a_step = 15;
    if (flag <= 1) {
        return std::nullopt;
    }
    return std::chrono::minutes((flag - utc) * minutes_a_step);
}

/// What a Date or DateTime field holds; no value for an impossible date.
std::optional<DateText> stored_date(const OGRFeature& feature, int index) {
    int year = 0;
    int month = 0;
    int day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
    int flag = 0;
    feature.GetFieldAsDateTime(index, &year, &month, &day, &hour, &minute, &second, &flag);
    const std::chrono::year_month_day date{std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok()) {
        return std::nullopt;
    }
    return DateText{.day = date,
                    .month_only = false,
                    .time_of_day = std::chrono::hours(hour) + std::chrono::minutes(minute) +
                                   std::chrono::seconds(second),
                    .has_time = false,
                    .utc_offset = utc_offset(flag)};
}

bool is_date_type(OGRFieldType type) {
    return type == OFTDate || type == OFTDateTime;
}

bool may_hold_dates(OGRFieldType type) {
    return is_date_type(type) || type == OFTString || type == OFTInteger || type == OFTInteger64 ||
           type == OFTReal;
}

DataError not_dates(const Layer& layer, const OGRFieldDefn& field, std::string_view option) {
    return DataError(fmt::format(
        "{}: field '{}' (⟨{}⟩) holds {}, not dates; choose a field of dates, date-times or texts",
        layer.text(), field.GetNameRef(), option, OGRFieldDefn::GetFieldTypeName(field.GetType())));
}

/// Hands the texts of the fields that are not missing to `use`, until it says that it has enough.
template<typename Use>
void visit_texts(const Layer& layer, std::span<const int> fields, const Use& use) {
    OGRLayer& ogr = layer.ogr();
    ogr.ResetReading();
    bool more = true;
    while (more) {
        const OGRFeatureUniquePtr feature(ogr.GetNextFeature());
        if (!feature) {
            break;
        }
        for (const int field : fields) {
            const bool is_set = feature->IsFieldSetAndNotNull(field) != 0;
            const std::string_view text = is_set ? feature->GetFieldAsString(field) : "";
            more = more && (is_missing(text) || use(text));
        }
    }
    ogr.ResetReading();
}

/// A spreadsheet turns some of the texts of a column into dates and leaves the others, so that the
/// first one tells little.
bool is_spreadsheet(const Layer& layer) {
    const std::string driver = layer.driver();
    return driver == "XLSX" || driver == "ODS" || driver == "XLS";
}

constexpr char between_parts = '\x1f'; // of a date in several fields; SQLite's char(31)

/// The field of a name, or, where there is none and commas are in it, the fields of the parts.
std::vector<int> indexes_of(const Layer& layer, const std::string& field, std::string_view option) {
    const bool is_one = layer.ogr().GetLayerDefn()->GetFieldIndex(field.c_str()) >= 0;
    if (is_one || field.find(',') == std::string::npos) {
        return {layer.field_index(field, option)};
    }
    std::vector<int> indexes;
    for (const std::string_view part : parts_of(field, ',')) {
        indexes.push_back(layer.field_index(std::string(trimmed(part)), option));
    }
    if (indexes.size() > 3) {
        throw DataError(fmt::format(
            "{}: ⟨{}⟩ {}: a date has two or three parts: the fields of year, month and day",
            layer.text(), option, field));
    }
    return indexes;
}

constexpr std::string_view of_spreadsheets =
    ". Excel turns texts into dates where it can, sometimes with day and month swapped: read the original file instead, or import it with this column as text";

} // namespace

DateFormat recognised_date_format(const Layer& layer, std::span<const NamedField> fields) {
    std::vector<int> written;
    std::optional<NamedField> numbers; // which may hold nothing that is a date
    for (const auto& [name, option] : fields) {
        const int field = layer.field_index(name, option);
        const OGRFieldType type = layer.field(field).GetType();
        if (!may_hold_dates(type)) {
            throw not_dates(layer, layer.field(field), option);
        }
        if (!is_date_type(type)) {
            written.push_back(field);
            if (type != OFTString && !numbers) {
                numbers = NamedField{name, option};
            }
        }
    }
    if (written.empty()) {
        return {};
    }
    std::optional<bool> is_iso;
    visit_texts(layer, written, [&](std::string_view text) {
        is_iso = read_date(text).has_value();
        return false;
    });
    const auto refuse_numbers = [&] {
        if (numbers) {
            const int field = layer.field_index(numbers->name, numbers->option);
            throw not_dates(layer, layer.field(field), numbers->option);
        }
    };
    if (!is_iso) {
        refuse_numbers();
    }
    if (is_iso.value_or(true) && !is_spreadsheet(layer)) {
        return {};
    }
    DateFormatGuess guess;
    visit_texts(layer, written, [&](std::string_view text) {
        guess.add(text);
        return true;
    });
    if (!guess.has_read_any()) {
        refuse_numbers();
    }
    try {
        return guess.format();
    } catch (const std::invalid_argument& error) {
        throw DataError(fmt::format("{}: the dates in '{}' {}{}", layer.text(), fields.front().name,
                                    error.what(), is_spreadsheet(layer) ? of_spreadsheets : ""));
    }
}

DateField::DateField(const Layer& layer, const std::string& field, std::string_view option,
                     std::optional<TimeZone> time_zone, std::optional<DateFormat> format)
    : m_indexes(indexes_of(layer, field, option)), m_type(layer.field(m_indexes.front()).GetType()),
      m_time_zone(std::move(time_zone)) {
    m_names.reserve(m_indexes.size());
    for (const int index : m_indexes) {
        m_names.emplace_back(layer.field(index).GetNameRef());
        if (!may_hold_dates(layer.field(index).GetType())) {
            throw not_dates(layer, layer.field(index), option);
        }
    }
    m_name = fmt::format("{}", fmt::join(m_names, ", "));
    if (is_in_parts() && format) {
        throw DataError(fmt::format(
            "{}: ⟨{}⟩ {} names the parts of a date, which have no ⟨--date-format⟩; leave one of them out",
            layer.text(), option, field));
    }
    if (!is_in_parts()) {
        m_format = format ? *std::move(format)
                          : recognised_date_format(layer, std::array{NamedField{m_name, option}});
    }
}

/// Texts of parts with a sign between that no text holds; empty where one of them is missing.
std::string DateField::text_of(const OGRFeature& feature) const {
    std::string text;
    for (const int index : m_indexes) {
        const std::string part =
            feature.IsFieldSetAndNotNull(index) ? feature.GetFieldAsString(index) : "";
        if (is_missing(part)) {
            return "";
        }
        text += text.empty() ? part : between_parts + part;
    }
    return text;
}

/// No value for what cannot be read.
std::optional<DateText> DateField::read_written(std::string_view text) const {
    return is_in_parts() ? read_date_parts(parts_of(text, between_parts)) : m_format.read(text);
}

/// No value for what cannot be read.
std::optional<DateText> DateField::date_of(const OGRFeature& feature) const {
    if (is_text()) {
        return read_written(text_of(feature));
    }
    std::optional<DateText> date = stored_date(feature, m_indexes.front());
    if (date) {
        date->has_time = m_type == OFTDateTime;
    }
    return date;
}

FieldDate DateField::read(const OGRFeature& feature) const {
    if (is_text()) {
        return read_text(text_of(feature));
    }
    if (!feature.IsFieldSetAndNotNull(m_indexes.front())) {
        return {};
    }
    return field_date(date_of(feature));
}

FieldMoment DateField::read_moment(const OGRFeature& feature) const {
    if (is_text() ? text_of(feature).empty() : !feature.IsFieldSetAndNotNull(m_indexes.front())) {
        return {};
    }
    const std::optional<DateText> date = date_of(feature);
    if (!date) {
        return {.state = DateState::unreadable, .local = {}, .has_time = false};
    }
    return {.state = date->month_only ? DateState::month : DateState::day,
            .local = local_time(*date),
            .has_time = date->has_time};
}

FieldDate DateField::read_text(std::string_view text) const {
    if (is_in_parts()) {
        const std::vector<std::string_view> parts = parts_of(text, between_parts);
        if (std::any_of(parts.begin(), parts.end(), [](auto part) { return is_missing(part); })) {
            return {};
        }
        return field_date(read_date_parts(parts));
    }
    return is_missing(text) ? FieldDate{} : field_date(m_format.read(text));
}

FieldDate DateField::field_date(const std::optional<DateText>& date) const {
    if (!date) {
        return {.state = DateState::unreadable};
    }
    const std::chrono::sys_days day = m_time_zone ? m_time_zone->local_day(*date) : date->day;
    return {.state = date->month_only ? DateState::month : DateState::day,
            .day = day,
            .time = m_time_zone && date->has_time ? local_time(*date) - day : date->time_of_day,
            .carries_offset = date->utc_offset.has_value()};
}

std::chrono::sys_seconds DateField::local_time(const DateText& date) const {
    return m_time_zone ? m_time_zone->local_time(date) : date.day + date.time_of_day;
}

std::string DateField::written(const OGRFeature& feature) const {
    std::string text;
    for (const int index : m_indexes) {
        text += (text.empty() ? "" : ", ") + std::string(feature.GetFieldAsString(index));
    }
    return text;
}

std::string DateField::sql() const {
    std::string sql;
    for (const std::string& name : m_names) {
        sql += (sql.empty() ? "" : " || char(31) || ") + in_quotes(name);
    }
    return sql;
}

} // namespace toolkit
