// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include <sqlite3.h>

#include "crims_gpkg/model_file.hpp"
#include "crims_gpkg/model_tables.hpp"
#include "gpkg/geometry.hpp"
#include "gpkg/statement.hpp"
#include "model/format_version.hpp"
#include "model/table_reader.hpp"
#include "model/text.hpp"

namespace crims {

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr double largest = std::numeric_limits<double>::max();

struct CloseConnection {
    void operator()(sqlite3* connection) const { sqlite3_close(connection); }
};

/// The weights of a week as they come, row by row.
struct PartialRhythm {
    WeeklyRhythm weights = {};
    std::array<bool, hours_a_week> seen = {};
};

/// How the rows of a table of rhythms are numbered.
struct RhythmParts {
    const ModelTable* table = &rhythm_table;
    std::size_t a_week = hours_a_week;
    std::string name = "hour";
};

/// A model's tables, open for reading.
class ModelReader {
  public:
    ModelReader(sqlite3* connection, std::string path)
        : m_path(std::move(path)), m_connection(connection) {
        require_tables();
    }

    ModelFile read(bool with_polygons);

  private:
    void require_tables() const;
    std::optional<std::int32_t> system_number(const ModelTable& table) const;
    std::optional<CoordinateSystem> coordinate_system() const;

    void read_metadata();
    void read_variances();
    std::string metadata_value(std::string_view key) const;
    ModelFileError metadata_error(std::string_view key, const std::string& needed) const;
    Month data_month(std::string_view key) const;
    void read_zones(bool with_polygons);
    void read_crime_types();
    void read_shares_with_place();
    void read_incidence();
    void read_suspect();
    void read_population();
    void read_offences();
    void read_rhythm();
    void read_week(const ModelTableReader& row, const RhythmParts& parts,
                   std::map<std::pair<std::size_t, std::string>, PartialRhythm>& rhythms) const;
    void read_calendar();
    void read_near_repeats();
    void read_places();

    /// The cell that a row's first two columns name.
    std::size_t cell(const ModelTableReader& row) const;
    /// Marks a cell as seen. Throws for the second row of one.
    void see(const ModelTableReader& row, std::vector<bool>& seen, std::size_t cell) const;
    void require_all(const std::vector<bool>& seen, const ModelTable& table) const;
    std::string cell_text(std::size_t cell) const;

    std::string m_path;
    sqlite3* m_connection;
    ModelFile m_file;
    std::optional<NameIndex> m_zones;
    std::optional<NameIndex> m_crime_types;
};

bool has_table(sqlite3* connection, std::string_view name) {
    gpkg::Statement found(
        connection, "SELECT 1 FROM sqlite_master WHERE type IN ('table', 'view') AND name = ?1");
    found.bind(1, name);
    return found.step();
}

bool has_column(sqlite3* connection, std::string_view table, std::string_view column) {
    gpkg::Statement found(connection, "SELECT 1 FROM pragma_table_info(?1) WHERE name = ?2");
    found.bind(1, table);
    found.bind(2, column);
    return found.step();
}

void ModelReader::require_tables() const {
    std::vector<std::string> missing;
    for (const ModelTable* table : model_tables()) {
        if (table != &documentation_table && table != &calendar_table &&
            !has_table(m_connection, table->name)) {
            missing.emplace_back(table->name);
        }
    }
    if (!missing.empty()) {
        throw ModelFileError(
            m_path + ": this is not a crimekit model, or part of it is missing: it has no table " +
            listed_names(missing));
    }
}

/// The GeoPackage's number of the system of a table's geometries; none: it has no geometries.
std::optional<std::int32_t> ModelReader::system_number(const ModelTable& table) const {
    if (!has_table(m_connection, "gpkg_geometry_columns")) {
        return std::nullopt;
    }
    gpkg::Statement found(m_connection,
                          "SELECT srs_id FROM gpkg_geometry_columns WHERE table_name = ?1");
    found.bind(1, table.name);
    return found.step() ? std::optional(static_cast<std::int32_t>(found.integer(0))) : std::nullopt;
}

std::optional<CoordinateSystem> ModelReader::coordinate_system() const {
    for (const ModelTable* table : {&zones_table, &places_table}) {
        const std::optional<std::int32_t> number = system_number(*table);
        if (!number || *number <= 0 || !has_table(m_connection, "gpkg_spatial_ref_sys")) {
            continue; // 0 and -1: not known
        }
        gpkg::Statement found(
            m_connection,
            "SELECT srs_name, organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys WHERE srs_id = ?1");
        found.bind(1, std::int64_t{*number});
        if (found.step()) {
            return CoordinateSystem{.name = found.text(0),
                                    .organization = found.text(1),
                                    .code = static_cast<int>(found.integer(2)),
                                    .definition = found.text(3)};
        }
    }
    return std::nullopt;
}

std::string ModelReader::cell_text(std::size_t cell) const {
    const Model& model = m_file.model;
    return "zone '" + model.zones[cell / model.crime_types.size()] + "' and crime type '" +
           model.crime_types[cell % model.crime_types.size()] + "'";
}

std::size_t ModelReader::cell(const ModelTableReader& row) const {
    return m_file.model.cell(m_zones->find(row, 0), m_crime_types->find(row, 1));
}

void ModelReader::see(const ModelTableReader& row, std::vector<bool>& seen,
                      std::size_t cell) const {
    if (seen[cell]) {
        throw row.error(cell_text(cell) + " are listed twice");
    }
    seen[cell] = true;
}

void ModelReader::require_all(const std::vector<bool>& seen, const ModelTable& table) const {
    const auto absent = std::find(seen.begin(), seen.end(), false);
    if (absent != seen.end()) {
        throw ModelFileError(m_path + ": table " + std::string(table.name) +
                             ": it has no row for " +
                             cell_text(static_cast<std::size_t>(absent - seen.begin())));
    }
}

std::string ModelReader::metadata_value(std::string_view key) const {
    const auto found = m_file.metadata.find(std::string(key));
    return found == m_file.metadata.end() ? std::string() : found->second;
}

ModelFileError ModelReader::metadata_error(std::string_view key, const std::string& needed) const {
    const std::string name(key);
    return ModelFileError(m_path + ": table metadata: " + name + " is '" + metadata_value(key) +
                          "'; " + needed + " is needed");
}

void ModelReader::read_metadata() {
    ModelTableReader rows(m_connection, m_path, metadata_table);
    while (rows.next()) {
        const std::string key(rows.text(0));
        // A value may be empty: an option that was not given.
        if (!m_file.metadata.emplace(key, rows.text(1)).second) {
            throw rows.error("the key '" + key + "' is listed twice");
        }
    }
    if (const std::string problem = format_problem(metadata_value(format_key)); !problem.empty()) {
        throw ModelFileError(m_path + ": table metadata: " + problem);
    }
    const std::optional<double> origin = number_of_text(metadata_value(trend_origin_key));
    if (!origin || !std::isfinite(*origin)) {
        throw metadata_error(trend_origin_key, "a number of months since January 1970");
    }
    m_file.model.trend_origin = *origin;
    if (!metadata_value(data_from_key).empty() || !metadata_value(data_to_key).empty()) {
        m_file.model.data = {.first = data_month(data_from_key), .last = data_month(data_to_key)};
    }
    read_variances();
}

void ModelReader::read_variances() {
    const auto number = [&](std::string_view key, const char* what) {
        const std::optional<double> value = number_of_text(metadata_value(key));
        if (!value || !std::isfinite(*value) || *value < 0) {
            throw metadata_error(key, std::string(what) + " of 0 or above");
        }
        return *value;
    };
    const auto variance = [&](std::string_view key) { return number(key, "a variance"); };
    m_file.model.common_dispersion = {.zone_year = variance(common_zone_year_key),
                                      .zone_half_year = variance(common_zone_half_year_key),
                                      .zone_month = variance(common_zone_month_key)};
    if (metadata_value(format_key) != older_format_values.front()) {
        m_file.model.common_dispersion.by_level = {
            .level = number(common_level_key, "a number of crimes"),
            .exponent = number(common_exponent_key, "a number")};
    }
}

Month ModelReader::data_month(std::string_view key) const {
    const std::optional<Month> month = month_of_text(metadata_value(key));
    if (!month) {
        throw metadata_error(key, "a month as YYYY-MM");
    }
    return *month;
}

void ModelReader::read_zones(bool with_polygons) {
    ModelTableReader rows(m_connection, m_path, zones_table, with_polygons);
    while (rows.next()) {
        m_file.model.zones.emplace_back(rows.text(0));
        if (with_polygons) {
            const std::span<const std::byte> wkb = rows.wkb();
            if (wkb.empty()) {
                throw rows.error("the zone '" + std::string(rows.text(0)) + "' has no polygon");
            }
            m_file.polygons.emplace_back(wkb.begin(), wkb.end());
        }
    }
    m_zones.emplace(m_file.model.zones, m_path, zones_table.name);
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
        level,
        level_exponent,
        pearson,
        weight
    };

    ModelTableReader rows(m_connection, m_path, crime_types_table);
    while (rows.next()) {
        m_file.model.crime_types.emplace_back(rows.text(name));
        m_file.model.trends.push_back({.per_year = rows.number(per_year, -largest, largest),
                                       .standard_error = rows.number(standard_error, 0, infinite)});
        m_file.model.dispersion.push_back(
            {.year = rows.rate(year),
             .zone_year = rows.rate(zone_year),
             .zone_half_year = rows.rate(zone_half_year),
             .zone_month = rows.rate(zone_month),
             .by_level = {.level = rows.rate(level), .exponent = rows.rate(level_exponent)}});
        m_file.pearson.push_back(rows.number(pearson, 0, infinite));
        m_file.profile_weight.push_back(rows.number(weight, 0, infinite));
    }
    m_crime_types.emplace(m_file.model.crime_types, m_path, crime_types_table.name);
}

void ModelReader::read_shares_with_place() {
    const std::vector<std::string>& types = m_file.model.crime_types;
    for (const auto& [key, value] : m_file.metadata) {
        if (!key.starts_with(with_place_key)) {
            continue;
        }
        const auto type = std::find(types.begin(), types.end(), key.substr(with_place_key.size()));
        if (type == types.end()) {
            throw ModelFileError(m_path + ": table metadata: the model has no crime type of '" +
                                 key + "'");
        }
        const std::optional<double> share = number_of_text(value);
        if (!share || !(*share >= 0 && *share <= 1)) {
            throw metadata_error(key, "a share from 0 to 1");
        }
        m_file.with_place.resize(types.size(), 1); // a type that was added by hand
        m_file.with_place[static_cast<std::size_t>(type - types.begin())] = *share;
    }
}

void ModelReader::read_incidence() {
    Model& model = m_file.model;
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
    Model& model = m_file.model;
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

void ModelReader::read_population() {
    if (!has_table(m_connection, population_table.name)) {
        return;
    }
    std::vector<double>& people = m_file.population;
    people.assign(m_file.model.zones.size(), std::numeric_limits<double>::quiet_NaN());
    ModelTableReader rows(m_connection, m_path, population_table);
    while (rows.next()) {
        const std::size_t zone = m_zones->find(rows, 0);
        if (!std::isnan(people[zone])) {
            throw rows.error("the zone '" + std::string(rows.text(0)) + "' stands there twice");
        }
        people[zone] = rows.rate(1);
    }
}

void ModelReader::read_offences() {
    enum Column { crime_type, code, description, share, severity, suspect_ratio };

    std::vector<Offence>& offences = m_file.model.offences;
    ModelTableReader rows(m_connection, m_path, offences_table);
    while (rows.next()) {
        const double ratio = rows.rate(suspect_ratio);
        offences.push_back({.crime_type = m_crime_types->find(rows, crime_type),
                            .code = std::string(rows.text(code)),
                            .description = std::string(rows.text(description)),
                            .share = rows.rate(share),
                            .severity = rows.rate(severity),
                            .suspect_ratio = std::isnan(ratio) ? 1 : ratio});
    }
    // A row that a user adds stands at the end.
    std::stable_sort(offences.begin(), offences.end(),
                     [](const auto& a, const auto& b) { return a.crime_type < b.crime_type; });
}

void ModelReader::read_week(
    const ModelTableReader& row, const RhythmParts& parts,
    std::map<std::pair<std::size_t, std::string>, PartialRhythm>& rhythms) const {
    enum Column { crime_type, code, part, weight };

    const std::vector<Offence>& offences = m_file.model.offences;
    const std::size_t type = m_crime_types->find(row, crime_type);
    const std::string offence(row.text(code));
    const bool known =
        offence.empty() || std::any_of(offences.begin(), offences.end(), [&](const auto& one) {
            return one.crime_type == type && one.code == offence;
        });
    if (!known) {
        throw row.error("'" + offence + "' is not an offence of this crime type");
    }
    PartialRhythm& rhythm = rhythms[{type, offence}];
    const auto at =
        static_cast<std::size_t>(row.integer(part, 0, static_cast<std::int64_t>(parts.a_week) - 1));
    if (std::exchange(rhythm.seen.at(at), true)) {
        throw row.error("the " + parts.name + " " + std::to_string(at) + " is listed twice");
    }
    const std::size_t hours = hours_a_week / parts.a_week;
    std::fill_n(rhythm.weights.begin() + static_cast<std::ptrdiff_t>(at * hours), hours,
                row.rate(weight));
}

void ModelReader::read_rhythm() {
    std::map<std::pair<std::size_t, std::string>, PartialRhythm> rhythms;
    const RhythmParts parts = has_column(m_connection, "rhythm", "period")
                                  ? RhythmParts{&rhythm_by_period_table, periods_a_week, "period"}
                                  : RhythmParts{};
    ModelTableReader rows(m_connection, m_path, *parts.table);
    while (rows.next()) {
        read_week(rows, parts, rhythms);
    }
    for (const auto& [key, rhythm] : rhythms) {
        const auto* const end = rhythm.seen.begin() + parts.a_week;
        const auto* const absent = std::find(rhythm.seen.begin(), end, false);
        if (absent != end) {
            throw ModelFileError(m_path + ": table rhythm: crime type '" +
                                 m_file.model.crime_types[key.first] + "'" +
                                 (key.second.empty() ? "" : ", offence '" + key.second + "',") +
                                 " has no row for the " + parts.name + " " +
                                 std::to_string(absent - rhythm.seen.begin()) + "; all " +
                                 std::to_string(parts.a_week) + " are needed");
        }
    }
    for (Offence& offence : m_file.model.offences) {
        auto found = rhythms.find({offence.crime_type, offence.code});
        found = found == rhythms.end() ? rhythms.find({offence.crime_type, ""}) : found;
        if (found != rhythms.end()) {
            offence.rhythm = found->second.weights;
        }
    }
}

void ModelReader::read_calendar() {
    if (!has_table(m_connection, calendar_table.name)) {
        return;
    }
    LocalCalendar& calendar = m_file.model.calendar;
    ModelTableReader rows(m_connection, m_path, calendar_table);
    while (rows.next()) {
        const std::optional<std::chrono::sys_days> day = day_of_text(rows.text(0));
        if (!day) {
            throw rows.error("'" + std::string(rows.text(0)) + "' is not a date (YYYY-MM-DD)");
        }
        const auto hour = static_cast<std::uint8_t>(
            rows.integer(1, 0, static_cast<std::int64_t>(hours_a_day) - 1));
        const std::string what(rows.text(2));
        if (what == public_holiday) {
            calendar.holidays.push_back(*day);
        } else if (what == clocks_forward || what == clocks_back) {
            const std::uint8_t times = what == clocks_back ? 2 : 0;
            calendar.clock_changes.push_back({.day = *day, .hour = hour, .times = times});
        } else {
            throw rows.error("'" + what + "' is none of '" + std::string(public_holiday) + "', '" +
                             std::string(clocks_forward) + "' and '" + std::string(clocks_back) +
                             "'");
        }
    }
    std::sort(calendar.holidays.begin(), calendar.holidays.end());
    std::stable_sort(calendar.clock_changes.begin(), calendar.clock_changes.end(),
                     [](const ClockChange& a, const ClockChange& b) { return a.day < b.day; });
}

void ModelReader::read_near_repeats() {
    enum Column { crime_type, ratio, days, spread, same_place };

    if (!has_table(m_connection, near_repeats_table.name)) {
        return;
    }
    std::vector<std::optional<NearRepeat>>& repeats = m_file.model.near_repeats;
    repeats.assign(m_file.model.crime_types.size(), std::nullopt);
    ModelTableReader rows(m_connection, m_path, near_repeats_table);
    while (rows.next()) {
        std::optional<NearRepeat>& repeat = repeats[m_crime_types->find(rows, crime_type)];
        if (repeat) {
            throw rows.error("the crime type '" + std::string(rows.text(crime_type)) +
                             "' is listed twice");
        }
        repeat = NearRepeat{.ratio = rows.rate(ratio),
                            .mean_lag_days = rows.rate(days),
                            .spread = rows.rate(spread),
                            .same_place = rows.rate(same_place)};
    }
}

void ModelReader::read_places() {
    Model& model = m_file.model;
    std::vector<std::pair<std::size_t, Place>> places;
    ModelTableReader rows(m_connection, m_path, places_table, true);
    while (rows.next()) {
        const auto point = gpkg::wkb_point(rows.wkb());
        if (!point || !std::isfinite(point->first) || !std::isfinite(point->second)) {
            throw rows.error("the place is not a point");
        }
        const double weight = rows.rate(2);
        if (weight == 0) {
            throw rows.error("the weight is 0; it must be above 0");
        }
        places.emplace_back(cell(rows),
                            Place{.x = point->first, .y = point->second, .weight = weight});
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

ModelFile ModelReader::read(bool with_polygons) {
    read_metadata();
    m_file.coordinate_system = coordinate_system();
    read_zones(with_polygons && system_number(zones_table).has_value());
    read_crime_types();
    read_shares_with_place();
    read_incidence();
    read_suspect();
    read_population();
    read_offences();
    read_rhythm();
    read_calendar();
    read_near_repeats();
    read_places();
    try {
        validate(m_file.model);
    } catch (const ModelError& error) {
        throw ModelFileError(m_path + ": the model cannot be used: " + error.what());
    }
    return std::move(m_file);
}

/// A database that is only read, or what SQLite says against it.
std::unique_ptr<sqlite3, CloseConnection> open_model(const std::string& path) {
    sqlite3* connection = nullptr;
    const int status = sqlite3_open_v2(path.c_str(), &connection, SQLITE_OPEN_READONLY, nullptr);
    std::unique_ptr<sqlite3, CloseConnection> owner(connection);
    if (status != SQLITE_OK) {
        throw ModelFileError(path + ": it cannot be opened: " + sqlite3_errmsg(connection));
    }
    return owner;
}

} // namespace

ModelFile read_model(sqlite3* connection, const std::string& name, ReadPolygons polygons) {
    return ModelReader(connection, name).read(polygons == ReadPolygons::yes);
}

ModelFile read_model(const std::string& path, ReadPolygons polygons) {
    const std::unique_ptr<sqlite3, CloseConnection> connection = open_model(path);
    try {
        return read_model(connection.get(), path, polygons);
    } catch (const gpkg::SqliteError& error) {
        throw ModelFileError(path + ": this is not a crimekit model: " + error.what());
    }
}

} // namespace crims
