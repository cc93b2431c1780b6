// SPDX-License-Identifier: MIT
#include "toolkit/incidents/geopackage_rows.hpp"

#include <cmath>
#include <limits>
#include <tuple>

#include <fmt/format.h>
#include <ogrsf_frmts.h>

#include "toolkit/geopackage/geopackage_geometry.hpp"
#include "toolkit/incidents/incident_source.hpp"
#include "toolkit/layers/gdal_errors.hpp"
#include "toolkit/layers/polygon_reader.hpp"

namespace toolkit {

namespace {

constexpr std::pair no_place{std::numeric_limits<double>::quiet_NaN(),
                             std::numeric_limits<double>::quiet_NaN()};

// The columns of select_rows().
constexpr int id_column = 0;
constexpr int place_column = 1;
constexpr int date_column = 2;
constexpr int key_column = 3;
constexpr int type_column = 4;

} // namespace

std::string select_rows(const Layer& layer, const IncidentRequest& request) {
    const auto column = [](const std::string& field) {
        return field.empty() ? "NULL" : in_quotes(field);
    };
    return fmt::format("SELECT {}, {}, {}, {}, {} FROM {}", in_quotes(layer.ogr().GetFIDColumn()),
                       in_quotes(layer.ogr().GetGeometryColumn()), request.date.sql(),
                       column(request.id_field), column(request.type_field), layer.quoted_name());
}

bool IncidentRows::read(const Statement& statement, IncidentSummary& summary, IncidentRow& row) {
    ++summary.read;
    std::tie(row.x, row.y) = place(statement);
    if (std::isnan(row.x) || std::isnan(row.y)) {
        ++summary.null_geometry;
        if (!m_request.placeless) {
            return false;
        }
    } else if (m_request.box && !m_request.box->contains(row.x, row.y)) {
        return false;
    }
    row.date = m_dates.read(statement.text_view(date_column));
    row.id = statement.integer(id_column);
    if (!m_request.id_field.empty()) {
        row.key = statement.text_view(key_column);
    }
    if (!m_request.type_field.empty()) {
        row.type = statement.text_view(type_column);
    }
    return true;
}

/// NaN for a geometry that is null or empty.
std::pair<double, double> IncidentRows::place(const Statement& statement) const {
    const std::span<const std::byte> geometry = statement.bytes(place_column);
    if (geometry.data() == nullptr) {
        return no_place;
    }
    const auto wkb = geopackage_wkb(geometry);
    if (const auto point = wkb_point(wkb)) {
        return *point;
    }
    return unusual_place(statement.integer(id_column), wkb);
}

/// A multipoint of one point will do; anything else is an error.
std::pair<double, double> IncidentRows::unusual_place(std::int64_t id,
                                                      std::span<const std::byte> wkb) const {
    const GdalErrors errors;
    const GeometryPointer geometry = geometry_of(wkb);
    if (!geometry) {
        throw not_a_point(m_layer, id, "a geometry that cannot be read");
    }
    if (geometry->IsEmpty() != 0) {
        return no_place;
    }
    const OGRPoint* point = single_point(*geometry);
    if (point == nullptr) {
        throw not_a_point(m_layer, id, geometry->getGeometryName());
    }
    return {point->getX(), point->getY()};
}

} // namespace toolkit
