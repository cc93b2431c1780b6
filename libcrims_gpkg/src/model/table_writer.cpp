// SPDX-License-Identifier: MIT
#include "crims_gpkg/model_table_writer.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include "gpkg/geometry.hpp"
#include "model/text.hpp"

namespace crims {

namespace {

std::string sql_type(ColumnKind kind) {
    switch (kind) {
    case ColumnKind::text:
        return "TEXT NOT NULL";
    case ColumnKind::optional_text:
        return "TEXT";
    case ColumnKind::number:
        return "REAL NOT NULL";
    case ColumnKind::optional_number:
        return "REAL";
    case ColumnKind::integer:
        return "INTEGER NOT NULL";
    }
    return "TEXT";
}

std::vector<ModelColumn> written_columns(const ModelTable& table) {
    std::vector<ModelColumn> columns(table.columns.begin(), table.columns.end());
    columns.insert(columns.end(), table.information.begin(), table.information.end());
    return columns;
}

std::string creation(const ModelTable& table, const std::string& geometry) {
    std::string columns = "fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL" + geometry;
    for (const ModelColumn& column : written_columns(table)) {
        columns += ", " + sql_name(column.name) + " " + sql_type(column.kind);
    }
    return "CREATE TABLE " + sql_name(table.name) + " (" + columns + ")";
}

void bind_optional(gpkg::Statement& row, int parameter, double value) {
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

/// The 168 rows of a rhythm.
void write_week(gpkg::Statement& rows, const std::string& type, const std::string& code,
                const WeeklyRhythm& rhythm) {
    rows.bind(1, type);
    for (std::size_t hour = 0; hour < rhythm.size(); ++hour) {
        if (code.empty()) {
            rows.bind_null(2);
        } else {
            rows.bind(2, code);
        }
        rows.bind(3, static_cast<std::int64_t>(hour));
        rows.bind(4, rhythm.at(hour));
        rows.execute();
    }
}

/// What metadata say of the model itself.
std::map<std::string, std::string> whole_metadata(const ModelFile& file) {
    std::map<std::string, std::string> metadata = file.metadata;
    metadata[std::string(format_key)] = format_value;
    metadata[std::string(trend_origin_key)] = exact_text(file.model.trend_origin);
    if (file.model.data) {
        metadata[std::string(data_from_key)] = year_month_text(file.model.data->first);
        metadata[std::string(data_to_key)] = year_month_text(file.model.data->last);
    }
    const CommonDispersion& common = file.model.common_dispersion;
    metadata[std::string(common_zone_year_key)] = exact_text(common.zone_year);
    metadata[std::string(common_zone_half_year_key)] = exact_text(common.zone_half_year);
    metadata[std::string(common_zone_month_key)] = exact_text(common.zone_month);
    metadata[std::string(common_level_key)] = exact_text(common.by_level.level);
    metadata[std::string(common_exponent_key)] = exact_text(common.by_level.exponent);
    for (std::size_t type = 0; type < file.with_place.size(); ++type) {
        metadata[std::string(with_place_key) + file.model.crime_types[type]] =
            exact_text(file.with_place[type]);
    }
    return metadata;
}

bool knows_near_repeats(const Model& model) {
    return std::any_of(model.near_repeats.begin(), model.near_repeats.end(),
                       [](const std::optional<NearRepeat>& repeat) { return repeat.has_value(); });
}

} // namespace

std::vector<double> crimes_per_year(const Model& model) {
    const std::size_t cells = model.crime_types.size() * month_columns.size();
    std::vector<double> crimes;
    crimes.reserve(model.zones.size());
    for (std::size_t zone = 0; zone < model.zones.size(); ++zone) {
        const auto first = model.incidence.begin() + static_cast<std::ptrdiff_t>(zone * cells);
        crimes.push_back(std::accumulate(first, first + static_cast<std::ptrdiff_t>(cells), 0.0));
    }
    return crimes;
}

ModelTableWriter::ModelTableWriter(sqlite3* connection, std::string last_change)
    : m_connection(connection), m_last_change(std::move(last_change)) {}

void ModelTableWriter::add_contents(const ModelTable& table, std::string_view type,
                                    std::int32_t srs_id) {
    gpkg::Statement contents(
        m_connection,
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id) VALUES (?1, ?4, ?1, ?2, ?3, ?5)");
    contents.bind(1, table.name);
    contents.bind(2, table.meaning);
    contents.bind(3, m_last_change);
    contents.bind(4, type);
    contents.bind(5, std::int64_t{srs_id});
    contents.execute();
}

void ModelTableWriter::create_table(const ModelTable& table) {
    gpkg::Statement(m_connection, creation(table, "")).execute();
    add_contents(table, "attributes", 0);
}

void ModelTableWriter::create_layer(const ModelTable& table, std::string_view geometry_type,
                                    std::int32_t srs_id) {
    const std::string geometry =
        ", " + sql_name(geometry_column) + " " + std::string(geometry_type);
    gpkg::Statement(m_connection, creation(table, geometry)).execute();
    add_contents(table, "features", srs_id);
    gpkg::Statement column(
        m_connection,
        "INSERT INTO gpkg_geometry_columns (table_name, column_name, geometry_type_name, srs_id, z, m) VALUES (?1, ?2, ?3, ?4, 0, 0)");
    column.bind(1, table.name);
    column.bind(2, geometry_column);
    column.bind(3, geometry_type);
    column.bind(4, std::int64_t{srs_id});
    column.execute();
}

gpkg::Statement ModelTableWriter::insertion(const ModelTable& table, bool with_geometry) {
    std::string columns;
    std::string values;
    const auto add = [&](std::string_view name) {
        columns += (columns.empty() ? "" : ", ") + sql_name(name);
        values += values.empty() ? "?" : ", ?";
    };
    for (const ModelColumn& column : written_columns(table)) {
        add(column.name);
    }
    if (with_geometry) {
        add(geometry_column);
    }
    return {m_connection,
            "INSERT INTO " + sql_name(table.name) + " (" + columns + ") VALUES (" + values + ")"};
}

void ModelTableWriter::write_zones(const Model& model) {
    create_table(zones_table);
    const std::vector<double> crimes = crimes_per_year(model);
    gpkg::Statement rows = insertion(zones_table);
    for (std::size_t zone = 0; zone < model.zones.size(); ++zone) {
        rows.bind(1, model.zones[zone]);
        rows.bind(2, crimes[zone]);
        rows.bind(3, 0.0);
        rows.execute();
    }
}

void ModelTableWriter::write_crime_types(const ModelFile& file) {
    create_table(crime_types_table);
    gpkg::Statement rows = insertion(crime_types_table);
    const Model& model = file.model;
    for (std::size_t type = 0; type < model.crime_types.size(); ++type) {
        int parameter = 0;
        rows.bind(++parameter, model.crime_types[type]);
        rows.bind(++parameter, model.trends[type].per_year);
        bind_optional(rows, ++parameter, model.trends[type].standard_error);
        rows.bind(++parameter, model.dispersion[type].year);
        rows.bind(++parameter, model.dispersion[type].zone_year);
        rows.bind(++parameter, model.dispersion[type].zone_half_year);
        rows.bind(++parameter, model.dispersion[type].zone_month);
        rows.bind(++parameter, model.dispersion[type].by_level.level);
        rows.bind(++parameter, model.dispersion[type].by_level.exponent);
        bind_optional(rows, ++parameter, value_or_nan(file.pearson, type));
        bind_optional(rows, ++parameter, value_or_nan(file.profile_weight, type));
        rows.execute();
    }
}

void ModelTableWriter::write_cells(const Model& model) {
    create_table(incidence_table);
    create_table(suspect_table);
    gpkg::Statement rates = insertion(incidence_table);
    gpkg::Statement suspects = insertion(suspect_table);
    for (std::size_t cell = 0; cell < model.cell_count(); ++cell) {
        const std::string& zone = model.zones[cell / model.crime_types.size()];
        const std::string& type = model.crime_types[cell % model.crime_types.size()];
        for (gpkg::Statement* row : {&rates, &suspects}) {
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

void ModelTableWriter::write_offences(const Model& model) {
    create_table(offences_table);
    gpkg::Statement rows = insertion(offences_table);
    for (const Offence& offence : model.offences) {
        int parameter = 0;
        rows.bind(++parameter, model.crime_types[offence.crime_type]);
        rows.bind(++parameter, offence.code);
        rows.bind(++parameter, offence.description);
        rows.bind(++parameter, offence.share);
        bind_optional(rows, ++parameter, offence.severity);
        rows.bind(++parameter, offence.suspect_ratio);
        rows.execute();
    }
}

/// One rhythm for a crime type whose offences all have the same, else one an offence; none where
/// it is flat.
void ModelTableWriter::write_rhythm(const Model& model) {
    create_table(rhythm_table);
    gpkg::Statement rows = insertion(rhythm_table);
    for (auto first = model.offences.begin(); first != model.offences.end();) {
        const auto last = std::find_if(first, model.offences.end(), [&](const auto& offence) {
            return offence.crime_type != first->crime_type;
        });
        const std::string& type = model.crime_types[first->crime_type];
        const bool same = std::all_of(
            first, last, [&](const auto& offence) { return offence.rhythm == first->rhythm; });
        for (auto offence = first; offence != last && !same; ++offence) {
            if (offence->rhythm != flat_rhythm()) {
                write_week(rows, type, offence->code, offence->rhythm);
            }
        }
        if (same && first->rhythm != flat_rhythm()) {
            write_week(rows, type, "", first->rhythm);
        }
        first = last;
    }
}

void ModelTableWriter::write_calendar(const Model& model) {
    create_table(calendar_table);
    gpkg::Statement rows = insertion(calendar_table);
    const auto add = [&rows](std::chrono::sys_days day, std::size_t hour, std::string_view what) {
        const std::string date = day_text(day);
        rows.bind(1, date);
        rows.bind(2, static_cast<std::int64_t>(hour));
        rows.bind(3, what);
        rows.execute();
    };
    for (const std::chrono::sys_days holiday : model.calendar.holidays) {
        add(holiday, 0, public_holiday);
    }
    for (const ClockChange& change : model.calendar.clock_changes) {
        add(change.day, change.hour, change.times == 0 ? clocks_forward : clocks_back);
    }
}

void ModelTableWriter::write_places(const Model& model, std::int32_t srs_id) {
    if (model.places.empty()) {
        return;
    }
    gpkg::Statement rows = insertion(places_table, true);
    for (std::size_t cell = 0; cell < model.cell_count(); ++cell) {
        rows.bind(1, model.zones[cell / model.crime_types.size()]);
        rows.bind(2, model.crime_types[cell % model.crime_types.size()]);
        for (const Place& place : model.places_of(cell)) {
            rows.bind(3, place.weight);
            const gpkg::GeopackagePoint point = gpkg::geopackage_point(place.x, place.y, srs_id);
            rows.bind(4, point);
            rows.execute();
        }
    }
}

void ModelTableWriter::write_metadata(const ModelFile& file) {
    create_table(metadata_table);
    gpkg::Statement rows = insertion(metadata_table);
    for (const auto& [key, value] : whole_metadata(file)) {
        rows.bind(1, key);
        rows.bind(2, value);
        rows.execute();
    }
}

void ModelTableWriter::write_documentation(const ModelFile& file) {
    create_table(documentation_table);
    gpkg::Statement rows = insertion(documentation_table);
    const auto add = [&rows](const ModelTable& table, std::string_view column,
                             std::string_view meaning) {
        rows.bind(1, table.name);
        rows.bind(2, column);
        rows.bind(3, meaning);
        rows.execute();
    };
    std::vector<const ModelTable*> tables(model_tables().begin(), model_tables().end());
    if (!file.population.empty()) {
        tables.push_back(&population_table);
    }
    if (knows_near_repeats(file.model)) {
        tables.push_back(&near_repeats_table);
    }
    for (const ModelTable* table : tables) {
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

void ModelTableWriter::write_population(const ModelFile& file) {
    if (file.population.empty()) {
        return;
    }
    create_table(population_table);
    gpkg::Statement rows = insertion(population_table);
    for (std::size_t zone = 0; zone < file.population.size(); ++zone) {
        if (!std::isnan(file.population[zone])) {
            rows.bind(1, file.model.zones.at(zone));
            rows.bind(2, file.population[zone]);
            rows.execute();
        }
    }
}

void ModelTableWriter::write_near_repeats(const Model& model) {
    if (!knows_near_repeats(model)) {
        return;
    }
    create_table(near_repeats_table);
    gpkg::Statement rows = insertion(near_repeats_table);
    for (std::size_t type = 0; type < model.near_repeats.size(); ++type) {
        if (const std::optional<NearRepeat>& repeat = model.near_repeats[type]) {
            rows.bind(1, model.crime_types.at(type));
            rows.bind(2, repeat->ratio);
            rows.bind(3, repeat->mean_lag_days);
            rows.bind(4, repeat->spread);
            rows.bind(5, repeat->same_place);
            rows.execute();
        }
    }
}

void ModelTableWriter::write_rest(const ModelFile& file) {
    write_population(file);
    write_crime_types(file);
    write_cells(file.model);
    write_offences(file.model);
    write_rhythm(file.model);
    write_calendar(file.model);
    write_near_repeats(file.model);
    write_metadata(file);
    write_documentation(file);
}

} // namespace crims
