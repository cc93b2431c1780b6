// SPDX-License-Identifier: MIT
#include "toolkit/geopackage/geopackage_layer.hpp"

#include <string_view>

#include <cpl_string.h>
#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include "toolkit/geopackage/sqlite_statement.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/text/errors.hpp"

namespace toolkit {

namespace {

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

} // namespace

GeoPackageLayer::GeoPackageLayer(const FeatureClassTarget& target,
                                 const LayerDefinition& definition)
    : GeoPackageLayer(target, definition, Way()) {}

GeoPackageLayer::GeoPackageLayer(const FeatureClassTarget& target,
                                 const LayerDefinition& definition, const Way& way)
    : m_target(target), m_definition(definition),
      m_temporary(target.in_place && holds_content(target.path)
                      ? ""
                      : path_beside(target.path, way.ending)),
      m_written_path(m_temporary.path().empty() ? target.path : m_temporary.path()) {
    m_definition.fields.clear();
    if (!m_temporary.path().empty() && holds_content(target.path) &&
        LockedCopy::is_possible(target.path)) {
        lock_and_copy(way.patience_ms);
    }
    open_dataset();
    create_layer(definition, way.patience_ms);
}

void GeoPackageLayer::lock_and_copy(int patience_ms) {
    try {
        m_lock = std::make_unique<LockedCopy>(m_target.path, m_written_path, patience_ms);
    } catch (const SqliteError& error) {
        fail(error.what());
    }
}

GeoPackageLayer::~GeoPackageLayer() {
    const GdalErrors errors;
    if (m_dataset) {
        m_dataset->RollbackTransaction();
        m_dataset.reset();
    }
}

sqlite3* GeoPackageLayer::connection() const {
    return static_cast<sqlite3*>(m_dataset->GetInternalHandle("SQLITE_HANDLE"));
}

void GeoPackageLayer::open_dataset() {
    const GdalErrors errors;
    // Nobody sees a temporary file before publish() has synced it. (GDAL syncs already what it
    // creates.)
    const bool is_temporary = !m_temporary.path().empty();
    const CPLConfigOptionSetter unsynced("OGR_SQLITE_SYNCHRONOUS", is_temporary ? "OFF" : nullptr,
                                         !is_temporary);
    if (is_temporary && !m_lock) {
        GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("GPKG");
        m_dataset.reset(driver->Create(m_written_path.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    } else {
        m_dataset = open_geopackage(m_written_path, GDAL_OF_UPDATE);
    }
    require_success(m_dataset != nullptr, errors);
}

/// Waits once, and not long, for another program to finish; GDAL would wait five seconds a
/// statement.
void GeoPackageLayer::take_lock(int patience_ms) {
    sqlite3_busy_timeout(connection(), patience_ms);
    execute("UPDATE gpkg_contents SET last_change = last_change WHERE 0");
}

void GeoPackageLayer::create_layer(const LayerDefinition& definition, int patience_ms) {
    const GdalErrors errors;
    m_guard = std::make_unique<TransactionGuard>(connection());
    require_success(m_dataset->StartTransaction() == OGRERR_NONE, errors);
    take_lock(patience_ms);
    const int existing = layer_number(*m_dataset, m_target.layer);
    if (existing >= 0) {
        require_replaceable(m_target);
        require_success(m_dataset->DeleteLayer(existing) == OGRERR_NONE, errors);
    }
    CPLStringList options;
    options.SetNameValue("GEOMETRY_NAME", "geom");
    options.SetNameValue("FID", definition.id.c_str());
    options.SetNameValue("SPATIAL_INDEX", definition.spatial_index ? "YES" : "NO");
    std::optional<OGRSpatialReference> reference;
    if (definition.crs) {
        reference.emplace(definition.crs->reference());
    }
    m_layer = m_dataset->CreateLayer(m_target.layer.c_str(), reference ? &*reference : nullptr,
                                     definition.type, options.List());
    require_success(m_layer != nullptr, errors);
    for (OGRFieldDefn* field : definition.fields) {
        require_success(m_layer->CreateField(field) == OGRERR_NONE, errors);
    }
}

void GeoPackageLayer::make_tables() {
    const GdalErrors errors;
    require_success(m_layer->SyncToDisk() == OGRERR_NONE, errors);
}

void GeoPackageLayer::execute(const std::string& sql) {
    const GdalErrors errors;
    const SqlResult rows(m_dataset->ExecuteSQL(sql.c_str(), nullptr, nullptr),
                         ReleaseResult{m_dataset.get()});
    require_success(true, errors);
}

void GeoPackageLayer::set_style(const LayerStyle& style) {
    make_tables();
    try {
        store_style(connection(), m_target.layer, "geom", style);
    } catch (const SqliteError& error) {
        fail(error.what());
    }
}

void GeoPackageLayer::describe(const LayerDescription& description) {
    make_tables();
    try {
        store_description(connection(), m_target.layer, description);
    } catch (const SqliteError& error) {
        fail(error.what());
    }
}

void GeoPackageLayer::finish(std::int64_t count) {
    {
        // Index and extent are written inside the transaction, so that closing has nothing left to
        // do.
        make_tables();
        const GdalErrors errors;
        m_guard->allow_commit();
        require_success(m_dataset->CommitTransaction() == OGRERR_NONE, errors);
        m_guard->lift();
        m_dataset.reset();
    }
    require_complete(count);
    if (!m_temporary.path().empty() && !m_lock && holds_content(m_target.path)) {
        add_to_existing();
    }
}

void GeoPackageLayer::publish() {
    if (!m_addition && !m_temporary.path().empty()) {
        if (m_lock && m_lock->is_current()) {
            m_temporary.publish_as(m_target.path);
            m_lock.reset(); // not earlier
            return;
        }
        if (!m_lock && m_temporary.publish_as_new(m_target.path)) {
            return;
        }
        m_lock.reset();
        add_to_existing();
    }
    if (m_addition) {
        m_addition->publish();
    }
}

/// The layer has been written to a file of its own; the target is there, and not to be replaced by
/// that.
void GeoPackageLayer::add_to_existing() {
    constexpr int long_patience_ms = 60'000; // the work is done, and would be lost
    const GdalErrors errors;
    const DatasetPointer written = open_geopackage(m_written_path, GDAL_OF_READONLY);
    OGRLayer* from = written ? written->GetLayerByName(m_target.layer.c_str()) : nullptr;
    require_success(from != nullptr, errors);
    LayerDefinition definition = m_definition;
    for (int i = 0; i < from->GetLayerDefn()->GetFieldCount(); ++i) {
        definition.fields.push_back(from->GetLayerDefn()->GetFieldDefn(i));
    }
    FeatureClassTarget target = m_target;
    target.in_place = !LockedCopy::is_possible(target.path);
    // NOLINTNEXTLINE(cppcoreguidelines-owning-memory): make_unique cannot call what is private
    m_addition.reset(new GeoPackageLayer(
        target, definition, {.ending = ".added.gpkg", .patience_ms = long_patience_ms}));
    m_addition->take_features(*from);
    auto* connection = static_cast<sqlite3*>(written->GetInternalHandle("SQLITE_HANDLE"));
    m_addition->take_style(connection);
    m_addition->take_description(connection);
    m_addition->finish(from->GetFeatureCount());
}

void GeoPackageLayer::take_features(OGRLayer& from) {
    const GdalErrors errors;
    from.ResetReading();
    while (const OGRFeatureUniquePtr feature{from.GetNextFeature()}) {
        const OGRFeatureUniquePtr copy(OGRFeature::CreateFeature(m_layer->GetLayerDefn()));
        copy->SetFrom(feature.get());
        copy->SetFID(feature->GetFID());
        require_success(m_layer->CreateFeature(copy.get()) == OGRERR_NONE, errors);
    }
    require_success(true, errors);
}

void GeoPackageLayer::take_style(sqlite3* from) {
    try {
        if (const auto style = stored_style(from, m_target.layer)) {
            set_style({.name = style->name, .qml = style->qml});
        }
    } catch (const SqliteError& error) {
        fail(error.what());
    }
}

void GeoPackageLayer::take_description(sqlite3* from) {
    try {
        describe(stored_description(from, m_target.layer));
    } catch (const SqliteError& error) {
        fail(error.what());
    }
}

void GeoPackageLayer::require_complete(std::int64_t count) const {
    const GdalErrors errors;
    const DatasetPointer written = open_geopackage(m_written_path, GDAL_OF_READONLY);
    OGRLayer* layer = written ? written->GetLayerByName(m_target.layer.c_str()) : nullptr;
    if (layer == nullptr || layer->GetFeatureCount() != count) {
        fail("the written file cannot be read back (" + errors.first_failure() + ")");
    }
}

void GeoPackageLayer::require_success(bool done, const GdalErrors& errors) const {
    if (done && !errors.failed() && !(m_guard && m_guard->rolled_back())) {
        return;
    }
    for (const char* telling : {"locked", "full", "disk I/O error"}) {
        if (errors.mentions(telling)) {
            fail(telling);
        }
    }
    fail(errors.first_failure());
}

void GeoPackageLayer::fail(const std::string& error) const {
    std::string what = error;
    if (contains(error, "locked")) {
        what =
            "the file is locked because another program is writing to it; try again when it has finished";
    } else if (contains(error, "full") || contains(error, "disk I/O error") ||
               (m_guard && m_guard->rolled_back())) {
        what = "no space is left on the device, or the file may not grow any more";
    }
    throw DataError(fmt::format("{}: the layer '{}' cannot be written: {}", m_target.path,
                                m_target.layer, what));
}

} // namespace toolkit
