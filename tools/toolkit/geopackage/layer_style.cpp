// SPDX-License-Identifier: MIT
#include "toolkit/geopackage/layer_style.hpp"

#include "toolkit/geopackage/sqlite_statement.hpp"
#include "toolkit/geopackage/time_of_change.hpp"

namespace toolkit {

namespace {

/// QGIS's own columns. It finds a style only where catalog and schema are empty, not null.
constexpr const char* create_sql =
    "CREATE TABLE IF NOT EXISTS layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))";
constexpr const char* register_sql =
    "INSERT OR IGNORE INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id) VALUES ('layer_styles', 'attributes', 'layer_styles', '', ?1, 0)";
constexpr const char* insert_sql =
    "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, update_time) VALUES ('', '', ?, ?, ?, ?, '', 1, '', '', NULL)"; // no time: equal runs give equal tables

} // namespace

void store_style(sqlite3* connection, std::string_view table, std::string_view geometry_column,
                 const LayerStyle& style) {
    Statement(connection, create_sql).execute();
    const std::string now = time_of_change();
    Statement registration(connection, register_sql);
    registration.bind(1, now);
    registration.execute();
    Statement earlier(connection, "DELETE FROM layer_styles WHERE f_table_name = ?");
    earlier.bind(1, table);
    earlier.execute();
    Statement insert(connection, insert_sql);
    int parameter = 0;
    for (const std::string_view text : {table, geometry_column, style.name, style.qml}) {
        insert.bind(++parameter, text);
    }
    insert.execute();
}

std::optional<StoredStyle> stored_style(sqlite3* connection, std::string_view table) {
    Statement tables(connection, "SELECT 1 FROM sqlite_master WHERE name = 'layer_styles'");
    if (!tables.step()) {
        return std::nullopt;
    }
    Statement style(connection,
                    "SELECT styleName, styleQML FROM layer_styles WHERE f_table_name = ?1");
    style.bind(1, table);
    return style.step() ? std::optional(StoredStyle{style.text(0), style.text(1)}) : std::nullopt;
}

} // namespace toolkit
