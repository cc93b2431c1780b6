// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include <ogr_core.h>

#include "crims_gpkg/model_table_writer.hpp"
#include "toolkit/layers/crs.hpp"
#include "toolkit/layers/gdal_errors.hpp"
#include "toolkit/layers/gdal_types.hpp"

namespace crims_tool {

/// Throws toolkit::DataError with what GDAL has said, unless it is done and GDAL has said nothing.
void require_done(bool done, const toolkit::GdalErrors& errors);

/// A model's new GeoPackage while it is filled. GDAL makes the file and the layers; rows go to
/// SQLite directly, five times as fast. Throws toolkit::DataError or toolkit::SqliteError.
class ModelPackage {
  public:
    explicit ModelPackage(const std::string& path);

    /// A layer with geometry, in an unknown system if there is no `crs`.
    void create_layer(const crims::ModelTable& table, const std::optional<toolkit::Crs>& crs,
                      OGRwkbGeometryType type, bool with_index);

    /// Fills all that is not a layer.
    crims::ModelTableWriter& tables() { return m_tables; }

    GDALDataset& dataset() { return *m_dataset; }

    sqlite3* connection() { return m_connection; }

    /// Commits; nothing is left in memory after it, and nothing may be done with it.
    void close();

  private:
    toolkit::DatasetPointer m_dataset;
    sqlite3* m_connection;
    crims::ModelTableWriter m_tables;
};

} // namespace crims_tool
