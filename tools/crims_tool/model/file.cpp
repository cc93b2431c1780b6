// SPDX-License-Identifier: MIT
#include "crims_tool/model/file.hpp"

#include <array>
#include <utility>
#include <vector>

#include <cpl_vsi.h>
#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include "crims_gpkg/model_tables.hpp"
#include "crims_tool/shapes/triangles.hpp"
#include "toolkit/layers/gdal_errors.hpp"
#include "toolkit/text/errors.hpp"

namespace crims_tool {

namespace {

using toolkit::DataError;

bool exists(const std::string& path) {
    VSIStatBufL status{};
    return VSIStatExL(path.c_str(), &status, VSI_STAT_EXISTS_FLAG) == 0;
}

GDALDatasetUniquePtr open_model_dataset(const std::string& path) {
    const toolkit::GdalErrors errors;
    const std::array<const char*, 2> drivers{"GPKG", nullptr};
    GDALDatasetUniquePtr dataset(
        GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers.data()));
    if (!dataset) {
        throw DataError(
            exists(path)
                ? fmt::format(
                      "{}: this is not a crimekit model, a GeoPackage that ⟨crims calibrate⟩ makes",
                      path)
                : fmt::format("{}: no such file", path));
    }
    return dataset;
}

std::optional<toolkit::Crs> crs_of(GDALDataset& dataset) {
    for (const crims::ModelTable* table : {&crims::zones_table, &crims::places_table}) {
        OGRLayer* layer = dataset.GetLayerByName(table->name.data());
        const OGRSpatialReference* reference = layer == nullptr ? nullptr : layer->GetSpatialRef();
        if (reference != nullptr && reference->IsProjected() != 0) {
            return toolkit::Crs(*reference);
        }
    }
    return std::nullopt;
}

/// Triangles in place of the polygons, which nobody needs afterwards.
void make_triangles(const std::string& path, StoredModel& stored) {
    const std::vector<wdd::Wkb> polygons = std::exchange(stored.polygons, {});
    if (polygons.empty()) {
        return;
    }
    crims::Model& model = stored.model;
    const std::vector<std::vector<crims::Triangle>> zones =
        triangulate(polygons, [&](std::size_t zone, const std::string& problem) {
            return DataError(
                fmt::format("{}: table zones, zone '{}': {}", path, model.zones[zone], problem));
        });
    model.triangle_begin.push_back(0);
    for (const std::vector<crims::Triangle>& zone : zones) {
        model.triangles.insert(model.triangles.end(), zone.begin(), zone.end());
        model.triangle_begin.push_back(model.triangles.size());
    }
    try {
        crims::validate(model);
    } catch (const crims::ModelError& error) {
        throw DataError(fmt::format("{}: the model cannot be used: {}", path, error.what()));
    }
}

} // namespace

StoredModel read_model(const std::string& path, ReadShapes shapes) {
    const GDALDatasetUniquePtr dataset = open_model_dataset(path);
    auto* connection = static_cast<sqlite3*>(dataset->GetInternalHandle("SQLITE_HANDLE"));
    StoredModel stored;
    try {
        static_cast<crims::ModelFile&>(stored) = crims::read_model(
            connection, path,
            shapes == ReadShapes::yes ? crims::ReadPolygons::yes : crims::ReadPolygons::no);
    } catch (const crims::ModelFileError& error) {
        throw DataError(error.what());
    }
    stored.crs = crs_of(*dataset);
    make_triangles(path, stored);
    return stored;
}

} // namespace crims_tool
