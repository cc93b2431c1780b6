// SPDX-License-Identifier: MIT
#include "toolkit/geopackage/point_layer_writer.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include <fmt/format.h>
#include <ogrsf_frmts.h>

#include "toolkit/layers/layer.hpp"

namespace toolkit {

namespace {

static_assert(std::endian::native == std::endian::little,
              "points are written as they lie in memory");

constexpr double infinity = std::numeric_limits<double>::infinity();

std::string in_apostrophes(const std::string& text) {
    return in_quotes(text, '\'');
}

bool has_table(sqlite3* connection, const std::string& name) {
    Statement found(connection, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = " +
                                    in_apostrophes(name));
    return found.step();
}

} // namespace

PointLayerWriter::PointLayerWriter(const FeatureClassTarget& target,
                                   const LayerDefinition& definition)
    : m_layer(target, definition), m_has_geometry(definition.type != wkbNone), m_min_x(infinity),
      m_max_x(-infinity), m_min_y(infinity), m_max_y(-infinity) {
    m_layer.make_tables();
    try {
        prepare(definition);
    } catch (const SqliteError& error) {
        m_layer.fail(error.what());
    }
}

void PointLayerWriter::prepare(const LayerDefinition& definition) {
    remove_triggers();
    std::string names = in_quotes(definition.id);
    std::string values = "?1";
    if (m_has_geometry) {
        names += "," + in_quotes(m_layer.ogr().GetGeometryColumn());
        values += ",?2";
    }
    int parameter = first_field;
    for (OGRFieldDefn* field : definition.fields) {
        names += "," + in_quotes(field->GetNameRef());
        values += fmt::format(",?{}", parameter++);
    }
    m_insert.emplace(m_layer.connection(), fmt::format("INSERT INTO {} ({}) VALUES ({})",
                                                       in_quotes(m_layer.name()), names, values));
    if (!m_has_geometry) {
        return;
    }
    if (definition.spatial_index) {
        m_index.emplace(m_layer.connection(), fmt::format("rtree_{}_{}", m_layer.name(),
                                                          m_layer.ogr().GetGeometryColumn()));
    }
    Statement srs(m_layer.connection(),
                  fmt::format("SELECT srs_id FROM gpkg_geometry_columns WHERE table_name = {}",
                              in_apostrophes(m_layer.name())));
    const auto srs_id = static_cast<std::int32_t>(srs.step() ? srs.integer(0) : 0);
    // GeoPackage 1.3, clause 2.1.3: "GP", version 0, little endian without envelope; then WKB.
    constexpr std::array header{std::byte{'G'}, std::byte{'P'}, std::byte{0}, std::byte{1}};
    constexpr std::array wkb_point{std::byte{1}, std::byte{1}, std::byte{0}, std::byte{0},
                                   std::byte{0}};
    std::copy(header.begin(), header.end(), m_point.begin());
    std::memcpy(&m_point[4], &srs_id, sizeof srs_id);
    std::copy(wkb_point.begin(), wkb_point.end(), m_point.begin() + 8);
}

/// GDAL's triggers would change the index and count the features row by row.
void PointLayerWriter::remove_triggers() {
    {
        Statement found(
            m_layer.connection(),
            fmt::format(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND lower(tbl_name) = lower({}) ORDER BY rowid",
                in_apostrophes(m_layer.name())));
        while (found.step()) {
            m_triggers.push_back({found.text(0), found.text(1)});
        }
    }
    for (const Trigger& trigger : m_triggers) {
        Statement(m_layer.connection(), "DROP TRIGGER " + in_quotes(trigger.name)).execute();
    }
}

void PointLayerWriter::restore_triggers() {
    for (const Trigger& trigger : m_triggers) {
        Statement(m_layer.connection(), trigger.sql).execute();
    }
}

void PointLayerWriter::write(double x, double y) {
    try {
        write_row(x, y);
    } catch (const SqliteError& error) {
        m_layer.fail(error.what());
    }
}

void PointLayerWriter::write_row(double x, double y) {
    m_insert->bind(1, ++m_count);
    const bool placed = m_has_geometry && std::isfinite(x) && std::isfinite(y);
    if (placed) {
        put_point(x, y);
        m_insert->bind(2, std::span<const std::byte>(m_point));
    } else if (m_has_geometry) {
        m_insert->bind_null(2);
    }
    m_insert->execute();
    if (placed && m_index) {
        m_index->add(m_count, x, y);
    }
}

void PointLayerWriter::put_point(double x, double y) {
    constexpr std::size_t x_offset = 13;
    std::memcpy(&m_point[x_offset], &x, sizeof x);
    std::memcpy(&m_point[x_offset + sizeof x], &y, sizeof y);
    m_min_x = std::min(m_min_x, x);
    m_max_x = std::max(m_max_x, x);
    m_min_y = std::min(m_min_y, y);
    m_max_y = std::max(m_max_y, y);
}

void PointLayerWriter::write_extent() {
    const std::string where =
        fmt::format("WHERE lower(table_name) = lower({})", in_apostrophes(m_layer.name()));
    if (m_min_x <= m_max_x) {
        Statement extent(
            m_layer.connection(),
            "UPDATE gpkg_contents SET min_x = ?1, min_y = ?2, max_x = ?3, max_y = ?4 " + where);
        extent.bind(1, m_min_x);
        extent.bind(2, m_min_y);
        extent.bind(3, m_max_x);
        extent.bind(4, m_max_y);
        extent.execute();
    }
    // GDAL's own table: a GeoPackage of another program's need not have it.
    if (!has_table(m_layer.connection(), "gpkg_ogr_contents")) {
        return;
    }
    Statement count(m_layer.connection(),
                    "UPDATE gpkg_ogr_contents SET feature_count = ?1 " + where);
    count.bind(1, m_count);
    count.execute();
}

void PointLayerWriter::finish() {
    try {
        if (m_index) {
            m_index->finish();
        }
        m_insert.reset(); // a statement would keep the connection from closing
        m_index.reset();
        restore_triggers();
        write_extent();
    } catch (const SqliteError& error) {
        m_layer.fail(error.what());
    }
    m_layer.finish(m_count);
}

} // namespace toolkit
