// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "toolkit/layers/gdal_types.hpp"
#include "toolkit/layers/layer_reference.hpp"

namespace toolkit {

/// Where a feature class goes: a new GeoPackage, or a layer of an existing one.
struct FeatureClassTarget {
    std::string path;
    std::string layer;
    bool overwrite = false;
    bool in_place = false; ///< an existing file is written as it is: it is a part of a new one, say
};

/// From `PATH[|layername=NAME]`; without a name the layer is called as the file is.
/// Throws UsageError if it is not a `.gpkg` or carries a subset.
FeatureClassTarget feature_class_target(const std::string& reference, bool overwrite,
                                        std::string_view option);

/// Refuses, before any work, a target that could not be written: the layer exists and may not be
/// overwritten, the file is not a GeoPackage, its folder is not there or not writable. Throws
/// DataError.
void require_writable(const FeatureClassTarget& target);

/// Refuses a target whose layer exists and may not be overwritten. Throws DataError.
void require_replaceable(const FeatureClassTarget& target);

/// True if writing the target would replace an input: that layer, or the file's only one.
bool would_replace(const FeatureClassTarget& target, const LayerReference& input);

/// Null if GDAL cannot open it. `mode` is GDAL_OF_READONLY or GDAL_OF_UPDATE.
DatasetPointer open_geopackage(const std::string& path, unsigned mode);

/// -1 if there is none of that name; case does not count.
int layer_number(GDALDataset& dataset, const std::string& name);

} // namespace toolkit
