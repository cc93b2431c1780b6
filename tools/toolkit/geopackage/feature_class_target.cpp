// SPDX-License-Identifier: MIT
#include "toolkit/geopackage/feature_class_target.hpp"

#include <array>

#include <cpl_string.h>
#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include "toolkit/files/output_file.hpp"
#include "toolkit/layers/gdal_errors.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/system/file_system.hpp"
#include "toolkit/system/paths.hpp"
#include "toolkit/system/publishing.hpp"
#include "toolkit/text/errors.hpp"

namespace toolkit {

DatasetPointer open_geopackage(const std::string& path, unsigned mode) {
    const std::array<const char*, 2> drivers{"GPKG", nullptr};
    return DatasetPointer(GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR | mode, drivers.data()));
}

int layer_number(GDALDataset& dataset, const std::string& name) {
    for (int i = 0; i < dataset.GetLayerCount(); ++i) {
        if (EQUAL(dataset.GetLayer(i)->GetName(), name.c_str())) {
            return i;
        }
    }
    return -1;
}

FeatureClassTarget feature_class_target(const std::string& reference, bool overwrite,
                                        std::string_view option) {
    LayerReference parsed;
    try {
        parsed = parse_layer_reference(reference);
    } catch (const std::invalid_argument& error) {
        throw UsageError(fmt::format("⟨{}⟩: {}", option, error.what()));
    }
    if (!parsed.subset.empty() || parsed.layer_id) {
        throw UsageError(fmt::format("⟨{}⟩ '{}': an output takes PATH or PATH|layername=NAME",
                                     option, reference));
    }
    if (!EQUAL(ending_of(parsed.path).c_str(), ".gpkg")) {
        throw UsageError(
            fmt::format("⟨{}⟩ '{}': the result is a GeoPackage; end the file's name with .gpkg",
                        option, reference));
    }
    const std::string layer = parsed.layer.value_or(stem_of(parsed.path));
    for (const char* reserved : {"gpkg_", "rtree_", "sqlite_", "layer_styles"}) {
        if (STARTS_WITH_CI(layer.c_str(), reserved)) {
            throw UsageError(fmt::format(
                "⟨{}⟩ '{}': the layer name '{}' is reserved in a GeoPackage; choose another",
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

void require_replaceable(const FeatureClassTarget& target) {
    if (!target.overwrite) {
        throw DataError(fmt::format(
            "{}: the layer '{}' exists already; choose another name ({}|layername=NAME) or give ⟨--overwrite⟩",
            target.path, target.layer, target.path));
    }
}

void require_writable(const FeatureClassTarget& target) {
    if (is_folder(target.path)) {
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
        throw DataError(fmt::format(
            "{}: the file exists and is not a GeoPackage; choose another name", target.path));
    }
    // One that holds only maps, or nothing, does not open as vector data, and has no layer.
    const DatasetPointer dataset = open_geopackage(target.path, GDAL_OF_READONLY);
    if (dataset && layer_number(*dataset, target.layer) >= 0) {
        require_replaceable(target);
    }
    if (!may_write_file(target.path)) {
        throw DataError(fmt::format("{}: it may not be written", target.path));
    }
}

} // namespace toolkit
