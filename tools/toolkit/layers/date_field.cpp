// SPDX-License-Identifier: MIT
#include "toolkit/layers/date_field.hpp"

#include <utility>

#include <fmt/format.h>
#include <ogr_feature.h>

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

constexpr std::size_t longest_date = std::string_view("YYYY-MM-DD").size();

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
                    .utc_offset = utc_offset(flag)};
}

} // namespace

DateField::DateField(const Layer& layer, const std::string& field, std::string_view option,
                     std::optional<TimeZone> time_zone)
    : m_index(layer.field_index(field, option)), m_name(layer.field(m_index).GetNameRef()),
      m_type(layer.field(m_index).GetType()), m_time_zone(std::move(time_zone)) {
    if (m_type != OFTDate && m_type != OFTDateTime && m_type != OFTString) {
        throw DataError(fmt::format(
            "{}: field '{}' ({}) holds {}, not dates; a Date, a DateTime or ISO text is needed",
            layer.text(), m_name, option, OGRFieldDefn::GetFieldTypeName(m_type)));
    }
}

FieldDate DateField::read(const OGRFeature& feature) const {
    if (!feature.IsFieldSetAndNotNull(m_index)) {
        return {};
    }
    if (m_type == OFTString) {
        return read_text(feature.GetFieldAsString(m_index));
    }
    const std::optional<DateText> date = stored_date(feature, m_index);
    return date ? FieldDate{DateState::day, local_day(*date)}
                : FieldDate{DateState::unreadable, {}};
}

FieldMoment DateField::read_moment(const OGRFeature& feature) const {
    if (!feature.IsFieldSetAndNotNull(m_index)) {
        return {};
    }
    std::optional<DateText> date;
    bool has_time = m_type == OFTDateTime;
    if (m_type == OFTString) {
        const std::string_view text = trimmed(feature.GetFieldAsString(m_index));
        if (text.empty()) {
            return {};
        }
        date = read_date(text);
        has_time = text.size() > longest_date;
    } else {
        date = stored_date(feature, m_index);
    }
    if (!date) {
        return {.state = DateState::unreadable, .local = {}, .has_time = false};
    }
    return {.state = date->month_only ? DateState::month : DateState::day,
            .local = local_time(*date),
            .has_time = has_time};
}

FieldDate DateField::read_text(std::string_view text) const {
    if (is_blank(text)) {
        return {};
    }
    const std::optional<DateText> date = read_date(text);
    if (!date) {
        return {DateState::unreadable, {}};
    }
    return {date->month_only ? DateState::month : DateState::day, local_day(*date)};
}

std::chrono::sys_days DateField::local_day(const DateText& date) const {
    return m_time_zone ? m_time_zone->local_day(date) : date.day;
}

std::chrono::sys_seconds DateField::local_time(const DateText& date) const {
    return m_time_zone ? m_time_zone->local_time(date) : date.day + date.time_of_day;
}

std::string DateField::written(const OGRFeature& feature, int index) {
    return feature.GetFieldAsString(index);
}

} // namespace toolkit
