// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <ogr_core.h>

#include "toolkit/files/output_file.hpp"
#include "toolkit/geopackage/feature_class_target.hpp"
#include "toolkit/geopackage/layer_description.hpp"
#include "toolkit/geopackage/layer_style.hpp"
#include "toolkit/geopackage/locked_copy.hpp"
#include "toolkit/geopackage/transaction_guard.hpp"
#include "toolkit/layers/crs.hpp"
#include "toolkit/layers/gdal_errors.hpp"
#include "toolkit/layers/gdal_types.hpp"

namespace toolkit {

/// What a new layer consists of.
struct LayerDefinition {
    std::optional<Crs> crs = {};
    OGRwkbGeometryType type = wkbNone; ///< wkbNone: a table without geometry
    std::vector<OGRFieldDefn*> fields = {};
    std::string id = "fid"; ///< the column with the features' numbers
    bool spatial_index = true;
};

/// A layer of a GeoPackage in the making, whoever fills it. Nothing of it is visible before
/// `finish` returns, and after a failure or a kill everything is as it was.
///
/// A new file is written beside its target and renamed, unless the target exists by then: then the
/// layer is added to that. For a layer of an existing file a copy of the file is written and takes
/// its place (LockedCopy). Where that is not possible the layer is written into a file of its own
/// first and then added in one transaction of SQLite's; a kill in that moment leaves a journal, so
/// that the file must be opened for writing once, as QGIS does, before it can be read again.
///
/// All throws are DataErrors that name the file and the layer.
class GeoPackageLayer {
  public:
    GeoPackageLayer(const FeatureClassTarget& target, const LayerDefinition& definition);
    ~GeoPackageLayer();
    GeoPackageLayer(const GeoPackageLayer&) = delete;
    GeoPackageLayer(GeoPackageLayer&&) = delete;
    GeoPackageLayer& operator=(const GeoPackageLayer&) = delete;
    GeoPackageLayer& operator=(GeoPackageLayer&&) = delete;

    OGRLayer& ogr() const { return *m_layer; }

    /// GDAL's own, inside the transaction.
    sqlite3* connection() const;

    const std::string& name() const { return m_target.layer; }

    /// GDAL makes table, triggers and spatial index late: from here on they are there.
    void make_tables();

    void execute(const std::string& sql);

    /// As what QGIS draws the layer by default.
    void set_style(const LayerStyle& style);

    /// Says what the layer is and how it was made.
    void describe(const LayerDescription& description);

    /// Commits, opens the file again and counts the features.
    void finish(std::int64_t count);

    /// Makes the layer visible, unless it had to be added to an existing file by `finish`.
    void publish();

    /// One failure is enough: after it GDAL would go on outside of the transaction.
    void require_success(bool done, const GdalErrors& errors) const;

    /// Throws: it cannot be written, because of an error of GDAL's or SQLite's.
    [[noreturn]] void fail(const std::string& error) const;

  private:
    /// Where it is written, and how long it waits for other programs.
    struct Way {
        std::string_view ending = ".gpkg";
        int patience_ms = 3000;
    };

    GeoPackageLayer(const FeatureClassTarget& target, const LayerDefinition& definition,
                    const Way& way);

    void lock_and_copy(int patience_ms);
    void open_dataset();
    void create_layer(const LayerDefinition& definition, int patience_ms);
    void take_lock(int patience_ms);
    void require_complete(std::int64_t count) const;
    void add_to_existing();
    void take_features(OGRLayer& from);
    void take_style(sqlite3* from);
    void take_description(sqlite3* from);

    FeatureClassTarget m_target;
    LayerDefinition m_definition; ///< without the fields, which need not live as long
    TemporaryFile m_temporary;    ///< none if the layer is written into an existing file
    std::string m_written_path;
    std::unique_ptr<LockedCopy> m_lock;          ///< if what is written is a copy
    std::unique_ptr<GeoPackageLayer> m_addition; ///< the same layer in a file that was there
    std::unique_ptr<TransactionGuard> m_guard;   ///< outlives the dataset and its connection
    DatasetPointer m_dataset;
    OGRLayer* m_layer = nullptr;
};

} // namespace toolkit
