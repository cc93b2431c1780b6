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
    const std::string layer = parsed.layer.value_or(path.stem().string());
    for (const char* reserved : {"gpkg_", "rtree_", "sqlite_", "layer_styles"}) {
        if (STARTS_WITH_CI(layer.c_str(), reserved)) {
            throw UsageError(
                fmt::format("{} '{}': the layer name '{}' is reserved in a GeoPackage; "
                            "choose another",
                            option, reference, layer));
        }
    }
    return {resolved(parsed.path), layer, overwrite};
}

bool would_replace(const FeatureClassTarget& target, const LayerReference& input) {
    if (!holds_content(target.path) || !is_same_file(target.path, input.path)) {
        return false;
    }
    try {
        const Layer layer =
            Layer::open({.path = input.path, .layer = input.layer, .layer_id = input.layer_id}, "");
        return EQUAL(layer.name().c_str(), target.layer.c_str());
    } catch (const DataError&) {
        return false; // an input that is not there is told when it is read
    }
}

void require_writable(const FeatureClassTarget& target) {
    std::error_code ignored;
    if (std::filesystem::is_directory(target.path, ignored)) {
        throw DataError(fmt::format("{}: it is a folder; name a file in it", target.path));
    }
    require_writable_folder(target.path); // SQLite's journal stands beside the file
    if (!holds_content(target.path)) {
        return;
    }
    const GdalErrors errors;
    const std::array<const char*, 2> drivers{"GPKG", nullptr};
    if (GDALIdentifyDriverEx(target.path.c_str(), GDAL_OF_VECTOR | GDAL_OF_RASTER, drivers.data(),
                             nullptr) == nullptr) {
        throw DataError(
            fmt::format("{}: it exists and is no GeoPackage; choose another name", target.path));
    }
    // One that holds only maps, or nothing, does not open as vector data, and has no layer.
    const GDALDatasetUniquePtr dataset = open_geopackage(target.path, GDAL_OF_READONLY);
    if (dataset && layer_number(*dataset, target.layer) >= 0 && !target.overwrite) {
        throw DataError(fmt::format("{}: the layer '{}' exists already; choose another name "
                                    "({}|layername=NAME) or allow --overwrite",
                                    target.path, target.layer, target.path));
    }
    if (access(target.path.c_str(), W_OK) != 0) {
        throw DataError(fmt::format("{}: it may not be written", target.path));
    }
}

FeatureClassWriter::FeatureClassWriter(const FeatureClassTarget& target, const Crs& crs,
                                       OGRwkbGeometryType type,
                                       const std::vector<OGRFieldDefn*>& fields)
    : m_target(target),
      m_temporary(holds_content(target.path) ? "" : path_beside(target.path, ".gpkg")),
      m_written_path(m_temporary.path().empty() ? target.path : m_temporary.path()) {
    open_dataset();
    create_layer(crs, type, fields);
}

FeatureClassWriter::~FeatureClassWriter() {
    const GdalErrors errors;
    if (m_dataset) {
        m_dataset->RollbackTransaction();
        m_dataset.reset();
    }
}

void FeatureClassWriter::open_dataset() {
    const GdalErrors errors;
    if (!m_temporary.path().empty()) {
        GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("GPKG");
        m_dataset.reset(driver->Create(m_written_path.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    } else {
        m_dataset = open_geopackage(m_written_path, GDAL_OF_UPDATE);
    }
    require_success(m_dataset != nullptr, errors);
}

/// Waits once, and not long, for another program to finish; GDAL would wait five seconds a
/// statement.
void FeatureClassWriter::take_lock() {
    constexpr int patience_ms = 3000;
    sqlite3_busy_timeout(static_cast<sqlite3*>(m_dataset->GetInternalHandle("SQLITE_HANDLE")),
                         patience_ms);
    execute("UPDATE gpkg_contents SET last_change = last_change WHERE 0");
}

void FeatureClassWriter::create_layer(const Crs& crs, OGRwkbGeometryType type,
                                      const std::vector<OGRFieldDefn*>& fields) {
    const GdalErrors errors;
    m_guard = std::make_unique<TransactionGuard>(
        static_cast<sqlite3*>(m_dataset->GetInternalHandle("SQLITE_HANDLE")));
    require_success(m_dataset->StartTransaction() == OGRERR_NONE, errors);
    take_lock();
    const int existing = layer_number(*m_dataset, m_target.layer);
    if (existing >= 0) {
        require_success(m_target.overwrite && m_dataset->DeleteLayer(existing) == OGRERR_NONE,
                        errors);
    }
    CPLStringList options;
    options.SetNameValue("GEOMETRY_NAME", "geom");
    options.SetNameValue("FID", "fid");
    OGRSpatialReference reference(crs.reference());
    m_layer = m_dataset->CreateLayer(m_target.layer.c_str(), &reference, type, options.List());
    require_success(m_layer != nullptr, errors);
    for (OGRFieldDefn* field : fields) {
        require_success(m_layer->CreateField(field) == OGRERR_NONE, errors);
    }
}

OGRFeatureUniquePtr FeatureClassWriter::new_feature() const {
    return OGRFeatureUniquePtr(OGRFeature::CreateFeature(m_layer->GetLayerDefn()));
}

void FeatureClassWriter::write(OGRFeature& feature) {
    const GdalErrors errors;
    require_success(m_layer->CreateFeature(&feature) == OGRERR_NONE, errors);
    ++m_count;
}

void FeatureClassWriter::execute(const std::string& sql) {
    const GdalErrors errors;
    const SqlResult rows(m_dataset->ExecuteSQL(sql.c_str(), nullptr, nullptr),
                         ReleaseResult{m_dataset.get()});
    require_success(true, errors);
}

void FeatureClassWriter::set_style(const std::string& name, const std::string& qml) {
    const GdalErrors errors;
    require_success(m_layer->SyncToDisk() == OGRERR_NONE, errors); // GDAL makes the table only now
    execute(create_styles_sql);
    execute(register_styles_sql);
    const std::string table = in_quotes(m_target.layer, '\'');
    execute("DELETE FROM layer_styles WHERE f_table_name = " + table);
    execute(
        fmt::format("INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, "
                    "f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, "
                    "owner) VALUES ('', '', {}, 'geom', {}, {}, '', 1, '', '')",
                    table, in_quotes(name, '\''), in_quotes(qml, '\'')));
}

void FeatureClassWriter::finish() {
    {
        const GdalErrors errors;
        // Index and extent are written inside the transaction, so that closing has nothing left to
        // do.
        require_success(m_layer->SyncToDisk() == OGRERR_NONE, errors);
        m_guard->allow_commit();
        require_success(m_dataset->CommitTransaction() == OGRERR_NONE, errors);
        m_guard->lift();
        m_dataset.reset();
    }
    require_complete();
}

void FeatureClassWriter::publish() {
    if (!m_temporary.path().empty()) {
        m_temporary.publish_as(m_target.path);
    }
}

void FeatureClassWriter::require_complete() const {
    const GdalErrors errors;
    const GDALDatasetUniquePtr written = open_geopackage(m_written_path, GDAL_OF_READONLY);
    OGRLayer* layer = written ? written->GetLayerByName(m_target.layer.c_str()) : nullptr;
    if (layer == nullptr || layer->GetFeatureCount() != m_count) {
        fail("what was written does not read back (" + errors.first_failure() + ")");
    }
}

/// One failure is enough: after it GDAL would go on outside of the transaction.
void FeatureClassWriter::require_success(bool done, const GdalErrors& errors) const {
    if (done && !errors.failed() && !(m_guard && m_guard->rolled_back())) {
        return;
    }
    if (errors.mentions("locked")) {
        fail(
            "the file is locked, another program is writing to it; try again when it has finished");
    }
    if (errors.mentions("full") || errors.mentions("disk I/O error") ||
        (m_guard && m_guard->rolled_back())) {
        fail("no space is left on the device, or the file may not grow any more");
    }
    fail(errors.first_failure());
}

void FeatureClassWriter::fail(const std::string& what) const {
    throw DataError(fmt::format("{}: the layer '{}' cannot be written: {}", m_target.path,
                                m_target.layer, what));
}

} // namespace toolkit
