// SPDX-License-Identifier: MIT
#include "crims_tool/model/file.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include <cpl_vsi.h>
#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include "crims_tool/model/schema.hpp"
#include "crims_tool/model/table_reader.hpp"
#include "crims_tool/records/month_range.hpp"
#include "crims_tool/shapes/triangles.hpp"
#include "toolkit/geopackage/geopackage_geometry.hpp"
#include "toolkit/layers/gdal_errors.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/number.hpp"

namespace crims_tool {

namespace {

using crims::Model;
using toolkit::DataError;

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr double largest = std::numeric_limits<double>::max();

/// A model's file, open for reading.
class ModelReader {
  public:
    explicit ModelReader(std::string path);

    StoredModel read(ReadShapes shapes);

  private:
    void require_tables() const;
    bool has_polygons();
    std::optional<toolkit::Crs> crs();

    void read_metadata();
    crims::Month data_month(std::string_view key, const std::string& value) const;
    void read_zones(bool with_polygons);
    void read_crime_types();
    void read_shares_with_place();
    void read_incidence();
    void read_suspect();
    void read_offences();
    void read_rhythm();
    void read_places();
    void make_triangles();

    /// The cell that a row's first two columns name.
    std::size_t cell(const ModelTableReader& row) const;
    /// Marks a cell as seen. Throws for the second row of one.
    void see(const ModelTableReader& row, std::vector<bool>& seen, std::size_t cell) const;
    void require_all(const std::vector<bool>& seen, const ModelTable& table) const;
    std::string cell_text(std::size_t cell) const;

    std::string m_path;
    GDALDatasetUniquePtr m_dataset;
    sqlite3* m_connection = nullptr;
    StoredModel m_stored;
    std::vector<wdd::Wkb> m_polygons; ///< one per zone, or none at all
    std::optional<NameIndex> m_zones;
    std::optional<NameIndex> m_crime_types;
};

bool exists(const std::string& path) {
    VSIStatBufL status{};
    return VSIStatExL(path.c_str(), &status, VSI_STAT_EXISTS_FLAG) == 0;
}

ModelReader::ModelReader(std::string path) : m_path(std::move(path)) {
    const toolkit::GdalErrors errors;
    const std::array<const char*, 2> drivers{"GPKG", nullptr};
    m_dataset.reset(
        GDALDataset::Open(m_path.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers.data()));
    if (!m_dataset) {
        throw DataError(
            exists(m_path)
                ? fmt::format(
                      "{}: this is not a crimekit model, a GeoPackage that 'crims calibrate' makes",
                      m_path)
                : fmt::format("{}: no such file", m_path));
    }
    m_connection = static_cast<sqlite3*>(m_dataset->GetInternalHandle("SQLITE_HANDLE"));
    require_tables();
}

void ModelReader::require_tables() const {
    std::vector<std::string> missing;
    for (const ModelTable* table : model_tables()) {
        toolkit::Statement found(
            m_connection,
            "SELECT 1 FROM sqlite_master WHERE type IN ('table', 'view') AND name = ?1");
        found.bind(1, table->name);
        if (table != &documentation_table && !found.step()) {
            missing.emplace_back(table->name);
        }
    }
    if (!missing.empty()) {
        throw DataError(fmt::format(
            "{}: this is not a crimekit model, or part of it is missing: it has no table {}",
            m_path, toolkit::listed(missing)));
    }
}

bool ModelReader::has_polygons() {
    OGRLayer* zones = m_dataset->GetLayerByName(zones_table.name.data());
    return zones != nullptr && zones->GetLayerDefn()->GetGeomFieldCount() > 0;
}

std::optional<toolkit::Crs> ModelReader::crs() {
    for (const ModelTable* table : {&zones_table, &places_table}) {
        OGRLayer* layer = m_dataset->GetLayerByName(table->name.data());
        const OGRSpatialReference* reference = layer == nullptr ? nullptr : layer->GetSpatialRef();
        if (reference != nullptr && reference->IsProjected() != 0) {
            return toolkit::Crs(*reference);
        }
    }
    return std::nullopt;
}

std::string ModelReader::cell_text(std::size_t cell) const {
    const Model& model = m_stored.model;
    return fmt::format("zone '{}' and crime type '{}'",
                       model.zones[cell / model.crime_types.size()],
                       model.crime_types[cell % model.crime_types.size()]);
}

std::size_t ModelReader::cell(const ModelTableReader& row) const {
    return m_stored.model.cell(m_zones->find(row, 0), m_crime_types->find(row, 1));
}

void ModelReader::see(const ModelTableReader& row, std::vector<bool>& seen,
                      std::size_t cell) const {
    if (seen[cell]) {
        throw row.error(fmt::format("{} are listed twice", cell_text(cell)));
    }
    seen[cell] = true;
}

void ModelReader::require_all(const std::vector<bool>& seen, const ModelTable& table) const {
    const auto absent = std::find(seen.begin(), seen.end(), false);
    if (absent != seen.end()) {
        throw DataError(fmt::format("{}: table {}: it has no row for {}", m_path, table.name,
                                    cell_text(static_cast<std::size_t>(absent - seen.begin()))));
    }
}

void ModelReader::read_metadata() {
    ModelTableReader rows(m_connection, m_path, metadata_table);
    while (rows.next()) {
        const std::string key(rows.text(0));
        // A value may be empty: an option that was not given.
        if (!m_stored.metadata.emplace(key, rows.text(1)).second) {
            throw rows.error(fmt::format("the key '{}' is listed twice", key));
        }
    }
    const auto value = [this](std::string_view key) {
        const auto found = m_stored.metadata.find(std::string(key));
        return found == m_stored.metadata.end() ? std::string() : found->second;
    };
    if (value(format_key) != format_value) {
        throw DataError(fmt::format(
            "{}: table metadata: the format is '{}', but this version reads '{}'; calibrate the model again",
            m_path, value(format_key), format_value));
    }
    const std::optional<double> origin = toolkit::read_number(value(trend_origin_key));
    if (!origin || !std::isfinite(*origin)) {
        throw DataError(fmt::format(
            "{}: table metadata: {} is '{}'; a number of months since January 1970 is needed",
            m_path, trend_origin_key, value(trend_origin_key)));
    }
    m_stored.model.trend_origin = *origin;
    if (const std::string from = value(data_from_key), to = value(data_to_key);
        !from.empty() || !to.empty()) {
        m_stored.model.data = {.first = data_month(data_from_key, from),
                               .last = data_month(data_to_key, to)};
    }
    const auto variance = [&](std::string_view key) {
        const std::optional<double> number = toolkit::read_number(value(key));
        if (!number || !std::isfinite(*number) || *number < 0) {
            throw DataError(
                fmt::format("{}: table metadata: {} is '{}'; a variance of 0 or above is needed",
                            m_path, key, value(key)));
        }
        return *number;
    };
    m_stored.model.common_dispersion = {.zone_year = variance(common_zone_year_key),
                                        .zone_half_year = variance(common_zone_half_year_key),
                                        .zone_month = variance(common_zone_month_key)};
}

crims::Month ModelReader::data_month(std::string_view key, const std::string& value) const {
    const std::optional<crims::Month> month = read_month(value);
    if (!month) {
        throw DataError(fmt::format("{}: table metadata: {} is '{}'; a month as YYYY-MM is needed",
                                    m_path, key, value));
    }
    return *month;
}

void ModelReader::read_zones(bool with_polygons) {
    ModelTableReader rows(m_connection, m_path, zones_table, with_polygons);
    while (rows.next()) {
        m_stored.model.zones.emplace_back(rows.text(0));
        if (with_polygons) {
            const std::span<const std::byte> wkb = rows.wkb();
            if (wkb.empty()) {
                throw rows.error(fmt::format("the zone '{}' has no polygon", rows.text(0)));
            }
            m_polygons.emplace_back(wkb.begin(), wkb.end());
        }
    }
    m_zones.emplace(m_stored.model.zones, m_path, zones_table.name);
}

void ModelReader::read_crime_types() {
    enum Column {
        name,
        per_year,
        standard_error,
        year,
        zone_year,
        zone_half_year,
        zone_month,
        pearson,
        weight
    };

    ModelTableReader rows(m_connection, m_path, crime_types_table);
    while (rows.next()) {
        m_stored.model.crime_types.emplace_back(rows.text(name));
        m_stored.model.trends.push_back(
            {.per_year = rows.number(per_year, -largest, largest),
             .standard_error = rows.number(standard_error, 0, infinite)});
        m_stored.model.dispersion.push_back({.year = rows.rate(year),
                                             .zone_year = rows.rate(zone_year),
                                             .zone_half_year = rows.rate(zone_half_year),
                                             .zone_month = rows.rate(zone_month)});
        m_stored.pearson.push_back(rows.number(pearson, 0, infinite));
        m_stored.profile_weight.push_back(rows.number(weight, 0, infinite));
    }
    m_crime_types.emplace(m_stored.model.crime_types, m_path, crime_types_table.name);
}

void ModelReader::read_shares_with_place() {
    const std::vector<std::string>& types = m_stored.model.crime_types;
    for (const auto& [key, value] : m_stored.metadata) {
        if (!key.starts_with(with_place_key)) {
            continue;
        }
        const auto type = std::find(types.begin(), types.end(), key.substr(with_place_key.size()));
        if (type == types.end()) {
            throw DataError(fmt::format("{}: table metadata: the model has no crime type of '{}'",
                                        m_path, key));
        }
        const std::optional<double> share = toolkit::read_number(value);
        if (!share || !(*share >= 0 && *share <= 1)) {
            throw DataError(
                fmt::format("{}: table metadata: {} is '{}'; a share from 0 to 1 is needed", m_path,
                            key, value));
        }
        m_stored.with_place.resize(types.size(), 1); // a type that was added by hand
        m_stored.with_place[static_cast<std::size_t>(type - types.begin())] = *share;
    }
}

void ModelReader::read_incidence() {
    Model& model = m_stored.model;
    model.incidence.resize(month_columns.size() * model.cell_count());
    std::vector<bool> seen(model.cell_count());
    ModelTableReader rows(m_connection, m_path, incidence_table);
    while (rows.next()) {
        const std::size_t at = cell(rows);
        see(rows, seen, at);
        for (std::size_t month = 0; month < month_columns.size(); ++month) {
            model.incidence[(at * month_columns.size()) + month] = rows.rate(2 + month);
        }
    }
    require_all(seen, incidence_table);
}

void ModelReader::read_suspect() {
    Model& model = m_stored.model;
    model.suspect.resize(model.cell_count());
    std::vector<bool> seen(model.cell_count());
    ModelTableReader rows(m_connection, m_path, suspect_table);
    while (rows.next()) {
        const std::size_t at = cell(rows);
        see(rows, seen, at);
        model.suspect[at] = rows.number(2, 0, 1);
    }
    require_all(seen, suspect_table);
}

void ModelReader::read_offences() {
    enum Column { crime_type, code, description, share, severity };

    std::vector<crims::Offence>& offences = m_stored.model.offences;
    ModelTableReader rows(m_connection, m_path, offences_table);
    while (rows.next()) {
        offences.push_back({.crime_type = m_crime_types->find(rows, crime_type),
                            .code = std::string(rows.text(code)),
                            .description = std::string(rows.text(description)),
                            .share = rows.rate(share),
                            .severity = rows.rate(severity)});
    }
    // A row that a user adds stands at the end.
    std::stable_sort(offences.begin(), offences.end(),
                     [](const auto& a, const auto& b) { return a.crime_type < b.crime_type; });
}

/// The weights of a week as they come, row by row.
struct PartialRhythm {
    crims::WeeklyRhythm weights = {};
    std::array<bool, crims::periods_a_week> seen = {};
};

void ModelReader::read_rhythm() {
    enum Column { crime_type, code, period, weight };

    std::vector<crims::Offence>& offences = m_stored.model.offences;
    std::map<std::pair<std::size_t, std::string>, PartialRhythm> rhythms;
    ModelTableReader rows(m_connection, m_path, rhythm_table);
    while (rows.next()) {
        const std::size_t type = m_crime_types->find(rows, crime_type);
        const std::string offence(rows.text(code));
        const bool known =
            offence.empty() || std::any_of(offences.begin(), offences.end(), [&](const auto& one) {
                return one.crime_type == type && one.code == offence;
            });
        if (!known) {
            throw rows.error(fmt::format("'{}' is not an offence of this crime type", offence));
        }
        PartialRhythm& rhythm = rhythms[{type, offence}];
        const auto at = static_cast<std::size_t>(
            rows.integer(period, 0, static_cast<std::int64_t>(crims::periods_a_week) - 1));
        if (std::exchange(rhythm.seen[at], true)) {
            throw rows.error(fmt::format("the period {} is listed twice", at));
        }
        rhythm.weights[at] = rows.rate(weight);
    }
    for (const auto& [key, rhythm] : rhythms) {
        const auto* const absent = std::find(rhythm.seen.begin(), rhythm.seen.end(), false);
        if (absent != rhythm.seen.end()) {
            throw DataError(fmt::format(
                "{}: table rhythm: crime type '{}'{} has no row for the period {}; all 21 are needed",
                m_path, m_stored.model.crime_types[key.first],
                key.second.empty() ? "" : ", offence '" + key.second + "',",
                absent - rhythm.seen.begin()));
        }
    }
    for (crims::Offence& offence : offences) {
        auto found = rhythms.find({offence.crime_type, offence.code});
        found = found == rhythms.end() ? rhythms.find({offence.crime_type, ""}) : found;
        if (found != rhythms.end()) {
            offence.rhythm = found->second.weights;
        }
    }
}

void ModelReader::read_places() {
    Model& model = m_stored.model;
    std::vector<std::pair<std::size_t, crims::Place>> places;
    ModelTableReader rows(m_connection, m_path, places_table, true);
    while (rows.next()) {
        const auto point = toolkit::wkb_point(rows.wkb());
        if (!point || !std::isfinite(point->first) || !std::isfinite(point->second)) {
            throw rows.error("the place is not a point");
        }
        const double weight = rows.rate(2);
        if (weight == 0) {
            throw rows.error("the weight is 0; it must be above 0");
        }
        places.emplace_back(cell(rows),
                            crims::Place{.x = point->first, .y = point->second, .weight = weight});
    }
    if (places.empty()) {
        return;
    }
    const auto by_cell = [](const auto& a, const auto& b) { return a.first < b.first; };
    if (!std::is_sorted(places.begin(), places.end(), by_cell)) {
        std::stable_sort(places.begin(), places.end(), by_cell);
    }
    model.place_begin.assign(model.cell_count() + 1, 0);
    model.places.reserve(places.size());
    for (const auto& [at, place] : places) {
        ++model.place_begin[at + 1];
        model.places.push_back(place);
    }
    for (std::size_t i = 1; i < model.place_begin.size(); ++i) {
        model.place_begin[i] += model.place_begin[i - 1];
    }
}

void ModelReader::make_triangles() {
    if (m_polygons.empty()) {
        return;
    }
    Model& model = m_stored.model;
    const std::vector<std::vector<crims::Triangle>> zones =
        triangulate(m_polygons, [&](std::size_t zone, const std::string& problem) {
            return DataError(
                fmt::format("{}: table zones, zone '{}': {}", m_path, model.zones[zone], problem));
        });
    model.triangle_begin.push_back(0);
    for (const std::vector<crims::Triangle>& zone : zones) {
        model.triangles.insert(model.triangles.end(), zone.begin(), zone.end());
        model.triangle_begin.push_back(model.triangles.size());
    }
}

StoredModel ModelReader::read(ReadShapes shapes) {
    m_stored.crs = crs();
    read_metadata();
    read_zones(shapes == ReadShapes::yes && has_polygons());
    read_crime_types();
    read_shares_with_place();
    read_incidence();
    read_suspect();
    read_offences();
    read_rhythm();
    read_places();
    make_triangles();
    try {
        crims::validate(m_stored.model);
    } catch (const crims::ModelError& error) {
        throw DataError(fmt::format("{}: the model cannot be used: {}", m_path, error.what()));
    }
    return std::move(m_stored);
}

} // namespace

StoredModel read_model(const std::string& path, ReadShapes shapes) {
    return ModelReader(path).read(shapes);
}

} // namespace crims_tool
