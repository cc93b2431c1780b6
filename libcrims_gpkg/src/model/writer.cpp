// SPDX-License-Identifier: MIT
#include <array>
#include <chrono>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>

#include <sqlite3.h>

#include "crims_gpkg/model_file.hpp"
#include "crims_gpkg/model_table_writer.hpp"
#include "gpkg/geometry.hpp"
#include "gpkg/statement.hpp"

namespace crims {

namespace {

struct CloseWrittenModel {
    void operator()(sqlite3* connection) const { sqlite3_close(connection); }
};

using Connection = std::unique_ptr<sqlite3, CloseWrittenModel>;

/// What makes an SQLite file a GeoPackage (GeoPackage 1.3, annex C).
constexpr std::array geopackage_sql{
    "PRAGMA application_id = 1196444487",
    "PRAGMA user_version = 10300",
    "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT)",
    "CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER, CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id))",
    "CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL, CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name), CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name), CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id))",
    "INSERT INTO gpkg_spatial_ref_sys VALUES ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined Cartesian coordinate reference system'), ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'), ('WGS 84 geodetic', 4326, 'EPSG', 4326, 'GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563]],PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433],AUTHORITY[\"EPSG\",\"4326\"]]', 'longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid')"};

/// A number that no other system of a GeoPackage has.
constexpr std::int32_t number_without_code = 100'000;

constexpr std::int32_t unknown_system = -1;

std::int32_t add_system(sqlite3* connection, const std::optional<CoordinateSystem>& system) {
    if (!system) {
        return unknown_system;
    }
    const std::int32_t number = system->code > 0 ? system->code : number_without_code;
    gpkg::Statement row(
        connection,
        "INSERT OR REPLACE INTO gpkg_spatial_ref_sys VALUES (?1, ?2, ?3, ?2, ?4, NULL)");
    row.bind(1, system->name);
    row.bind(2, std::int64_t{number});
    row.bind(3, system->organization);
    row.bind(4, system->definition);
    row.execute();
    return number;
}

/// A GeoPackage's geometry: the header of one without an envelope, then WKB.
std::vector<std::byte> geopackage_blob(const WkbBytes& wkb, std::int32_t srs_id) {
    constexpr std::size_t header = 8;
    const gpkg::GeopackagePoint point = gpkg::geopackage_point(0, 0, srs_id);
    std::vector<std::byte> blob(point.begin(), point.begin() + header);
    blob.insert(blob.end(), wkb.begin(), wkb.end());
    return blob;
}

void write_polygons(ModelTableWriter& tables, const ModelFile& file, std::int32_t srs_id) {
    ModelTable zones = zones_table;
    zones.information = {}; // areas are for who knows the unit of the coordinates
    tables.create_layer(zones, "GEOMETRY", srs_id);
    gpkg::Statement rows = tables.insertion(zones, true);
    for (std::size_t zone = 0; zone < file.polygons.size(); ++zone) {
        const std::vector<std::byte> blob = geopackage_blob(file.polygons[zone], srs_id);
        rows.bind(1, file.model.zones[zone]);
        rows.bind(2, blob);
        rows.execute();
    }
}

std::string now_text(sqlite3* connection) {
    gpkg::Statement now(connection, "SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now')");
    now.step();
    return now.text(0);
}

void fill(sqlite3* connection, const ModelFile& file) {
    const auto run = [connection](const char* sql) { gpkg::Statement(connection, sql).execute(); };
    run("BEGIN");
    for (const char* sql : geopackage_sql) {
        run(sql);
    }
    const std::int32_t srs_id = add_system(connection, file.coordinate_system);
    ModelTableWriter tables(connection, now_text(connection));
    if (file.polygons.empty()) {
        tables.write_zones(file.model);
    } else {
        write_polygons(tables, file, srs_id);
    }
    tables.write_rest(file);
    tables.create_layer(places_table, "POINT", srs_id);
    tables.write_places(file.model, srs_id);
    run("COMMIT");
}

void require_sizes(const std::string& path, const ModelFile& file) {
    const std::size_t types = file.model.crime_types.size();
    const auto fits = [types](const std::vector<double>& values) {
        return values.empty() || values.size() == types;
    };
    if (!fits(file.with_place) || !fits(file.pearson) || !fits(file.profile_weight)) {
        throw ModelFileError(
            path +
            ": it cannot be written: there are not as many shares with place, chi-squares or weights as crime types");
    }
    if (!file.population.empty() && file.population.size() != file.model.zones.size()) {
        throw ModelFileError(
            path + ": it cannot be written: there are not as many numbers of people as zones");
    }
    if (!file.polygons.empty() && file.polygons.size() != file.model.zones.size()) {
        throw ModelFileError(path +
                             ": it cannot be written: there are not as many polygons as zones");
    }
}

} // namespace

void write_model(const std::string& path, const ModelFile& file) {
    validate(file.model);
    require_sizes(path, file);
    if (std::filesystem::exists(path)) {
        throw ModelFileError(path + ": it exists already and is not replaced; choose another name");
    }
    const std::string hidden = path + ".new";
    try {
        std::filesystem::remove(hidden);
        sqlite3* opened = nullptr;
        const int status = sqlite3_open(hidden.c_str(), &opened);
        Connection connection(opened);
        if (status != SQLITE_OK) {
            throw gpkg::SqliteError(sqlite3_errmsg(opened));
        }
        fill(connection.get(), file);
        connection.reset();
        read_model(hidden,
                   ReadPolygons::no); // a name that is empty, say, is not a name to the reader
        std::filesystem::rename(hidden, path);
    } catch (const std::runtime_error& error) {
        std::error_code ignored;
        std::filesystem::remove(hidden, ignored);
        throw ModelFileError(path + ": it cannot be written: " + error.what());
    }
}

} // namespace crims
