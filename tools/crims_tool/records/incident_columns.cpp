// SPDX-License-Identifier: MIT
#include "crims_tool/records/incident_columns.hpp"

#include <limits>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>
#include <ogrsf_frmts.h>

#include "toolkit/incidents/incident_reader.hpp"
#include "toolkit/layers/date_field.hpp"
#include "toolkit/layers/gdal_errors.hpp"
#include "toolkit/text/blanks.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/time/time_of_day.hpp"

namespace crims_tool {

namespace {

using toolkit::DataError;
using toolkit::DateState;
using toolkit::IncidentLayer;
using toolkit::Layer;

/// Reads feature after feature into the columns.
class ColumnReader {
  public:
    ColumnReader(const Layer& layer, const IncidentLayer& incidents, const ColumnChoice& choice)
        : m_layer(layer), m_incidents(incidents), m_choice(choice),
          m_date(layer, incidents.date_field, choice.date_option, incidents.time_zone,
                 incidents.date_format),
          m_place(layer, choice.with_places ? incidents.coordinates : std::nullopt) {
        if (!choice.time_field.empty()) {
            m_time = layer.field_index(choice.time_field, choice.time_option);
            m_time_numbers = time_numbers();
        }
        if (!incidents.type_field.empty()) {
            m_type = layer.field_index(incidents.type_field, choice.type_option);
        }
    }

    void add(const OGRFeature& feature);

    IncidentColumns take() { return std::move(m_columns); }

  private:
    DataError unreadable(const OGRFeature& feature, const std::string& written,
                         const std::string& field, const char* expected) const;
    toolkit::FieldMoment moment(const OGRFeature& feature) const;
    /// No value for a feature without a type.
    std::optional<std::uint16_t> type(const OGRFeature& feature);
    std::uint16_t number_of(const std::string& name);
    toolkit::TimeNumbers time_numbers() const;

    const Layer& m_layer;
    const IncidentLayer& m_incidents;
    const ColumnChoice& m_choice;
    toolkit::DateField m_date;
    toolkit::PlaceReader m_place;
    int m_time = -1;
    toolkit::TimeNumbers m_time_numbers = toolkit::TimeNumbers::none;
    int m_type = -1;
    IncidentColumns m_columns;
    std::unordered_map<std::string, std::uint16_t> m_numbers;
};

DataError ColumnReader::unreadable(const OGRFeature& feature, const std::string& written,
                                   const std::string& field, const char* expected) const {
    return DataError(fmt::format("{}: feature {}: '{}' in field '{}' is not a {}", m_layer.text(),
                                 feature.GetFID(), written, field, expected));
}

toolkit::FieldMoment ColumnReader::moment(const OGRFeature& feature) const {
    toolkit::FieldMoment moment = m_date.read_moment(feature);
    if (moment.state == DateState::unreadable) {
        throw unreadable(feature, m_date.written(feature), m_date.name(),
                         "date (YYYY-MM-DD, with or without a time)");
    }
    if (m_time < 0 || moment.state != DateState::day) {
        return moment;
    }
    const std::string text =
        feature.IsFieldSetAndNotNull(m_time) ? feature.GetFieldAsString(m_time) : "";
    moment.has_time = !toolkit::is_missing(text);
    if (moment.has_time) {
        const auto time = toolkit::read_time_of_day(text, m_time_numbers);
        if (!time) {
            throw unreadable(feature, text, m_layer.field(m_time).GetNameRef(),
                             "time of day (HH:MM, HH:MM:SS, with AM or PM too, an hour, or HHMM)");
        }
        moment.local = std::chrono::floor<std::chrono::days>(moment.local) +
                       std::chrono::floor<std::chrono::seconds>(*time);
    }
    return moment;
}

/// How the field's whole numbers are meant: 15 is three in the afternoon, unless some number shows
/// that the last two digits are minutes.
toolkit::TimeNumbers ColumnReader::time_numbers() const {
    toolkit::TimeNumbersGuess guess;
    m_layer.ogr().ResetReading();
    bool more = true;
    while (more) {
        const OGRFeatureUniquePtr feature(m_layer.ogr().GetNextFeature());
        if (!feature) {
            break;
        }
        const std::string text =
            feature->IsFieldSetAndNotNull(m_time) ? feature->GetFieldAsString(m_time) : "";
        more = toolkit::is_missing(text) || guess.add(text);
    }
    m_layer.ogr().ResetReading();
    return guess.numbers();
}

std::uint16_t ColumnReader::number_of(const std::string& name) {
    const auto [found, is_new] =
        m_numbers.try_emplace(name, static_cast<std::uint16_t>(m_numbers.size()));
    if (is_new) {
        if (m_columns.crime_types.size() == std::numeric_limits<std::uint16_t>::max()) {
            throw DataError(fmt::format(
                "{}: the field '{}' ({}) has more than 65,535 different values; name the field with the crime type",
                m_layer.text(), m_incidents.type_field, m_choice.type_option));
        }
        m_columns.crime_types.push_back(name);
    }
    return found->second;
}

std::optional<std::uint16_t> ColumnReader::type(const OGRFeature& feature) {
    if (m_type < 0) {
        return number_of(any_crime_type);
    }
    const std::string name =
        feature.IsFieldSetAndNotNull(m_type) ? feature.GetFieldAsString(m_type) : "";
    return toolkit::is_missing(name)
               ? std::nullopt
               : std::optional(number_of(std::string(toolkit::trimmed(name))));
}

void ColumnReader::add(const OGRFeature& feature) {
    const toolkit::FieldMoment when = moment(feature);
    if (when.state == DateState::null) {
        ++m_columns.without_date;
        return;
    }
    const std::optional<std::uint16_t> crime_type = type(feature);
    if (!crime_type) {
        ++m_columns.without_type;
        return;
    }
    m_columns.crime_type.push_back(*crime_type);
    m_columns.local.push_back(when.local);
    m_columns.has_time.push_back(when.has_time ? 1 : 0);
    m_columns.month_only.push_back(when.state == DateState::month ? 1 : 0);
    if (m_choice.with_places) {
        const auto [x, y] = m_place.read(feature);
        m_columns.x.push_back(x);
        m_columns.y.push_back(y);
    }
}

} // namespace

IncidentColumns read_incident_columns(const IncidentLayer& incidents, const ColumnChoice& choice,
                                      toolkit::Console& console) {
    const Layer layer = Layer::open(incidents.layer, incidents.where);
    if (choice.with_places) {
        toolkit::require_points(layer, incidents.coordinates.has_value());
    }
    ColumnReader reader(layer, incidents, choice);
    const std::int64_t total = layer.feature_count();
    const toolkit::GdalErrors errors;
    constexpr std::int64_t step = 16384;
    std::int64_t done = 0;
    layer.ogr().ResetReading();
    while (const OGRFeatureUniquePtr feature{layer.ogr().GetNextFeature()}) {
        reader.add(*feature);
        if (++done % step == 0) {
            console.progress(done, total);
        }
    }
    if (errors.failed()) {
        throw DataError(
            fmt::format("{}: cannot be read to the end: {}", layer.text(), errors.first_failure()));
    }
    IncidentColumns columns = reader.take();
    columns.source = layer.text();
    if (columns.size() == 0) {
        throw DataError(done == 0 ? layer.nothing_text("incident")
                                  : fmt::format("{}: none of its incidents has a date and a type",
                                                layer.text()));
    }
    if (choice.with_places) {
        columns.crs = incidents.coordinates && incidents.points_crs
                          ? *incidents.points_crs
                          : layer.crs(incidents.assumed_crs);
    }
    return columns;
}

} // namespace crims_tool
