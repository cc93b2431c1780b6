// SPDX-License-Identifier: MIT
#include "common/feature_class_writer.hpp"

#include <array>
#include <filesystem>
#include <utility>

#include <cpl_string.h>
#include <fmt/format.h>
#include <unistd.h>

#include "common/errors.hpp"
#include "common/gdal_errors.hpp"
#include "common/output_file.hpp"

namespace toolkit {

namespace {

/// The table in which QGIS looks for a layer's style, with QGIS's own columns.
constexpr const char* create_styles_sql =
    "CREATE TABLE IF NOT EXISTS layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "
    "f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256), "
    "f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT, "
    "useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), "
    "update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))";
constexpr const char* register_styles_sql =
    "INSERT OR IGNORE INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) "
    "VALUES ('layer_styles', 'attributes', 'layer_styles', '', 0)";

std::string sql_text(const std::string& text) {
    std::string sql = "'";
    for (const char c : text) {
        sql += c == '\'' ? "''" : std::string(1, c);
    }
    return sql + "'";
}

GDALDatasetUniquePtr open_geopackage(const std::string& path, unsigned mode) {
    const std::array<const char*, 2> drivers{"GPKG", nullptr};
    return GDALDatasetUniquePtr(
        GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR | mode, drivers.data()));
}

int layer_number(GDALDataset& dataset, const std::string& name) {
    for (int i = 0; i < dataset.GetLayerCount(); ++i) {
        if (EQUAL(dataset.GetLayer(i)->GetName(), name.c_str())) {
            return i;
        }
    }
    return -1;
}

} // namespace

FeatureClassTarget feature_class_target(const std::string& reference, bool overwrite,
                                        std::string_view option) {
    LayerReference parsed;
    try {
        parsed = parse_layer_reference(reference);
    } catch (const std::invalid_argument& error) {
        throw UsageError(fmt::format("{}: {}", option, error.what()));
    }
    const std::filesystem::path path(parsed.path);
    if (!parsed.subset.empty() || parsed.layer_id) {
        throw UsageError(
            fmt::format("{} '{}': an output takes PATH or PATH|layername=NAME", option, reference));
    }
    if (!EQUAL(path.extension().c_str(), ".gpkg")) {
        throw UsageError(
            fmt::format("{} '{}': the result is a GeoPackage; end the file's name with "
                        ".gpkg",
                        option, reference));
    }
    return {parsed.path, parsed.layer.value_or(path.stem().string()), overwrite};
}

void require_writable(const FeatureClassTarget& target) {
    if (!holds_content(target.path)) {
        require_writable_folder(target.path);
        return;
    }
    const GdalErrors errors;
    const GDALDatasetUniquePtr dataset = open_geopackage(target.path, GDAL_OF_READONLY);
    if (!dataset) {
        throw DataError(
            fmt::format("{}: it exists and is no GeoPackage, so nothing is written; choose "
                        "another name or remove it",
                        target.path));
    }
    if (layer_number(*dataset, target.layer) >= 0 && !target.overwrite) {
        throw DataError(fmt::format("{}: the layer '{}' exists already; choose another name "
                                    "({}|layername=NAME) or allow --overwrite",
                                    target.path, target.layer, target.path));
    }
    if (access(target.path.c_str(), W_OK) != 0) {
        throw DataError(fmt::format("{}: it may not be written", target.path));
    }
    require_writable_folder(target.path); // SQLite's journal stands beside the file
}

FeatureClassWriter::FeatureClassWriter(const FeatureClassTarget& target, const Crs& crs,
                                       OGRwkbGeometryType type,
                                       const std::vector<OGRFieldDefn*>& fields)
    : m_target(target), m_is_new_file(!holds_content(target.path)),
      m_written_path(m_is_new_file ? path_beside(target.path, ".gpkg") : target.path) {
    open_dataset();
    create_layer(crs, type, fields);
}

FeatureClassWriter::~FeatureClassWriter() {
    if (m_closed) {
        return;
    }
    const GdalErrors errors;
    if (m_dataset) {
        m_dataset->RollbackTransaction();
        m_dataset.reset();
    }
    if (m_is_new_file) {
        std::error_code ignored;
        std::filesystem::remove(m_written_path, ignored);
        std::filesystem::remove(m_written_path + "-journal", ignored);
    }
}

void FeatureClassWriter::open_dataset() {
    const GdalErrors errors;
    if (m_is_new_file) {
        GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("GPKG");
        m_dataset.reset(driver->Create(m_written_path.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    } else {
        m_dataset = open_geopackage(m_written_path, GDAL_OF_UPDATE);
    }
    if (!m_dataset) {
        throw DataError(
            fmt::format("{}: cannot be written: {}", m_target.path, errors.first_failure()));
    }
}

void FeatureClassWriter::create_layer(const Crs& crs, OGRwkbGeometryType type,
                                      const std::vector<OGRFieldDefn*>& fields) {
    const GdalErrors errors;
    if (m_dataset->StartTransaction() != OGRERR_NONE) {
        fail(errors.first_failure());
    }
    const int existing = layer_number(*m_dataset, m_target.layer);
    if (existing >= 0) {
        if (!m_target.overwrite || m_dataset->DeleteLayer(existing) != OGRERR_NONE) {
            fail("the layer '" + m_target.layer + "' is in the way");
        }
    }
    CPLStringList options;
    options.SetNameValue("GEOMETRY_NAME", "geom");
    options.SetNameValue("FID", "fid");
    OGRSpatialReference reference(crs.reference());
    m_layer = m_dataset->CreateLayer(m_target.layer.c_str(), &reference, type, options.List());
    if (m_layer == nullptr) {
        fail(errors.first_failure());
    }
    for (OGRFieldDefn* field : fields) {
        if (m_layer->CreateField(field) != OGRERR_NONE) {
            fail(errors.first_failure());
        }
    }
}

OGRFeatureUniquePtr FeatureClassWriter::new_feature() const {
    return OGRFeatureUniquePtr(OGRFeature::CreateFeature(m_layer->GetLayerDefn()));
}

void FeatureClassWriter::write(OGRFeature& feature) {
    const GdalErrors errors;
    if (m_layer->CreateFeature(&feature) != OGRERR_NONE || errors.failed()) {
        fail(errors.first_failure());
    }
    ++m_count;
}

void FeatureClassWriter::execute(const std::string& sql) {
    const GdalErrors errors;
    OGRLayer* result = m_dataset->ExecuteSQL(sql.c_str(), nullptr, nullptr);
    m_dataset->ReleaseResultSet(result);
    if (errors.failed()) {
        fail(errors.first_failure());
    }
}

void FeatureClassWriter::set_style(const std::string& name, const std::string& qml) {
    const GdalErrors errors;
    if (m_layer->SyncToDisk() != OGRERR_NONE) { // GDAL makes the table itself only now
        fail(errors.first_failure());
    }
    execute(create_styles_sql);
    execute(register_styles_sql);
    const std::string table = sql_text(m_target.layer);
    execute("DELETE FROM layer_styles WHERE f_table_name = " + table);
    execute(
        fmt::format("INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, "
                    "f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, "
                    "owner) VALUES ('', '', {}, 'geom', {}, {}, '', 1, '', '')",
                    table, sql_text(name), sql_text(qml)));
}

void FeatureClassWriter::close() {
    GdalErrors errors;
    // Index and extent are written inside the transaction too, so that closing has nothing left to
    // do.
    if (m_layer->SyncToDisk() != OGRERR_NONE || m_dataset->CommitTransaction() != OGRERR_NONE ||
        errors.failed()) {
        fail(errors.first_failure());
    }
    m_dataset.reset();
    if (errors.failed()) {
        fail(errors.first_failure());
    }
    require_complete();
    if (m_is_new_file) {
        move_into_place(m_written_path, m_target.path);
    }
    m_closed = true;
}

void FeatureClassWriter::require_complete() const {
    const GdalErrors errors;
    const GDALDatasetUniquePtr written = open_geopackage(m_written_path, GDAL_OF_READONLY);
    OGRLayer* layer = written ? written->GetLayerByName(m_target.layer.c_str()) : nullptr;
    if (layer == nullptr || layer->GetFeatureCount() != m_count) {
        fail("what was written does not read back: " + errors.first_failure());
    }
}

void FeatureClassWriter::fail(const std::string& what) const {
    throw DataError(fmt::format("{}: the layer '{}' cannot be written: {}", m_target.path,
                                m_target.layer, what));
}

} // namespace toolkit
