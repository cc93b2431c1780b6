// SPDX-License-Identifier: MIT
#include "crims_tool/calibrate/model_writer.hpp"

#include <array>
#include <vector>

#include <cpl_string.h>
#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include "crims_gpkg/model_table_writer.hpp"
#include "crims_tool/calibrate/model_package.hpp"
#include "crims_tool/calibrate/zone_style.hpp"
#include "crims_tool/styles/place_style.hpp"
#include "toolkit/geopackage/layer_style.hpp"
#include "toolkit/geopackage/sqlite_statement.hpp"
#include "toolkit/layers/gdal_errors.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/layers/polygon_reader.hpp"
#include "toolkit/system/paths.hpp"
#include "toolkit/text/errors.hpp"

namespace crims_tool {

namespace {

using crims::geometry_column;
using crims::incidence_table;
using crims::metadata_table;
using crims::places_table;
using crims::zones_table;
using toolkit::DataError;
using toolkit::Statement;

constexpr double square_km = 1e6; // m²

/// Writes the tables of a model.
class ModelWriter {
  public:
    explicit ModelWriter(const std::string& path) : m_package(path) {}

    void write(const StoredModel& stored, std::span<const wdd::Wkb> polygons);

    /// Tells whoever opens the layers in QGIS what they are of, and how the model was made.
    void describe(const toolkit::LayerDescription& model);

    void close() { m_package.close(); }

  private:
    void write_zones(const StoredModel& stored, std::span<const wdd::Wkb> polygons);
    void write_places(const StoredModel& stored);

    ModelPackage m_package;
};

void ModelWriter::write_zones(const StoredModel& stored, std::span<const wdd::Wkb> polygons) {
    const std::vector<std::string>& zones = stored.model.zones;
    if (polygons.empty()) {
        m_package.tables().write_zones(stored.model);
        return;
    }
    const std::vector<double> crimes = crims::crimes_per_year(stored.model);
    m_package.create_layer(zones_table, stored.crs, wkbMultiPolygon, true);
    OGRLayer* layer = m_package.dataset().GetLayerByName(zones_table.name.data());
    const double unit_m = stored.crs ? stored.crs->unit().metres : 1;
    std::vector<double> densities;
    const toolkit::GdalErrors errors;
    for (std::size_t i = 0; i < zones.size(); ++i) {
        const OGRFeatureUniquePtr feature(OGRFeature::CreateFeature(layer->GetLayerDefn()));
        feature->SetGeometryDirectly(
            OGRGeometryFactory::forceToMultiPolygon(toolkit::geometry_of(polygons[i]).release()));
        const double area_m2 =
            feature->GetGeometryRef()->toMultiPolygon()->get_Area() * unit_m * unit_m;
        densities.push_back(area_m2 > 0 ? crimes[i] / area_m2 * square_km : 0);
        feature->SetField(0, zones[i].c_str());
        feature->SetField(1, crimes[i]);
        feature->SetField(2, densities.back());
        require_done(layer->CreateFeature(feature.get()) == OGRERR_NONE, errors);
    }
    require_done(layer->SyncToDisk() == OGRERR_NONE, errors);
    const std::string qml = zone_style(densities);
    toolkit::store_style(m_package.connection(), zones_table.name, geometry_column,
                         {.name = "Crimes per km²", .qml = qml});
}

void ModelWriter::write_places(const StoredModel& stored) {
    m_package.create_layer(places_table, stored.crs, wkbPoint, false);
    toolkit::store_style(m_package.connection(), places_table.name, geometry_column,
                         toolkit::styles::place);
    Statement system(m_package.connection(),
                     "SELECT srs_id FROM gpkg_geometry_columns WHERE table_name = ?1");
    system.bind(1, places_table.name);
    system.step();
    m_package.tables().write_places(stored.model, static_cast<std::int32_t>(system.integer(0)));
}

void ModelWriter::write(const StoredModel& stored, std::span<const wdd::Wkb> polygons) {
    write_zones(stored, polygons);
    write_places(stored);
    m_package.tables().write_rest(stored);
}

void ModelWriter::describe(const toolkit::LayerDescription& model) {
    if (model.title.empty()) {
        return;
    }
    for (const crims::ModelTable& table : {zones_table, places_table}) {
        toolkit::store_description(m_package.connection(), table.name,
                                   {.title = fmt::format("{}: {}", model.title, table.name),
                                    .text = fmt::format("{}\n{}", table.meaning, model.text)});
    }
}

/// Whether a GeoPackage that would be replaced is a model.
bool is_model(const std::string& path) {
    const toolkit::GdalErrors errors;
    const std::array<const char*, 2> drivers{"GPKG", nullptr};
    const GDALDatasetUniquePtr dataset(
        GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers.data()));
    return dataset && dataset->GetLayerByName(metadata_table.name.data()) != nullptr &&
           dataset->GetLayerByName(incidence_table.name.data()) != nullptr;
}

/// What SQLite says of a disk that is full, in plain words.
std::string plain_reason(const std::string& error) {
    const bool full = error.find("full") != std::string::npos ||
                      error.find("disk I/O error") != std::string::npos;
    return full ? "no space is left on the device, or the file may not grow any more" : error;
}

} // namespace

void require_model_writable(const std::string& path, bool overwrite) {
    if (!EQUAL(toolkit::ending_of(path).c_str(), ".gpkg")) {
        throw toolkit::UsageError(fmt::format(
            "⟨--output⟩ '{}': a model is a GeoPackage; end the file's name with .gpkg", path));
    }
    const std::string target = toolkit::resolved(path);
    toolkit::OutputFile::require_writable(target, overwrite);
    if (toolkit::holds_content(target) && !is_model(target)) {
        throw DataError(fmt::format(
            "{}: the file exists and is not a crimekit model, so it is not overwritten; choose another name",
            path));
    }
}

ModelOutput::ModelOutput(const std::string& path, const StoredModel& stored,
                         std::span<const wdd::Wkb> polygons,
                         const toolkit::LayerDescription& description)
    : m_path(toolkit::resolved(path)), m_temporary(toolkit::path_beside(m_path, ".gpkg")) {
    crims::validate(stored.model);
    try {
        ModelWriter writer(m_temporary.path());
        writer.write(stored, polygons);
        writer.describe(description);
        writer.close();
        const StoredModel written = read_model(m_temporary.path(), ReadShapes::no);
        if (written.model.incidence != stored.model.incidence ||
            written.model.offences.size() != stored.model.offences.size() ||
            written.model.places != stored.model.places) {
            throw DataError("the written file cannot be read back");
        }
    } catch (const std::runtime_error& error) {
        throw DataError(fmt::format("{}: cannot be written: {}", path, plain_reason(error.what())));
    }
}

} // namespace crims_tool
