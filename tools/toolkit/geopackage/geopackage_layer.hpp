// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <ogr_core.h>

#include "toolkit/files/output_file.hpp"
#include "toolkit/geopackage/feature_class_target.hpp"
#include "toolkit/geopackage/layer_style.hpp"
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
/// `finish` returns, and after a failure or a kill everything is as it was: a new file is written
/// beside its target and renamed, a layer of an existing file is written in one transaction of
/// SQLite's. All throws are DataErrors that name the file and the layer.
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

    /// Commits, opens the file again and counts the features. A layer of an existing file is
    /// visible now.
    void finish(std::int64_t count);

    /// Gives a new file its name.
    void publish();

    /// One failure is enough: after it GDAL would go on outside of the transaction.
    void require_success(bool done, const GdalErrors& errors) const;

    /// Throws: it cannot be written, because of an error of GDAL's or SQLite's.
    [[noreturn]] void fail(const std::string& error) const;

  private:
    void open_dataset();
    void create_layer(const LayerDefinition& definition);
    void take_lock();
    void require_complete(std::int64_t count) const;

    FeatureClassTarget m_target;
    TemporaryFile m_temporary; ///< none if the layer is written into an existing file
    std::string m_written_path;
    std::unique_ptr<TransactionGuard> m_guard; ///< outlives the dataset and its connection
    DatasetPointer m_dataset;
    OGRLayer* m_layer = nullptr;
};

} // namespace toolkit
