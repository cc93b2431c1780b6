// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "crims_gpkg/model_file.hpp"
#include "crims_gpkg/model_tables.hpp"
#include "gpkg/statement.hpp"

namespace crims {

/// Fills the tables of a model in a GeoPackage that is open for writing; whoever opened it begins
/// and ends the transaction. Throws gpkg::SqliteError.
class ModelTableWriter {
  public:
    /// `last_change` as GeoPackages have it: "2020-01-31T12:00:00.000Z".
    ModelTableWriter(sqlite3* connection, std::string last_change);

    /// A table without geometry.
    void create_table(const ModelTable& table);

    /// A table with the column `geom`, of this type, in a coordinate system of the GeoPackage.
    void create_layer(const ModelTable& table, std::string_view geometry_type, std::int32_t srs_id);

    /// The zones as a table without geometry.
    void write_zones(const Model& model);

    /// Rows of the table of places, which must be there.
    void write_places(const Model& model, std::int32_t srs_id);

    /// All other tables.
    void write_rest(const ModelFile& file);

    /// A statement with a parameter for each column in the table's order, then one for the
    /// geometry.
    gpkg::Statement insertion(const ModelTable& table, bool with_geometry = false);

  private:
    void write_crime_types(const ModelFile& file);
    void write_cells(const Model& model);
    void write_offences(const Model& model);
    void write_rhythm(const Model& model);
    void write_calendar(const Model& model);
    void write_near_repeats(const Model& model);
    void write_metadata(const ModelFile& file);
    void write_documentation(const ModelFile& file);
    void write_population(const ModelFile& file);
    void add_contents(const ModelTable& table, std::string_view type, std::int32_t srs_id);

    sqlite3* m_connection;
    std::string m_last_change;
};

/// Expected crimes of all types in a year, one a zone, at the trend's origin.
std::vector<double> crimes_per_year(const Model& model);

} // namespace crims
