// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <ogr_core.h>

#include "toolkit/layers/layer.hpp"
#include "toolkit/time/time_zone.hpp"

namespace toolkit {

/// What a feature's date is.
enum class DateState : std::uint8_t { day, month, null, unreadable };

struct FieldDate {
    DateState state = DateState::null;
    std::chrono::sys_days day; ///< a month's first day for DateState::month
};

/// A feature's date with its time of day.
struct FieldMoment {
    DateState state = DateState::null;
    std::chrono::sys_seconds local; ///< as a count from 1970-01-01 00:00 local time
    bool has_time = false;          ///< false: a date alone
};

/// A field that holds dates: Date, DateTime, or text in ISO 8601.
class DateField {
  public:
    /// Throws DataError if there is no such field or it holds something else; `option` is named in
    /// it.
    DateField(const Layer& layer, const std::string& field, std::string_view option,
              std::optional<TimeZone> time_zone);

    FieldDate read(const OGRFeature& feature) const;

    FieldMoment read_moment(const OGRFeature& feature) const;

    /// From the text that a database holds; empty text is null.
    FieldDate read_text(std::string_view text) const;

    /// What is in the field, for a message.
    static std::string written(const OGRFeature& feature, int index);

    int index() const { return m_index; }

    const std::string& name() const { return m_name; }

    bool is_text() const { return m_type == OFTString; }

  private:
    std::chrono::sys_days local_day(const DateText& date) const;
    std::chrono::sys_seconds local_time(const DateText& date) const;

    int m_index;
    std::string m_name;
    OGRFieldType m_type;
    std::optional<TimeZone> m_time_zone;
};

} // namespace toolkit
