// SPDX-License-Identifier: MIT
#include "toolkit/incidents/incident_reader.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <utility>

#include <fmt/format.h>
#include <ogrsf_frmts.h>

#include "toolkit/incidents/geopackage_incidents.hpp"
#include "toolkit/incidents/incident_source.hpp"
#include "toolkit/incidents/place_reader.hpp"
#include "toolkit/layers/gdal_errors.hpp"

namespace toolkit {

void require_points(const Layer& layer, bool has_coordinate_fields) {
    if (has_coordinate_fields) {
        return;
    }
    if (!layer.has_geometry()) {
        throw DataError(fmt::format(
            "{}: it has no geometry; name the columns that hold the coordinates with ⟨--x⟩, ⟨--y⟩ (a column that holds both with each of them) and their system with ⟨--points-crs⟩; its fields are: {}",
            layer.text(), layer.field_names()));
    }
    const OGRwkbGeometryType type = wkbFlatten(layer.ogr().GetGeomType());
    const bool may_hold_points = type == wkbPoint || type == wkbMultiPoint || type == wkbUnknown ||
                                 type == wkbGeometryCollection || type == wkbNone;
    if (!may_hold_points) {
        throw DataError(fmt::format("{}: it holds {}, but incidents are points", layer.text(),
                                    OGRGeometryTypeToName(layer.ogr().GetGeomType())));
    }
}

namespace {

/// Leaves out of the reading what is not needed. A condition may need any field, so then nothing
/// is.
void ignore_other_fields(const Layer& layer, const std::vector<int>& needed) {
    if (!layer.condition().empty() || layer.ogr().TestCapability(OLCIgnoreFields) == 0) {
        return;
    }
    std::vector<const char*> ignored;
    const OGRFeatureDefn& definition = *layer.ogr().GetLayerDefn();
    for (int i = 0; i < definition.GetFieldCount(); ++i) {
        if (std::ranges::find(needed, i) == needed.end()) {
            ignored.push_back(definition.GetFieldDefn(i)->GetNameRef());
        }
    }
    ignored.push_back(nullptr);
    layer.ogr().SetIgnoredFields(ignored.data());
}

/// PostgreSQL's date types hold dates only, so the server may choose by them. A day is left on
/// either side for time zones.
void push_dates_to_server(const Layer& layer, const DateField& date, const wdd::Period& window) {
    if (layer.driver() != "PostgreSQL" || date.is_text()) {
        return;
    }
    const std::string field = in_quotes(date.name());
    const std::string dates = fmt::format("({} IS NULL OR ({} >= '{}' AND {} < '{}'))", field,
                                          field, wdd::iso_date(window.start - std::chrono::days(1)),
                                          field, wdd::iso_date(window.end + std::chrono::days(2)));
    layer.ogr().SetAttributeFilter((dates + layer.condition_after("AND")).c_str());
}

/// A server or an index does the choosing; elsewhere every feature is read, and counted, anyway.
bool searches_by_box(const Layer& layer) {
    return layer.driver() == "PostgreSQL" || layer.driver() == "FlatGeobuf";
}

/// What a box hides: the number of incidents, and of those without a place.
IncidentSummary ask_server(const Layer& layer) {
    const std::string geometry = in_quotes(layer.ogr().GetGeometryColumn());
    const std::string sql = fmt::format(
        "SELECT count(*) AS incidents, count(*) FILTER (WHERE {} IS NULL OR ST_IsEmpty({})) AS placeless FROM {}{}",
        geometry, geometry, layer.quoted_name(), layer.condition_after("WHERE"));
    const GdalErrors errors;
    const SqlResult result = layer.query(sql);
    const OGRFeatureUniquePtr row(result ? result->GetNextFeature() : nullptr);
    if (!row) {
        throw DataError(
            fmt::format("{}: cannot be read: {}", layer.text(), errors.first_failure()));
    }
    IncidentSummary summary;
    summary.read = row->GetFieldAsInteger64(0);
    summary.null_geometry = row->GetFieldAsInteger64(1);
    return summary;
}

/// The server counts the days, so that not every date has to travel.
void ask_server_for_dates(const Layer& layer, const DateField& date, const DateHandler& handle) {
    const std::string sql = fmt::format(
        "SELECT date_trunc('day', {}) AS day, count(*) AS incidents FROM {}{} GROUP BY 1",
        in_quotes(date.name()), layer.quoted_name(), layer.condition_after("WHERE"));
    const SqlResult result = layer.query(sql);
    while (const OGRFeatureUniquePtr row{result ? result->GetNextFeature() : nullptr}) {
        handle(date.read_text(row->GetFieldAsString(0)), row->GetFieldAsInteger64(1));
    }
}

/// Dates that were read in part would make a gap where there is none.
void require_end(const Layer& layer, const GdalErrors& errors) {
    if (errors.failed()) {
        throw DataError(
            fmt::format("{}: cannot be read to the end: {}", layer.text(), errors.first_failure()));
    }
}

/// What a server knows of a layer of which only a box is read. (An indexed FlatGeobuf knows its
/// number of features, and holds none without a place.)
IncidentSummary outside_box(const Layer& layer) {
    if (layer.driver() == "PostgreSQL") {
        return ask_server(layer);
    }
    IncidentSummary summary;
    summary.read = layer.feature_count();
    return summary;
}

std::string text_in(const OGRFeature& feature, int field) {
    return feature.IsFieldSetAndNotNull(field) ? feature.GetFieldAsString(field) : "";
}

IncidentSummary read_with_ogr(const Layer& layer, const IncidentRequest& request,
                              const IncidentHandler& handle, const ReadingProgress& progress) {
    const PlaceReader place(layer, request.coordinates);
    OGRLayer& ogr = layer.ogr();
    const bool push_box = request.box && !place.from_fields() && searches_by_box(layer);
    IncidentSummary summary = push_box ? outside_box(layer) : IncidentSummary{};
    summary.whole = !push_box;
    const int key =
        request.id_field.empty() ? -1 : layer.field_index(request.id_field, "--id-field");
    const int type =
        request.type_field.empty() ? -1 : layer.field_index(request.type_field, "--type-field");
    std::vector<int> needed = request.date.indexes();
    needed.insert(needed.end(), {place.x_index(), place.y_index(), key, type});
    ignore_other_fields(layer, needed);
    if (push_box) {
        const wdd::Box& box = *request.box;
        ogr.SetSpatialFilterRect(box.min_x, box.min_y, box.max_x, box.max_y);
        push_dates_to_server(layer, request.date, request.window);
    }
    const GdalErrors errors;
    Batcher batcher(handle, progress);
    ogr.ResetReading();
    while (const OGRFeatureUniquePtr feature{ogr.GetNextFeature()}) {
        summary.read += push_box ? 0 : 1;
        const FieldDate date = request.date.read(*feature);
        const auto [x, y] = place.read(*feature);
        if (std::isnan(x)) {
            ++summary.null_geometry;
            if (!request.placeless) {
                continue;
            }
        }
        if (key >= 0) {
            batcher.add_key(text_in(*feature, key));
        }
        if (type >= 0) {
            batcher.add_type(text_in(*feature, type));
        }
        batcher.add(x, y, date, feature->GetFID(), summary.read);
    }
    batcher.finish();
    ogr.SetSpatialFilter(nullptr);
    layer.restore_condition();
    require_end(layer, errors);
    return summary;
}

} // namespace

void IncidentBatch::add(double at_x, double at_y, const FieldDate& on, std::int64_t feature_id) {
    x.push_back(at_x);
    y.push_back(at_y);
    date.push_back(on);
    id.push_back(feature_id);
}

void IncidentBatch::add_key(std::string text) {
    key.push_back(std::move(text));
}

void IncidentBatch::add_type(std::string text) {
    type.push_back(std::move(text));
}

void IncidentBatch::clear() {
    key.clear();
    type.clear();
    x.clear();
    y.clear();
    date.clear();
    id.clear();
}

IncidentSummary read_incidents(const Layer& layer, const IncidentRequest& request,
                               const IncidentHandler& handle, const ReadingProgress& progress) {
    require_points(layer, request.coordinates.has_value());
    return is_geopackage_table(layer, request.coordinates.has_value())
               ? read_geopackage(layer, request, handle, progress)
               : read_with_ogr(layer, request, handle, progress);
}

void read_dates(const Layer& layer, const DateField& date, const DateHandler& handle) {
    const GdalErrors errors;
    if (layer.driver() == "PostgreSQL" && !date.is_text()) {
        ask_server_for_dates(layer, date, handle);
        require_end(layer, errors);
        return;
    }
    if (is_geopackage_table(layer, false)) {
        read_geopackage_dates(layer, date, handle);
        return;
    }
    layer.ogr().ResetReading();
    while (const OGRFeatureUniquePtr feature{layer.ogr().GetNextFeature()}) {
        handle(date.read(*feature), 1);
    }
    layer.ogr().ResetReading();
    require_end(layer, errors);
}

} // namespace toolkit
