// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/crs.hpp"
#include "common/gdal_errors.hpp"
#include "common/layer.hpp"
#include "common/layer_reference.hpp"
#include "common/output_file.hpp"
#include "common/transaction_guard.hpp"

namespace toolkit {

/// Where a feature class goes: a new GeoPackage, or a layer of an existing one.
struct FeatureClassTarget {
    std::string path;
    std::string layer;
    bool overwrite = false;
};

/// From `PATH[|layername=NAME]`; without a name the layer is called as the file is.
/// Throws UsageError if it is no `.gpkg` or carries a subset.
FeatureClassTarget feature_class_target(const std::string& reference, bool overwrite,
                                        std::string_view option);

/// Refuses, before any work, a target that could not be written: the layer exists and may not be
/// overwritten, the file is no GeoPackage, its folder is not there or not writable. Throws
/// DataError.
void require_writable(const FeatureClassTarget& target);

/// True if writing the target would replace an input: that layer, or the file's only one.
bool would_replace(const FeatureClassTarget& target, const LayerReference& input);

/// A layer being written. Nothing of it is visible before `finish` returns, and after a failure or
/// a kill everything is as it was: a new file is written beside its target and renamed, a layer of
/// an existing file is written in one transaction of SQLite's.
class FeatureClassWriter {
  public:
    FeatureClassWriter(const FeatureClassTarget& target, const Crs& crs, OGRwkbGeometryType type,
                       const std::vector<OGRFieldDefn*>& fields);
    ~FeatureClassWriter();
    FeatureClassWriter(const FeatureClassWriter&) = delete;
    FeatureClassWriter(FeatureClassWriter&&) = delete;
    FeatureClassWriter& operator=(const FeatureClassWriter&) = delete;
    FeatureClassWriter& operator=(FeatureClassWriter&&) = delete;

    OGRFeatureUniquePtr new_feature() const;
    void write(OGRFeature& feature);

    /// Stores a QGIS style (QML) as the layer's default.
    void set_style(const std::string& name, const std::string& qml);

    /// Commits, opens the file again and counts the features. A layer of an existing file is
    /// visible now.
    void finish();

    /// Gives a new file its name.
    void publish();

  private:
    void open_dataset();
    void create_layer(const Crs& crs, OGRwkbGeometryType type,
                      const std::vector<OGRFieldDefn*>& fields);
    void take_lock();
    void execute(const std::string& sql);
    void require_success(bool done, const GdalErrors& errors) const;
    void require_complete() const;
    [[noreturn]] void fail(const std::string& what) const;

    FeatureClassTarget m_target;
    TemporaryFile m_temporary; ///< none if the layer is written into an existing file
    std::string m_written_path;
    std::unique_ptr<TransactionGuard> m_guard; ///< outlives the dataset and its connection
    GDALDatasetUniquePtr m_dataset;
    OGRLayer* m_layer = nullptr;
    std::int64_t m_count = 0;
};

} // namespace toolkit
