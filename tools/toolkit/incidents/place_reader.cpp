// SPDX-License-Identifier: MIT
#include "toolkit/incidents/place_reader.hpp"

#include <cmath>
#include <limits>

#include <fmt/format.h>
#include <ogr_feature.h>
#include <ogr_geometry.h>

#include "toolkit/incidents/incident_source.hpp"
#include "toolkit/text/blanks.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/number.hpp"

namespace toolkit {

namespace {

constexpr double nowhere = std::numeric_limits<double>::quiet_NaN();

} // namespace

PlaceReader::PlaceReader(const Layer& layer, const std::optional<CoordinateFields>& fields)
    : m_layer(layer) {
    if (fields) {
        m_x = layer.field_index(fields->x, "--x");
        m_y = layer.field_index(fields->y, "--y");
    }
}

std::pair<double, double> PlaceReader::read(const OGRFeature& feature) const {
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

std::optional<double> PlaceReader::coordinate(const OGRFeature& feature, int index) const {
    const std::string text =
        feature.IsFieldSetAndNotNull(index) ? feature.GetFieldAsString(index) : "";
    if (is_missing(text)) {
        return std::nullopt;
    }
    const std::optional<double> value = read_number(text);
    if (!value || !std::isfinite(*value)) {
        throw DataError(
            fmt::format("{}: feature {}: the coordinate '{}' in field '{}' is not a number "
                        "(a decimal point is needed, no comma)",
                        m_layer.text(), feature.GetFID(), text, m_layer.field(index).GetNameRef()));
    }
    return value;
}

} // namespace toolkit
