// SPDX-License-Identifier: MIT
#include "crims_tool/scenario/injected_incidents.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>
#include <unordered_map>

#include <fmt/format.h>
#include <ogrsf_frmts.h>

#include "crims_tool/records/incident_columns.hpp"
#include "toolkit/incidents/incident_reader.hpp"
#include "toolkit/incidents/incident_source.hpp"
#include "toolkit/layers/gdal_errors.hpp"
#include "toolkit/text/blanks.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/lower_case.hpp"

namespace crims_tool {

namespace {

using toolkit::DataError;
using toolkit::DateState;
using toolkit::Layer;

Layer open_layer(const toolkit::IncidentLayer& options) {
    Layer layer = Layer::open(options.layer, options.where);
    toolkit::require_points(layer, options.coordinates.has_value());
    if (options.coordinates && layer.has_geometry()) {
        throw DataError(
            fmt::format("{}: it has a geometry, so ⟨--x⟩ and ⟨--y⟩ have no meaning; leave them out",
                        layer.text()));
    }
    return layer;
}

/// "LSOA code" and "lsoa_code" are "lsoacode".
std::string plain_name(std::string_view name) {
    std::string plain = toolkit::lower_case(name);
    std::erase_if(plain, [](char c) { return c == ' ' || c == '_'; });
    return plain;
}

bool is_usual_place_field(const char* name) {
    return std::any_of(usual_place_fields.begin(), usual_place_fields.end(),
                       [name](const char* usual) { return plain_name(usual) == plain_name(name); });
}

class InjectionReader {
  public:
    explicit InjectionReader(const InjectionSource& source) : m_source(source) {
        for (const int field : source.place_fields()) {
            m_incidents.places.push_back(
                {.field = field, .name = source.layer().field(field).GetNameRef()});
        }
        m_texts.resize(m_incidents.places.size());
        if (source.type_index() < 0) {
            number_of(any_crime_type);
        }
    }

    void add(const OGRFeature& feature) {
        const toolkit::FieldDate date = m_source.date().read(feature);
        const auto [x, y] = m_source.place().read(feature);
        note_date(feature, date);
        m_incidents.null_geometry += std::isnan(x) ? 1 : 0;
        const bool is_month = date.state == DateState::month;
        m_incidents.crimes.dates.push_back(
            {date.day, is_month ? wdd::last_day_of_month(date.day) : date.day});
        m_incidents.dated.push_back(is_month || date.state == DateState::day ? 1 : 0);
        m_incidents.crimes.x.push_back(x);
        m_incidents.crimes.y.push_back(y);
        m_incidents.crimes.crime_type.push_back(type(feature));
        m_incidents.id.push_back(feature.GetFID());
        for (std::size_t i = 0; i < m_incidents.places.size(); ++i) {
            note_place(feature, m_incidents.places[i], m_texts[i]);
        }
    }

    InjectedIncidents take() { return std::move(m_incidents); }

  private:
    void note_date(const OGRFeature& feature, const toolkit::FieldDate& date) {
        toolkit::widen(m_incidents.dates, date);
        m_incidents.month_only |= date.state == DateState::month;
        m_incidents.null_date += date.state == DateState::null ? 1 : 0;
        if (date.state != DateState::unreadable) {
            return;
        }
        ++m_incidents.bad_date;
        if (!m_source.skips_bad_dates()) {
            throw DataError(fmt::format(
                "{}: feature {}: the date '{}' in field '{}' cannot be read; write YYYY-MM-DD, name the format with ⟨--date-format⟩, or leave such incidents alone with ⟨--skip-bad-dates⟩",
                m_source.layer().text(), feature.GetFID(), m_source.date().written(feature),
                m_source.date().name()));
        }
    }

    static void note_place(const OGRFeature& feature, PlaceColumn& column,
                           std::unordered_map<std::string, std::uint32_t>& texts) {
        const std::string text = feature.IsFieldSetAndNotNull(column.field)
                                     ? feature.GetFieldAsString(column.field)
                                     : "";
        if (text.empty()) {
            column.value.push_back(PlaceColumn::no_value);
            return;
        }
        const auto [found, is_new] =
            texts.try_emplace(text, static_cast<std::uint32_t>(texts.size()));
        if (is_new) {
            column.values.push_back(text);
        }
        column.value.push_back(found->second);
    }

    std::uint16_t type(const OGRFeature& feature) {
        const int field = m_source.type_index();
        if (field < 0) {
            return 0;
        }
        const std::string name =
            feature.IsFieldSetAndNotNull(field) ? feature.GetFieldAsString(field) : "";
        return number_of(toolkit::is_missing(name) ? no_crime_type
                                                   : std::string(toolkit::trimmed(name)));
    }

    std::uint16_t number_of(const std::string& name) {
        const auto [found, is_new] =
            m_numbers.try_emplace(name, static_cast<std::uint16_t>(m_numbers.size()));
        if (is_new) {
            if (m_incidents.crime_types.size() == std::numeric_limits<std::uint16_t>::max()) {
                throw DataError(fmt::format(
                    "{}: ⟨--type-field⟩ has more than 65,535 different values; name the field with the crime type",
                    m_source.layer().text()));
            }
            m_incidents.crime_types.push_back(name);
        }
        return found->second;
    }

    const InjectionSource& m_source;
    InjectedIncidents m_incidents;
    std::unordered_map<std::string, std::uint16_t> m_numbers;
    std::vector<std::unordered_map<std::string, std::uint32_t>> m_texts; ///< of place fields
};

/// Fields that a new place makes wrong.
std::vector<int> place_fields_of(const InjectionSource& source,
                                 const std::vector<std::string>& names) {
    const Layer& layer = source.layer();
    const auto is_read = [&source](int field) {
        return field == source.place().x_index() || field == source.place().y_index() ||
               source.date().reads(field) || field == source.type_index();
    };
    std::vector<int> fields;
    for (const std::string& name : names) {
        fields.push_back(layer.field_index(name, "--place-fields"));
        if (is_read(fields.back())) {
            throw toolkit::UsageError(fmt::format(
                "⟨--place-fields⟩: '{}' is the date, the crime type or a coordinate", name));
        }
    }
    const int count = names.empty() ? layer.ogr().GetLayerDefn()->GetFieldCount() : 0;
    for (int i = 0; i < count; ++i) {
        if (is_usual_place_field(layer.field(i).GetNameRef()) && !is_read(i)) {
            fields.push_back(i);
        }
    }
    return fields;
}

} // namespace

InjectionSource::InjectionSource(const toolkit::IncidentLayer& incidents,
                                 const std::optional<std::vector<std::string>>& place_fields)
    : m_layer(open_layer(incidents)),
      m_crs(incidents.points_crs                             ? *incidents.points_crs
            : incidents.coordinates && incidents.assumed_crs ? *incidents.assumed_crs
                                                             : m_layer.crs(incidents.assumed_crs)),
      m_date(m_layer, incidents.date_field, "--date-field", incidents.time_zone,
             incidents.date_format),
      m_place(m_layer, incidents.coordinates), m_skip_bad_dates(incidents.skip_bad_dates) {
    if (!incidents.type_field.empty()) {
        m_type = m_layer.field_index(incidents.type_field, "--type-field");
    }
    if (place_fields) {
        m_place_fields = place_fields_of(*this, *place_fields);
    }
}

InjectedIncidents read_injected_incidents(const InjectionSource& source,
                                          toolkit::Console& console) {
    const Layer& layer = source.layer();
    const toolkit::GdalErrors errors;
    constexpr std::int64_t step = 16384;
    const std::int64_t total = layer.feature_count();
    InjectionReader reader(source);
    std::int64_t done = 0;
    layer.ogr().ResetReading();
    while (const OGRFeatureUniquePtr feature{layer.ogr().GetNextFeature()}) {
        reader.add(*feature);
        if (++done % step == 0) {
            console.progress(done, 2 * total);
        }
    }
    if (errors.failed()) {
        throw DataError(
            fmt::format("{}: cannot be read to the end: {}", layer.text(), errors.first_failure()));
    }
    InjectedIncidents incidents = reader.take();
    if (incidents.size() == 0) {
        throw DataError(layer.nothing_text("incident"));
    }
    if (incidents.null_geometry == incidents.size()) {
        throw DataError(fmt::format(
            "{}: no incident has a place{}", layer.text(),
            source.place().from_fields() ? "; the columns of ⟨--x⟩ and ⟨--y⟩ are empty" : ""));
    }
    if (!incidents.dates) {
        throw DataError(
            fmt::format("{}: no incident has a date in '{}'", layer.text(), source.date().name()));
    }
    return incidents;
}

} // namespace crims_tool
