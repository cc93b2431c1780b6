// SPDX-License-Identifier: MIT
#include "crims_tool/zone_maps/crime_counts.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>
#include <ogrsf_frmts.h>

#include "crims_tool/rows/read_columns.hpp"
#include "toolkit/incidents/incident_source.hpp"
#include "toolkit/incidents/place_reader.hpp"
#include "toolkit/layers/gdal_errors.hpp"
#include "toolkit/text/errors.hpp"
#include "wdd/area_index.hpp"

namespace crims_tool {

namespace {

using toolkit::DataError;
using toolkit::DateField;
using toolkit::Layer;

constexpr const char* replicate_field = "replicate";
constexpr std::array usual_date_fields{"time", "Month"}; // crims simulate, data.police.uk

int find_field(const Layer& layer, const char* name) {
    return layer.ogr().GetLayerDefn()->GetFieldIndex(name);
}

/// The field with the zones' codes; -1: crimes are counted by place.
int zone_field_index(const Layer& layer, const CrimeLayerOptions& options) {
    if (!options.zone_field.empty()) {
        return layer.field_index(options.zone_field, "--crime-zone-field");
    }
    if (options.by_place || options.crimes.coordinates) {
        return -1;
    }
    return usual_zone_field(layer);
}

std::optional<DateField> date_field(const Layer& layer, const CrimeLayerOptions& options) {
    if (!options.crimes.date_field.empty()) {
        return DateField(layer, options.crimes.date_field, "--date-field", std::nullopt);
    }
    if (!options.read_dates) {
        return std::nullopt;
    }
    for (const char* name : usual_date_fields) {
        const int index = find_field(layer, name);
        const OGRFieldType type = index < 0 ? OFTBinary : layer.field(index).GetType();
        if (type == OFTDate || type == OFTDateTime || type == OFTString) {
            return DateField(layer, name, "--date-field", std::nullopt);
        }
    }
    return std::nullopt;
}

void require_places(const Layer& layer, const CrimeLayerOptions& options) {
    if (!layer.has_geometry() && !options.crimes.coordinates) {
        throw DataError(fmt::format(
            "{}: it has no geometry; give ⟨--crime-zone-field⟩, or ⟨--x⟩, ⟨--y⟩ and ⟨--points-crs⟩; its fields are: {}",
            layer.text(), layer.field_names()));
    }
    toolkit::require_points(layer, options.crimes.coordinates.has_value());
}

/// Puts crimes into zones, by code or by place.
class ZoneCounter {
  public:
    virtual ~ZoneCounter() = default;
    virtual void add(const OGRFeature& feature) = 0;
    virtual void finish() = 0;

    /// Fields that are read.
    virtual std::vector<int> fields() const = 0;
    virtual bool needs_geometry() const = 0;

    ZoneCounter() = default;
    ZoneCounter(const ZoneCounter&) = delete;
    ZoneCounter(ZoneCounter&&) = delete;
    ZoneCounter& operator=(const ZoneCounter&) = delete;
    ZoneCounter& operator=(ZoneCounter&&) = delete;
};

class CodeCounter : public ZoneCounter {
  public:
    CodeCounter(const MapZones& zones, int field, MapCounts& counts)
        : m_field(field), m_counts(counts) {
        for (std::size_t i = 0; i < zones.zones.size(); ++i) {
            m_zones.emplace(zones.zones[i].name, i);
        }
    }

    void add(const OGRFeature& feature) override {
        const std::string code = feature.GetFieldAsString(m_field);
        if (code.empty()) {
            ++m_counts.unplaced;
        } else if (const auto zone = m_zones.find(code); zone != m_zones.end()) {
            ++m_counts.crimes[zone->second];
        } else {
            ++m_counts.outside;
        }
    }

    void finish() override {}

    std::vector<int> fields() const override { return {m_field}; }

    bool needs_geometry() const override { return false; }

  private:
    int m_field;
    MapCounts& m_counts;
    std::unordered_map<std::string, std::size_t> m_zones;
};

class PlaceCounter : public ZoneCounter {
  public:
    PlaceCounter(const MapZones& zones, const Layer& layer, const CrimeLayerOptions& options,
                 MapCounts& counts)
        : m_zones(zones), m_index(zones.shapes), m_places(layer, options.crimes.coordinates),
          m_transformation(options.crimes.points_crs ? *options.crimes.points_crs
                                                     : layer.crs(options.crimes.assumed_crs),
                           zones.crs),
          m_counts(counts) {}

    void add(const OGRFeature& feature) override {
        const auto [x, y] = m_places.read(feature);
        if (std::isnan(x)) {
            ++m_counts.unplaced;
            return;
        }
        m_x.push_back(x);
        m_y.push_back(y);
        if (m_x.size() == toolkit::incidents_a_batch) {
            finish();
        }
    }

    void finish() override {
        m_transformation.transform(m_x, m_y);
        for (std::size_t i = 0; i < m_x.size(); ++i) {
            if (const auto shape = m_index.locate(m_x[i], m_y[i])) {
                ++m_counts.crimes[m_zones.zone_of[*shape]];
            } else {
                ++m_counts.outside;
            }
        }
        m_x.clear();
        m_y.clear();
    }

    std::vector<int> fields() const override { return {m_places.x_index(), m_places.y_index()}; }

    bool needs_geometry() const override { return !m_places.from_fields(); }

  private:
    const MapZones& m_zones;
    wdd::AreaIndex m_index;
    toolkit::PlaceReader m_places;
    toolkit::Transformation m_transformation;
    MapCounts& m_counts;
    std::vector<double> m_x;
    std::vector<double> m_y;
};

/// Different values of a field. Replicates come one after another, so most values are as the last.
class DistinctValues {
  public:
    void add(const OGRFeature& feature, int field) {
        const GIntBig value = feature.GetFieldAsInteger64(field);
        if (m_values.empty() || value != m_last) {
            m_values.insert(value);
            m_last = value;
        }
    }

    std::size_t size() const { return m_values.size(); }

  private:
    std::unordered_set<GIntBig> m_values;
    GIntBig m_last = 0;
};

/// Leaves out of the reading what is not needed. A condition may need any field, so then nothing
/// is.
void ignore_other_fields(const Layer& layer, const std::vector<int>& needed, bool needs_geometry) {
    if (!layer.condition().empty() || layer.ogr().TestCapability(OLCIgnoreFields) == 0) {
        return;
    }
    std::vector<const char*> ignored;
    const OGRFeatureDefn& definition = *layer.ogr().GetLayerDefn();
    for (int i = 0; i < definition.GetFieldCount(); ++i) {
        if (std::find(needed.begin(), needed.end(), i) == needed.end()) {
            ignored.push_back(definition.GetFieldDefn(i)->GetNameRef());
        }
    }
    if (!needs_geometry) {
        ignored.push_back("OGR_GEOMETRY");
    }
    ignored.push_back(nullptr);
    layer.ogr().SetIgnoredFields(ignored.data());
}

void take_date(const Layer& layer, const DateField& field, const OGRFeature& feature,
               std::optional<wdd::Period>& dates) {
    const toolkit::FieldDate date = field.read(feature);
    if (date.state == toolkit::DateState::unreadable) {
        throw DataError(fmt::format(
            "{}: feature {}: the date '{}' in field '{}' cannot be read; write YYYY-MM-DD, name another field with ⟨--date-field⟩, or say the period with ⟨--period⟩",
            layer.text(), feature.GetFID(), field.written(feature), field.name()));
    }
    toolkit::widen(dates, date);
}

void require_counted(const MapCounts& counts, const Layer& layer, const MapZones& zones) {
    if (counts.read == 0) {
        throw DataError(layer.nothing_text("crime"));
    }
    if (counts.unplaced == counts.read) {
        throw DataError(counts.zone_field.empty()
                            ? fmt::format("{}: no crime has a place", layer.text())
                            : fmt::format("{}: no crime has a zone code in field '{}'",
                                          layer.text(), counts.zone_field));
    }
    if (counts.outside + counts.unplaced < counts.read) {
        return;
    }
    throw DataError(
        counts.zone_field.empty()
            ? fmt::format(
                  "{}: no crime lies in any zone of {}; check the coordinate systems of both",
                  layer.text(), zones.layer.text())
            : fmt::format(
                  "{}: no code in field '{}' is that of a zone of {} (such as '{}'); name the right fields with ⟨--crime-zone-field⟩ and ⟨--zone-field⟩, or count by place with ⟨--by-place⟩",
                  layer.text(), counts.zone_field, zones.layer.text(), zones.zones.front().name));
}

std::unique_ptr<ZoneCounter> make_counter(const Layer& layer, const CrimeLayerOptions& options,
                                          const MapZones& zones, MapCounts& counts) {
    if (const int field = zone_field_index(layer, options); field >= 0) {
        counts.zone_field = layer.field(field).GetNameRef();
        return std::make_unique<CodeCounter>(zones, field, counts);
    }
    require_places(layer, options);
    return std::make_unique<PlaceCounter>(zones, layer, options, counts);
}

} // namespace

MapCounts count_crimes(const CrimeLayerOptions& options, const MapZones& zones,
                       toolkit::Console& console) {
    const Layer layer = Layer::open(options.crimes.layer, options.crimes.where);
    MapCounts counts;
    counts.layer = layer.text();
    counts.crimes.assign(zones.zones.size(), 0);
    const std::optional<DateField> date = date_field(layer, options);
    const int replicate = find_field(layer, replicate_field);
    const std::unique_ptr<ZoneCounter> counter = make_counter(layer, options, zones, counts);
    std::vector<int> needed = counter->fields();
    needed.push_back(replicate);
    if (date) {
        needed.insert(needed.end(), date->indexes().begin(), date->indexes().end());
    }
    ignore_other_fields(layer, needed, counter->needs_geometry());
    const toolkit::GdalErrors errors;
    const GIntBig total = layer.ogr().GetFeatureCount(FALSE); // -1: nobody knows without reading
    DistinctValues replicates;
    console.progress(0, 1);
    layer.ogr().ResetReading();
    while (const OGRFeatureUniquePtr feature{layer.ogr().GetNextFeature()}) {
        ++counts.read;
        if (counts.read % static_cast<std::int64_t>(toolkit::incidents_a_batch) == 0) {
            console.progress(counts.read, std::max<std::int64_t>(total, counts.read + 1));
        }
        counter->add(*feature);
        if (date) {
            take_date(layer, *date, *feature, counts.dates);
        }
        if (replicate >= 0) {
            replicates.add(*feature, replicate);
        }
    }
    counter->finish();
    console.progress(1, 1);
    console.end_progress();
    if (errors.failed()) {
        throw DataError(
            fmt::format("{}: cannot be read to the end: {}", layer.text(), errors.first_failure()));
    }
    require_counted(counts, layer, zones);
    counts.simulated = has_simulated_crimes(layer);
    counts.replicates = std::max<std::int64_t>(1, static_cast<std::int64_t>(replicates.size()));
    return counts;
}

} // namespace crims_tool
