// SPDX-License-Identifier: MIT
#include "toolkit/incidents/place_reader.hpp"

#include <cmath>
#include <limits>

#include <fmt/format.h>
#include <ogr_feature.h>
#include <ogr_geometry.h>
#include <ogrsf_frmts.h>

#include "toolkit/incidents/incident_source.hpp"
#include "toolkit/text/blanks.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/number.hpp"
#include "toolkit/text/place_text.hpp"

namespace toolkit {

namespace {

constexpr double nowhere = std::numeric_limits<double>::quiet_NaN();

/// Where the column is not there but one of the others holds both coordinates, that is the way out.
void refuse_absent(const Layer& layer, const std::string& field) {
    const OGRFeatureDefn& definition = *layer.ogr().GetLayerDefn();
    if (definition.GetFieldIndex(field.c_str()) >= 0) {
        return;
    }
    layer.ogr().ResetReading();
    const OGRFeatureUniquePtr first(layer.ogr().GetNextFeature());
    layer.ogr().ResetReading();
    for (int i = 0; first && i < definition.GetFieldCount(); ++i) {
        if (first->IsFieldSetAndNotNull(i) && read_place(first->GetFieldAsString(i))) {
            throw DataError(fmt::format(
                "{0}: there is no field '{1}' (⟨--x⟩), but '{2}' holds both coordinates; give it as ⟨--x⟩ {2} ⟨--y⟩ {2}",
                layer.text(), field, definition.GetFieldDefn(i)->GetNameRef()));
        }
    }
}

} // namespace

PlaceReader::PlaceReader(const Layer& layer, const std::optional<CoordinateFields>& fields)
    : m_layer(layer) {
    if (fields) {
        refuse_absent(layer, fields->x);
        m_x = layer.field_index(fields->x, "--x");
        m_y = layer.field_index(fields->y, "--y");
    }
}

std::pair<double, double> PlaceReader::read(const OGRFeature& feature) const {
    if (from_fields() && m_x == m_y) {
        return read_pair(feature);
    }
    if (from_fields()) {
        const auto x = coordinate(feature, m_x);
        const auto y = coordinate(feature, m_y);
        return x && y ? std::pair(*x, *y) : std::pair(nowhere, nowhere);
    }
    const OGRGeometry* geometry = feature.GetGeometryRef();
    if (geometry == nullptr || geometry->IsEmpty() != 0) {
        return {nowhere, nowhere};
    }
    const OGRPoint* point = single_point(*geometry);
    if (point == nullptr) {
        throw not_a_point(m_layer, feature.GetFID(), geometry->getGeometryName());
    }
    return {point->getX(), point->getY()};
}

std::pair<double, double> PlaceReader::read_pair(const OGRFeature& feature) const {
    const std::string text = feature.IsFieldSetAndNotNull(m_x) ? feature.GetFieldAsString(m_x) : "";
    if (is_missing(text)) {
        return {nowhere, nowhere};
    }
    const std::optional<Place> place = read_place(text);
    if (!place) {
        throw DataError(fmt::format(
            "{}: feature {}: '{:.60}' in field '{}' is not a place: write (latitude, longitude) in degrees, or POINT (x y)",
            m_layer.text(), feature.GetFID(), text, m_layer.field(m_x).GetNameRef()));
    }
    return {place->x, place->y};
}

std::optional<double> PlaceReader::coordinate(const OGRFeature& feature, int index) const {
    const std::string text =
        feature.IsFieldSetAndNotNull(index) ? feature.GetFieldAsString(index) : "";
    if (is_missing(text)) {
        return std::nullopt;
    }
    const std::optional<double> value = read_number(text);
    if (!value || !std::isfinite(*value)) {
        throw DataError(fmt::format(
            "{}: feature {}: the coordinate '{}' in field '{}' is not a number (use a decimal point, not a comma)",
            m_layer.text(), feature.GetFID(), text, m_layer.field(index).GetNameRef()));
    }
    return value;
}

} // namespace toolkit
