// SPDX-License-Identifier: MIT
#include "toolkit/geopackage/layer_description.hpp"

#include <array>

#include <fmt/format.h>

#include "toolkit/geopackage/sqlite_statement.hpp"

namespace toolkit {

namespace {

/// GeoPackage 1.3, annex F.8.
constexpr std::array metadata_sql{
    "CREATE TABLE IF NOT EXISTS gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name))",
    "CREATE TABLE IF NOT EXISTS gpkg_metadata (id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL, md_scope TEXT NOT NULL DEFAULT 'dataset', md_standard_uri TEXT NOT NULL, mime_type TEXT NOT NULL DEFAULT 'text/xml', metadata TEXT NOT NULL DEFAULT '')",
    "CREATE TABLE IF NOT EXISTS gpkg_metadata_reference (reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT, row_id_value INTEGER, timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), md_file_id INTEGER NOT NULL, md_parent_id INTEGER, CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id), CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id))",
    "INSERT OR IGNORE INTO gpkg_extensions SELECT name, NULL, 'gpkg_metadata', 'http://www.geopackage.org/spec121/#extension_metadata', 'read-write' FROM sqlite_master WHERE name IN ('gpkg_metadata', 'gpkg_metadata_reference') AND name NOT IN (SELECT table_name FROM gpkg_extensions WHERE extension_name = 'gpkg_metadata')"};

constexpr std::string_view provenance_uri = "https://www.w3.org/TR/prov-overview/";

/// In place of what an earlier layer of this name had.
void store_provenance(sqlite3* connection, std::string_view table, const std::string& provenance) {
    if (provenance.empty()) {
        return;
    }
    for (const char* sql : metadata_sql) {
        Statement(connection, sql).execute();
    }
    Statement old(
        connection,
        "DELETE FROM gpkg_metadata WHERE md_standard_uri = ?2 AND id IN (SELECT md_file_id FROM gpkg_metadata_reference WHERE table_name = ?1)");
    old.bind(1, table);
    old.bind(2, provenance_uri);
    old.execute();
    Statement(
        connection,
        "DELETE FROM gpkg_metadata_reference WHERE md_file_id NOT IN (SELECT id FROM gpkg_metadata)")
        .execute();
    Statement metadata(
        connection,
        "INSERT INTO gpkg_metadata (md_scope, md_standard_uri, mime_type, metadata) VALUES ('dataset', ?1, 'application/json', ?2)");
    metadata.bind(1, provenance_uri);
    metadata.bind(2, std::string_view(provenance));
    metadata.execute();
    Statement reference(
        connection,
        "INSERT INTO gpkg_metadata_reference (reference_scope, table_name, timestamp, md_file_id) SELECT 'table', table_name, last_change, last_insert_rowid() FROM gpkg_contents WHERE table_name = ?1");
    reference.bind(1, table);
    reference.execute();
}

} // namespace

void store_description(sqlite3* connection, std::string_view table,
                       const LayerDescription& description) {
    Statement others(connection,
                     "SELECT 1 FROM gpkg_contents WHERE identifier = ?1 AND table_name <> ?2");
    others.bind(1, std::string_view(description.title));
    others.bind(2, table);
    const std::string title =
        others.step() ? fmt::format("{} ({})", description.title, table) : description.title;
    Statement update(
        connection,
        "UPDATE gpkg_contents SET identifier = ?1, description = ?2 WHERE table_name = ?3");
    update.bind(1, std::string_view(title));
    update.bind(2, std::string_view(description.text));
    update.bind(3, table);
    update.execute();
    store_provenance(connection, table, description.provenance);
}

LayerDescription stored_description(sqlite3* connection, std::string_view table) {
    Statement stored(
        connection,
        "SELECT coalesce(identifier, ''), coalesce(description, '') FROM gpkg_contents WHERE table_name = ?1");
    stored.bind(1, table);
    return stored.step() ? LayerDescription{.title = stored.text(0), .text = stored.text(1)}
                         : LayerDescription();
}

} // namespace toolkit
