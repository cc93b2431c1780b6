// SPDX-License-Identifier: MIT
#include "crims_tool/calibrate/model_writer.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <limits>
#include <numeric>
#include <utility>

#include <cpl_string.h>
#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include "crims_tool/calibrate/model_package.hpp"
#include "crims_tool/calibrate/zone_style.hpp"
#include "crims_tool/records/month_range.hpp"
#include "crims_tool/styles/place_style.hpp"
#include "toolkit/geopackage/geopackage_geometry.hpp"
#include "toolkit/geopackage/layer_style.hpp"
#include "toolkit/geopackage/sqlite_statement.hpp"
#include "toolkit/layers/gdal_errors.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/layers/polygon_reader.hpp"
#include "toolkit/text/errors.hpp"

namespace crims_tool {

namespace {

using crims::Model;
using toolkit::DataError;
using toolkit::Statement;

constexpr double square_km = 1e6; // m²

/// Writes the tables of a model.
class ModelWriter {
  public:
    explicit ModelWriter(const std::string& path) : m_package(path) {}

    void write(const StoredModel& stored, std::span<const wdd::Wkb> polygons);

    void close() { m_package.close(); }

  private:
    void write_zones(const StoredModel& stored, std::span<const wdd::Wkb> polygons);
    void write_crime_types(const StoredModel& stored);
    void write_cells(const Model& model);
    void write_offences(const Model& model);
    void write_rhythm(const Model& model);
    void write_places(const StoredModel& stored);
    void write_metadata(const StoredModel& stored);
    void write_documentation();

    ModelPackage m_package;
};

void bind_optional(Statement& row, int parameter, double value) {
    if (std::isnan(value)) {
        row.bind_null(parameter);
    } else {
        row.bind(parameter, value);
    }
}

/// The value of a vector that may be empty.
double value_or_nan(const std::vector<double>& values, std::size_t index) {
    return values.empty() ? std::numeric_limits<double>::quiet_NaN() : values.at(index);
}

/// The 21 rows of a rhythm.
void write_week(Statement& rows, const std::string& type, const std::string& code,
                const crims::WeeklyRhythm& rhythm) {
    rows.bind(1, type);
    for (std::size_t period = 0; period < rhythm.size(); ++period) {
        if (code.empty()) {
            rows.bind_null(2);
        } else {
            rows.bind(2, code);
        }
        rows.bind(3, static_cast<std::int64_t>(period));
        rows.bind(4, rhythm.at(period));
        rows.execute();
    }
}

/// Crimes of all types in a year, at the trend's origin.
std::vector<double> crimes_per_year(const Model& model) {
    const std::size_t cells = model.crime_types.size() * month_columns.size();
    std::vector<double> crimes;
    for (std::size_t zone = 0; zone < model.zones.size(); ++zone) {
        const auto first = model.incidence.begin() + static_cast<std::ptrdiff_t>(zone * cells);
        crimes.push_back(std::accumulate(first, first + static_cast<std::ptrdiff_t>(cells), 0.0));
    }
    return crimes;
}

void ModelWriter::write_zones(const StoredModel& stored, std::span<const wdd::Wkb> polygons) {
    const std::vector<std::string>& zones = stored.model.zones;
    const std::vector<double> crimes = crimes_per_year(stored.model);
    if (polygons.empty()) {
        m_package.create_table(zones_table);
        Statement rows = m_package.insertion(zones_table);
        for (std::size_t i = 0; i < zones.size(); ++i) {
            rows.bind(1, zones[i]);
            rows.bind(2, crimes[i]);
            rows.bind(3, 0.0);
            rows.execute();
        }
        return;
    }
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

void ModelWriter::write_crime_types(const StoredModel& stored) {
    m_package.create_table(crime_types_table);
    Statement rows = m_package.insertion(crime_types_table);
    const Model& model = stored.model;
    for (std::size_t type = 0; type < model.crime_types.size(); ++type) {
        int parameter = 0;
        rows.bind(++parameter, model.crime_types[type]);
        rows.bind(++parameter, model.trends[type].per_year);
        bind_optional(rows, ++parameter, model.trends[type].standard_error);
        rows.bind(++parameter, model.dispersion[type].year);
        rows.bind(++parameter, model.dispersion[type].zone_year);
        rows.bind(++parameter, model.dispersion[type].zone_half_year);
        rows.bind(++parameter, model.dispersion[type].zone_month);
        bind_optional(rows, ++parameter, value_or_nan(stored.pearson, type));
        bind_optional(rows, ++parameter, value_or_nan(stored.profile_weight, type));
        rows.execute();
    }
}

void ModelWriter::write_cells(const Model& model) {
    m_package.create_table(incidence_table);
    m_package.create_table(suspect_table);
    Statement rates = m_package.insertion(incidence_table);
    Statement suspects = m_package.insertion(suspect_table);
    for (std::size_t cell = 0; cell < model.cell_count(); ++cell) {
        const std::string& zone = model.zones[cell / model.crime_types.size()];
        const std::string& type = model.crime_types[cell % model.crime_types.size()];
        for (Statement* row : {&rates, &suspects}) {
            row->bind(1, zone);
            row->bind(2, type);
        }
        for (std::size_t month = 0; month < month_columns.size(); ++month) {
            rates.bind(static_cast<int>(month) + 3,
                       model.incidence[(cell * month_columns.size()) + month]);
        }
        rates.execute();
        suspects.bind(3, model.suspect[cell]);
        suspects.execute();
    }
}

void ModelWriter::write_offences(const Model& model) {
    m_package.create_table(offences_table);
    Statement rows = m_package.insertion(offences_table);
    for (const crims::Offence& offence : model.offences) {
        int parameter = 0;
        rows.bind(++parameter, model.crime_types[offence.crime_type]);
        rows.bind(++parameter, offence.code);
        rows.bind(++parameter, offence.description);
        rows.bind(++parameter, offence.share);
        bind_optional(rows, ++parameter, offence.severity);
        rows.execute();
    }
}

/// One rhythm for a crime type whose offences all have the same, else one an offence; none where
/// it is flat.
void ModelWriter::write_rhythm(const Model& model) {
    m_package.create_table(rhythm_table);
    Statement rows = m_package.insertion(rhythm_table);
    for (auto first = model.offences.begin(); first != model.offences.end();) {
        const auto last = std::find_if(first, model.offences.end(), [&](const auto& offence) {
            return offence.crime_type != first->crime_type;
        });
        const std::string& type = model.crime_types[first->crime_type];
        const bool same = std::all_of(
            first, last, [&](const auto& offence) { return offence.rhythm == first->rhythm; });
        for (auto offence = first; offence != last && !same; ++offence) {
            if (offence->rhythm != crims::flat_rhythm()) {
                write_week(rows, type, offence->code, offence->rhythm);
            }
        }
        if (same && first->rhythm != crims::flat_rhythm()) {
            write_week(rows, type, "", first->rhythm);
        }
        first = last;
    }
}

void ModelWriter::write_places(const StoredModel& stored) {
    m_package.create_layer(places_table, stored.crs, wkbPoint, false);
    toolkit::store_style(m_package.connection(), places_table.name, geometry_column,
                         toolkit::styles::place);
    const Model& model = stored.model;
    if (model.places.empty()) {
        return;
    }
    Statement system(m_package.connection(),
                     "SELECT srs_id FROM gpkg_geometry_columns WHERE table_name = ?1");
    system.bind(1, places_table.name);
    system.step();
    const auto srs_id = static_cast<std::int32_t>(system.integer(0));
    Statement rows = m_package.insertion(places_table, true);
    for (std::size_t cell = 0; cell < model.cell_count(); ++cell) {
        rows.bind(1, model.zones[cell / model.crime_types.size()]);
        rows.bind(2, model.crime_types[cell % model.crime_types.size()]);
        for (const crims::Place& place : model.places_of(cell)) {
            rows.bind(3, place.weight);
            const toolkit::GeopackagePoint point =
                toolkit::geopackage_point(place.x, place.y, srs_id);
            rows.bind(4, point);
            rows.execute();
        }
    }
}

void ModelWriter::write_metadata(const StoredModel& stored) {
    m_package.create_table(metadata_table);
    Statement rows = m_package.insertion(metadata_table);
    std::map<std::string, std::string> metadata = stored.metadata;
    metadata[std::string(format_key)] = format_value;
    metadata[std::string(trend_origin_key)] = fmt::format("{}", stored.model.trend_origin);
    if (stored.model.data) {
        metadata[std::string(data_from_key)] = month_text(stored.model.data->first);
        metadata[std::string(data_to_key)] = month_text(stored.model.data->last);
    }
    const crims::CommonDispersion& common = stored.model.common_dispersion;
    metadata[std::string(common_zone_year_key)] = fmt::format("{}", common.zone_year);
    metadata[std::string(common_zone_half_year_key)] = fmt::format("{}", common.zone_half_year);
    metadata[std::string(common_zone_month_key)] = fmt::format("{}", common.zone_month);
    for (std::size_t type = 0; type < stored.with_place.size(); ++type) {
        metadata[std::string(with_place_key) + stored.model.crime_types[type]] =
            fmt::format("{}", stored.with_place[type]);
    }
    for (const auto& [key, value] : metadata) {
        rows.bind(1, key);
        rows.bind(2, value);
        rows.execute();
    }
}

void ModelWriter::write_documentation() {
    m_package.create_table(documentation_table);
    Statement rows = m_package.insertion(documentation_table);
    const auto add = [&rows](const ModelTable& table, std::string_view column,
                             std::string_view meaning) {
        rows.bind(1, table.name);
        rows.bind(2, column);
        rows.bind(3, meaning);
        rows.execute();
    };
    for (const ModelTable* table : model_tables()) {
        add(*table, "", table->meaning);
        for (const auto& columns : {table->columns, table->information}) {
            for (const ModelColumn& column : columns) {
                if (!column.meaning.empty()) {
                    add(*table, column.name, column.meaning);
                }
            }
        }
    }
}

void ModelWriter::write(const StoredModel& stored, std::span<const wdd::Wkb> polygons) {
    write_zones(stored, polygons);
    write_crime_types(stored);
    write_cells(stored.model);
    write_offences(stored.model);
    write_rhythm(stored.model);
    write_places(stored);
    write_metadata(stored);
    write_documentation();
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
    const std::filesystem::path file(path);
    if (!EQUAL(file.extension().c_str(), ".gpkg")) {
        throw toolkit::UsageError(fmt::format(
            "--output '{}': a model is a GeoPackage; end the file's name with .gpkg", path));
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
                         std::span<const wdd::Wkb> polygons)
    : m_path(toolkit::resolved(path)), m_temporary(toolkit::path_beside(m_path, ".gpkg")) {
    crims::validate(stored.model);
    try {
        ModelWriter writer(m_temporary.path());
        writer.write(stored, polygons);
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
