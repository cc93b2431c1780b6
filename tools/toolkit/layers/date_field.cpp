// SPDX-License-Identifier: MIT
#include "toolkit/layers/date_field.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <ogrsf_frmts.h>

#include "toolkit/text/blanks.hpp"
#include "toolkit/text/errors.hpp"
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
        "{}: field '{}' ({}) holds {}, not dates; choose a field of dates, date-times or texts",
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
    : m_index(layer.field_index(field, option)), m_name(layer.field(m_index).GetNameRef()),
      m_type(layer.field(m_index).GetType()), m_time_zone(std::move(time_zone)) {
    if (!may_hold_dates(m_type)) {
        throw not_dates(layer, layer.field(m_index), option);
    }
    m_format = format ? *std::move(format)
                      : recognised_date_format(layer, std::array{NamedField{m_name, option}});
}

/// No value for what cannot be read.
std::optional<DateText> DateField::date_of(const OGRFeature& feature) const {
    if (is_text()) {
        return m_format.read(feature.GetFieldAsString(m_index));
    }
    std::optional<DateText> date = stored_date(feature, m_index);
    if (date) {
        date->has_time = m_type == OFTDateTime;
    }
    return date;
}

FieldDate DateField::read(const OGRFeature& feature) const {
    if (!feature.IsFieldSetAndNotNull(m_index)) {
        return {};
    }
    if (is_text()) {
        return read_text(feature.GetFieldAsString(m_index));
    }
    return field_date(date_of(feature));
}

FieldMoment DateField::read_moment(const OGRFeature& feature) const {
    if (!feature.IsFieldSetAndNotNull(m_index) ||
        (is_text() && is_missing(feature.GetFieldAsString(m_index)))) {
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
    if (is_missing(text)) {
        return {};
    }
    return field_date(m_format.read(text));
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

std::string DateField::written(const OGRFeature& feature, int index) {
    return feature.GetFieldAsString(index);
}

} // namespace toolkit
