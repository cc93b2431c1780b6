// SPDX-License-Identifier: MIT
#include "crims_tool/counts/crimes.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>
#include <ogrsf_frmts.h>

#include "crims_tool/records/incident_columns.hpp"
#include "crims_tool/rows/read_columns.hpp"
#include "toolkit/incidents/incident_reader.hpp"
#include "toolkit/layers/date_field.hpp"
#include "toolkit/layers/gdal_errors.hpp"
#include "toolkit/text/blanks.hpp"
#include "toolkit/text/errors.hpp"

namespace crims_tool {

namespace {

using toolkit::DataError;
using toolkit::DateState;
using toolkit::Layer;

/// Numbers for names in order of appearance.
class NameNumbers {
  public:
    explicit NameNumbers(std::vector<std::string> fixed = {}) : m_fixed(!fixed.empty()) {
        for (std::string& name : fixed) {
            add(std::move(name));
        }
    }

    /// none for a name that is not among the fixed ones.
    std::uint32_t find(const std::string& name) {
        const auto found = m_numbers.find(name);
        if (found != m_numbers.end()) {
            return found->second;
        }
        return m_fixed ? none : add(name);
    }

    std::vector<std::string> take() { return std::move(m_names); }

  private:
    std::uint32_t add(std::string name) {
        const auto number = static_cast<std::uint32_t>(m_names.size());
        m_numbers.emplace(name, number);
        m_names.push_back(std::move(name));
        return number;
    }

    bool m_fixed;
    std::vector<std::string> m_names;
    std::unordered_map<std::string, std::uint32_t> m_numbers;
};

/// The field that is named, else the first of the usual ones that is there; empty if none is.
std::string field_name(const Layer& layer, const std::string& named,
                       std::initializer_list<const char*> usual) {
    if (!named.empty()) {
        return named;
    }
    for (const char* name : usual) {
        const int index = layer.ogr().GetLayerDefn()->GetFieldIndex(name);
        if (index >= 0) {
            return layer.field(index).GetNameRef();
        }
    }
    return "";
}

/// Of a field that may be empty.
std::string text_of(const OGRFeature& feature, int field) {
    return field >= 0 && feature.IsFieldSetAndNotNull(field)
               ? std::string(toolkit::trimmed(feature.GetFieldAsString(field)))
               : "";
}

/// Reads feature after feature into the columns.
class LayerReader {
  public:
    LayerReader(const Layer& layer, const toolkit::IncidentLayer& incidents,
                const LayerColumns& columns, const std::optional<ZoneLayer>& zones)
        : m_layer(layer), m_zones(zones), m_date(date_field(layer, incidents)),
          m_type(type_field(layer, incidents)), m_zone(zone_field(layer, incidents, columns)),
          m_replicate(layer.ogr().GetLayerDefn()->GetFieldIndex("replicate")),
          m_numbers(zones ? zones->codes : std::vector<std::string>()) {
        if (m_zone < 0) {
            require_places(incidents);
            m_places.emplace(layer, incidents.coordinates);
            m_places_crs =
                incidents.points_crs ? *incidents.points_crs : layer.crs(incidents.assumed_crs);
        }
    }

    void add(const OGRFeature& feature) {
        const toolkit::FieldMoment when = m_date.read_moment(feature);
        if (when.state == DateState::unreadable) {
            throw DataError(fmt::format(
                "{}: feature {}: '{}' in field '{}' is not a date (YYYY-MM-DD, with or without a time)",
                m_layer.text(), feature.GetFID(), m_date.written(feature), m_date.name()));
        }
        if (when.state == DateState::null) {
            ++m_crimes.without_date;
            return;
        }
        const std::string type = m_type < 0 ? any_crime_type : text_of(feature, m_type);
        if (toolkit::is_missing(type)) {
            ++m_crimes.without_type;
            return;
        }
        m_crimes.months_only = m_crimes.months_only || when.state == DateState::month;
        m_crimes.day.push_back(std::chrono::floor<std::chrono::days>(when.local));
        m_crimes.crime_type.push_back(type_number(type));
        add_zone(feature);
        if (m_replicate >= 0) {
            m_crimes.replicate.push_back(feature.GetFieldAsInteger64(m_replicate));
        }
    }

    CountedCrimes finish() {
        if (m_places) {
            locate();
        }
        m_crimes.source = m_layer.text();
        m_crimes.zones = m_numbers.take();
        m_crimes.crime_types = m_types.take();
        return std::move(m_crimes);
    }

  private:
    static toolkit::DateField date_field(const Layer& layer,
                                         const toolkit::IncidentLayer& incidents) {
        const std::string name = field_name(layer, incidents.date_field, {"time", "Month"});
        if (name.empty()) {
            throw DataError(fmt::format(
                "{}: it has neither a field 'time' nor 'Month'; name the field with the dates with ⟨--date-field⟩; its fields are: {}",
                layer.text(), layer.field_names()));
        }
        return {layer, name, "--date-field", incidents.time_zone, incidents.date_format};
    }

    static int type_field(const Layer& layer, const toolkit::IncidentLayer& incidents) {
        const std::string name =
            field_name(layer, incidents.type_field, {"crime_type", "Crime type"});
        return name.empty() ? -1 : layer.field_index(name, "--type-field");
    }

    static int zone_field(const Layer& layer, const toolkit::IncidentLayer& incidents,
                          const LayerColumns& columns) {
        if (columns.by_place || incidents.coordinates) {
            return -1;
        }
        return columns.zone_field.empty()
                   ? usual_zone_field(layer)
                   : layer.field_index(columns.zone_field, "--crime-zone-field");
    }

    void require_places(const toolkit::IncidentLayer& incidents) const {
        if (!m_zones) {
            throw DataError(fmt::format(
                "{}: nothing tells the zones of its crimes; name the field with their codes with ⟨--crime-zone-field⟩, or give polygons with ⟨--zones⟩; its fields are: {}",
                m_layer.text(), m_layer.field_names()));
        }
        if (!m_layer.has_geometry() && !incidents.coordinates) {
            throw DataError(fmt::format(
                "{}: it has no geometry; give ⟨--crime-zone-field⟩, or ⟨--x⟩, ⟨--y⟩ and ⟨--points-crs⟩; its fields are: {}",
                m_layer.text(), m_layer.field_names()));
        }
        toolkit::require_points(m_layer, incidents.coordinates.has_value());
    }

    std::uint16_t type_number(const std::string& type) {
        const std::uint32_t number = m_types.find(type);
        if (number > std::numeric_limits<std::uint16_t>::max()) {
            throw DataError(fmt::format(
                "{}: the crimes have more than 65,536 types; name the field with the crime type with ⟨--type-field⟩",
                m_layer.text()));
        }
        return static_cast<std::uint16_t>(number);
    }

    void add_zone(const OGRFeature& feature) {
        if (!m_places) {
            const std::string code = text_of(feature, m_zone);
            m_crimes.zone.push_back(toolkit::is_missing(code) ? none : m_numbers.find(code));
            return;
        }
        const auto [x, y] = m_places->read(feature);
        m_x.push_back(x);
        m_y.push_back(y);
    }

    void locate() {
        toolkit::Transformation(*m_places_crs, m_zones->crs).transform(m_x, m_y);
        const ZoneFinder finder(*m_zones);
        for (std::size_t i = 0; i < m_x.size(); ++i) {
            m_crimes.zone.push_back(finder.find(m_x[i], m_y[i]).value_or(none));
        }
    }

    const Layer& m_layer;
    const std::optional<ZoneLayer>& m_zones;
    toolkit::DateField m_date;
    int m_type;
    int m_zone; ///< below 0: the place decides
    int m_replicate;
    NameNumbers m_numbers; ///< of zones
    NameNumbers m_types;
    std::optional<toolkit::PlaceReader> m_places;
    std::optional<toolkit::Crs> m_places_crs;
    std::vector<double> m_x;
    std::vector<double> m_y;
    CountedCrimes m_crimes;
};

} // namespace

CountedCrimes read_layer(const toolkit::IncidentLayer& incidents, const LayerColumns& columns,
                         const std::optional<ZoneLayer>& zones, toolkit::Console& console) {
    const Layer layer = Layer::open(incidents.layer, incidents.where);
    LayerReader reader(layer, incidents, columns, zones);
    const std::int64_t total = layer.feature_count();
    const toolkit::GdalErrors errors;
    std::int64_t done = 0;
    layer.ogr().ResetReading();
    while (const OGRFeatureUniquePtr feature{layer.ogr().GetNextFeature()}) {
        reader.add(*feature);
        if (++done % static_cast<std::int64_t>(toolkit::incidents_a_batch) == 0) {
            console.progress(done, total);
        }
    }
    console.end_progress();
    if (errors.failed()) {
        throw DataError(
            fmt::format("{}: cannot be read to the end: {}", layer.text(), errors.first_failure()));
    }
    CountedCrimes crimes = reader.finish();
    if (crimes.size() == 0) {
        throw DataError(
            done == 0 ? layer.nothing_text("crime")
                      : fmt::format("{}: none of its crimes has a date and a type", layer.text()));
    }
    return crimes;
}

} // namespace crims_tool
