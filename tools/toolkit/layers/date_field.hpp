// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <ogr_core.h>

#include "toolkit/layers/layer.hpp"
#include "toolkit/time/date_format.hpp"
#include "toolkit/time/time_zone.hpp"

namespace toolkit {

/// What a feature's date is.
enum class DateState : std::uint8_t { day, month, null, unreadable };

struct FieldDate {
    DateState state = DateState::null;
    std::chrono::sys_days day = {}; ///< a month's first day for DateState::month
    std::chrono::seconds time{0};   ///< of day; 0 for a date alone
    bool carries_offset = false;    ///< written with Z or an offset

    bool is_dated() const { return state == DateState::day || state == DateState::month; }
};

/// A feature's date with its time of day.
struct FieldMoment {
    DateState state = DateState::null;
    std::chrono::sys_seconds local; ///< as a count from 1970-01-01 00:00 local time
    bool has_time = false;          ///< false: a date alone
};

/// A field, and the option that names it.
struct NamedField {
    std::string name;
    std::string_view option;
};

/// How the dates in some fields of a layer are written, which must be one way. Fields of type Date
/// and DateTime need none. Only where the first text is not ISO 8601 are all of them read. Throws
/// DataError if there is no such field, or if its texts do not tell the format.
DateFormat recognised_date_format(const Layer& layer, std::span<const NamedField> fields);

/// A field that holds dates: of type Date or DateTime, or texts or numbers in some format. Or two
/// or three fields, with commas between their names: year, month, and day if it is known.
class DateField {
  public:
    /// Without a `format` the field's own texts tell it. Throws DataError if there is no such field
    /// or it holds something else, and for a `format` of parts; `option` is named in it.
    DateField(const Layer& layer, const std::string& field, std::string_view option,
              std::optional<TimeZone> time_zone, std::optional<DateFormat> format = std::nullopt);

    FieldDate read(const OGRFeature& feature) const;

    FieldMoment read_moment(const OGRFeature& feature) const;

    /// From the text that a database gives for sql(); a missing one is null.
    FieldDate read_text(std::string_view text) const;

    /// What is in the field, for a message.
    std::string written(const OGRFeature& feature) const;

    /// What SQLite is to select for read_text().
    std::string sql() const;

    /// The fields that it reads, one or the parts.
    const std::vector<int>& indexes() const { return m_indexes; }

    bool reads(int field) const {
        return std::find(m_indexes.begin(), m_indexes.end(), field) != m_indexes.end();
    }

    /// "day", or "YEAR, MONTH, DAY".
    const std::string& name() const { return m_name; }

    /// Moments are moved to the local time of a zone.
    bool has_time_zone() const { return m_time_zone.has_value(); }

    /// Its dates are written as texts or numbers.
    bool is_text() const { return is_in_parts() || (m_type != OFTDate && m_type != OFTDateTime); }

  private:
    bool is_in_parts() const { return m_indexes.size() > 1; }

    std::string text_of(const OGRFeature& feature) const;
    std::optional<DateText> read_written(std::string_view text) const;
    std::optional<DateText> date_of(const OGRFeature& feature) const;
    FieldDate field_date(const std::optional<DateText>& date) const;
    std::chrono::sys_seconds local_time(const DateText& date) const;

    std::vector<int> m_indexes;
    std::vector<std::string> m_names; ///< as the layer writes them
    std::string m_name;
    OGRFieldType m_type; ///< of the first field
    std::optional<TimeZone> m_time_zone;
    DateFormat m_format;
};

} // namespace toolkit
