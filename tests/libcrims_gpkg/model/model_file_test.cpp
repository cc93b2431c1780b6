// SPDX-License-Identifier: MIT
#include "crims_gpkg/model_file.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "crims_gpkg/model_tables.hpp"

namespace {

namespace fs = std::filesystem;

/// A folder of the test's own.
class Folder {
  public:
    Folder() : m_path((fs::temp_directory_path() / "crims_gpkg_XXXXXX").string()) {
        EXPECT_NE(mkdtemp(m_path.data()), nullptr);
    }

    ~Folder() { fs::remove_all(m_path); }

    std::string file(const std::string& name) const { return m_path + "/" + name; }

    std::size_t files() const {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(m_path), fs::directory_iterator()));
    }

  private:
    std::string m_path;
};

/// A square of 10 by 10, little-endian.
crims::WkbBytes square() {
    crims::WkbBytes wkb(1 + 3 * sizeof(std::uint32_t) + 10 * sizeof(double));
    std::size_t at = 0;
    const auto add = [&](const auto& value) {
        std::memcpy(&wkb[at], &value, sizeof value);
        at += sizeof value;
    };
    add(std::uint8_t{1});
    for (const std::uint32_t number : {3U, 1U, 5U}) {
        add(number);
    }
    for (const double c : {0.0, 0.0, 10.0, 0.0, 10.0, 10.0, 0.0, 10.0, 0.0, 0.0}) {
        add(c);
    }
    return wkb;
}

crims::ModelFile village() {
    crims::ModelFile file;
    crims::Model& model = file.model;
    model.zones = {"north", "south"};
    model.crime_types = {"burglary", "theft"};
    model.offences = {
        {.crime_type = 0, .code = "28E", .description = "in a dwelling"},
        {.crime_type = 1, .code = "49", .description = "other", .share = 0.25},
        {.crime_type = 1, .code = "45", .description = "\"of\" a car", .share = 0.75}};
    model.offences[1].rhythm[0] = 1.5;
    model.offences[1].rhythm[20] = 0.5;
    model.offences[1].suspect_ratio = 1.0 / 3;
    model.calendar = {
        .holidays = {std::chrono::year(2018) / 12 / 25},
        .clock_changes = {{.day = std::chrono::year(2018) / 3 / 25, .hour = 1},
                          {.day = std::chrono::year(2018) / 10 / 28, .hour = 1, .times = 2}}};
    for (std::size_t i = 0; i < 12 * model.cell_count(); ++i) {
        model.incidence.push_back(static_cast<double>(i) / 3);
    }
    model.trends = {{.per_year = -0.1 / 3, .standard_error = 0.01}, {}};
    model.trend_origin = 588.0 + 1.0 / 3;
    model.data = crims::DataMonths{std::chrono::year(2018) / 1, std::chrono::year(2020) / 2};
    model.dispersion = {{.year = 0.01, .zone_year = 1e-7, .zone_half_year = 0.1, .zone_month = 3},
                        {}};
    model.common_dispersion = {.zone_year = 0.1 / 7, .zone_half_year = 1e-5, .zone_month = 0.2};
    model.dispersion[1].by_level = {.level = 100.0 / 3, .exponent = 0.1 + 0.2};
    model.common_dispersion.by_level = {.level = 1e6 / 7, .exponent = 2};
    model.suspect = {0, 0.1 + 0.2, 1, 1.0 / 7};
    model.near_repeats = {std::nullopt, crims::NearRepeat{.ratio = 0.1 / 3,
                                                          .mean_lag_days = 22.0 / 7,
                                                          .spread = 1e-3,
                                                          .same_place = 0.1 + 0.2}};
    model.places = {{.x = 1.123456789012345, .y = -2.5, .weight = 3}, {.x = 9, .y = 9}};
    model.place_begin = {0, 0, 1, 1, 2};
    file.metadata = {{"sources", "a.zip, b.zip"}, {"rhythm", ""}};
    file.with_place = {0.5, 1};
    file.polygons = {square(), square()};
    file.coordinate_system = crims::CoordinateSystem{.name = "British National Grid",
                                                     .organization = "EPSG",
                                                     .code = 27700,
                                                     .definition = "PROJCS[...]"};
    return file;
}

void run_sql(const std::string& path, const std::string& sql) {
    sqlite3* connection = nullptr;
    ASSERT_EQ(sqlite3_open(path.c_str(), &connection), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(connection, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(connection);
}

std::string refusal(const std::string& path) {
    try {
        crims::read_model(path);
    } catch (const crims::ModelFileError& error) {
        return error.what();
    }
    return "accepted";
}

} // namespace

TEST(LibraryModelFile, comes_back_as_it_was_written_to_the_last_bit) {
    const Folder folder;
    const crims::ModelFile file = village();
    crims::write_model(folder.file("m.gpkg"), file);
    const crims::ModelFile read = crims::read_model(folder.file("m.gpkg"));
    EXPECT_EQ(read.model.zones, file.model.zones);
    EXPECT_EQ(read.model.crime_types, file.model.crime_types);
    EXPECT_EQ(read.model.incidence, file.model.incidence);
    EXPECT_EQ(read.model.suspect, file.model.suspect);
    EXPECT_EQ(read.model.trend_origin, file.model.trend_origin);
    EXPECT_EQ(read.model.data, file.model.data);
    EXPECT_EQ(read.model.places, file.model.places);
    EXPECT_EQ(read.model.near_repeats, file.model.near_repeats);
    EXPECT_EQ(read.model.place_begin, file.model.place_begin);
    EXPECT_EQ(read.model.common_dispersion.zone_year, 0.1 / 7);
    EXPECT_EQ(read.model.common_dispersion.zone_half_year, 1e-5);
    EXPECT_EQ(read.model.dispersion[0].zone_year, 1e-7);
    EXPECT_EQ(read.model.dispersion[0].by_level, crims::LevelLaw());
    EXPECT_EQ(read.model.dispersion[1].by_level, file.model.dispersion[1].by_level);
    EXPECT_EQ(read.model.common_dispersion.by_level, file.model.common_dispersion.by_level);
    EXPECT_EQ(read.model.trends[0].per_year, -0.1 / 3);
    EXPECT_TRUE(std::isnan(read.model.trends[1].standard_error));
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(read.model.offences[i].code, file.model.offences[i].code);
        EXPECT_EQ(read.model.offences[i].description, file.model.offences[i].description);
        EXPECT_EQ(read.model.offences[i].share, file.model.offences[i].share);
        EXPECT_EQ(read.model.offences[i].rhythm, file.model.offences[i].rhythm);
        EXPECT_EQ(read.model.offences[i].suspect_ratio, file.model.offences[i].suspect_ratio);
    }
    EXPECT_EQ(read.model.calendar, file.model.calendar);
    EXPECT_EQ(read.metadata.at("sources"), "a.zip, b.zip");
    EXPECT_EQ(read.with_place, file.with_place);
    EXPECT_EQ(read.polygons, file.polygons);
    EXPECT_EQ(read.coordinate_system, file.coordinate_system);
    EXPECT_TRUE(crims::read_model(folder.file("m.gpkg"), crims::ReadPolygons::no).polygons.empty());
    EXPECT_EQ(folder.files(), 1);
}

TEST(LibraryModelFile, has_no_polygons_and_places_where_the_model_has_none) {
    const Folder folder;
    crims::ModelFile file = village();
    file.polygons.clear();
    file.coordinate_system.reset();
    file.model.places.clear();
    file.model.place_begin.clear();
    crims::write_model(folder.file("m.gpkg"), file);
    const crims::ModelFile read = crims::read_model(folder.file("m.gpkg"));
    EXPECT_TRUE(read.polygons.empty());
    EXPECT_TRUE(read.model.place_begin.empty());
    EXPECT_FALSE(read.coordinate_system);
}

TEST(LibraryModelFile, may_have_offences_without_a_description_but_no_zone_without_a_name) {
    const Folder folder;
    crims::ModelFile file = village();
    file.model.offences[0].description.clear();
    crims::write_model(folder.file("m.gpkg"), file);
    EXPECT_EQ(crims::read_model(folder.file("m.gpkg")).model.offences[0].description, "");
    file.model.zones[0].clear();
    EXPECT_THROW(crims::write_model(folder.file("n.gpkg"), file), crims::ModelFileError);
    EXPECT_EQ(folder.files(), 1);
}

TEST(LibraryModelFile, of_the_format_before_is_read_as_it_was_meant) {
    const Folder folder;
    const std::string path = folder.file("m.gpkg");
    crims::ModelFile file = village();
    crims::write_model(path, file);
    run_sql(path, "ALTER TABLE crime_types DROP COLUMN dispersion_crimes_per_year;"
                  "ALTER TABLE crime_types DROP COLUMN dispersion_level_exponent;"
                  "DELETE FROM metadata WHERE key = 'common_dispersion_crimes_per_year'"
                  " OR key = 'common_dispersion_level_exponent';"
                  "UPDATE metadata SET value = 'crimekit model 2' WHERE key = 'format'");
    const crims::Model read = crims::read_model(path).model;
    EXPECT_EQ(read.dispersion[0].zone_year, 1e-7);
    EXPECT_EQ(read.dispersion[1].by_level, crims::LevelLaw());
    EXPECT_EQ(read.common_dispersion.zone_month, 0.2);
    EXPECT_EQ(read.common_dispersion.by_level, crims::LevelLaw());
}

TEST(LibraryModelFile, keeps_the_people_of_its_zones) {
    const Folder folder;
    const std::string path = folder.file("m.gpkg");
    crims::ModelFile file = village();
    file.population.assign(file.model.zones.size(), std::nan(""));
    file.population.front() = 4200.5;
    crims::write_model(path, file);
    const crims::ModelFile read = crims::read_model(path);
    ASSERT_EQ(read.population.size(), file.model.zones.size());
    EXPECT_EQ(read.population.front(), 4200.5);
    EXPECT_TRUE(std::isnan(read.population.back())) << "a zone whose people nobody knows";
    run_sql(path, "INSERT INTO population (zone, people) SELECT zone, 1 FROM population");
    EXPECT_NE(refusal(path).find("stands there twice"), std::string::npos) << refusal(path);
    run_sql(path, "DROP TABLE population");
    EXPECT_TRUE(crims::read_model(path).population.empty());
}

TEST(LibraryModelFile, of_format_3_has_periods_of_eight_hours_and_no_calendar) {
    const Folder folder;
    const std::string path = folder.file("m.gpkg");
    crims::write_model(path, village());
    run_sql(path,
            "DROP TABLE calendar; DELETE FROM rhythm;"
            "ALTER TABLE rhythm RENAME COLUMN hour TO period;"
            "ALTER TABLE offences DROP COLUMN suspect_ratio;"
            "WITH RECURSIVE n(p) AS (SELECT 0 UNION ALL SELECT p + 1 FROM n WHERE p < 20)"
            " INSERT INTO rhythm (crime_type, code, period, weight)"
            " SELECT 'theft', NULL, p, CASE p WHEN 0 THEN 1.5 WHEN 20 THEN 0.5 ELSE 1 END FROM n;"
            "UPDATE metadata SET value = 'crimekit model 3' WHERE key = 'format'");
    const crims::Model read = crims::read_model(path).model;
    crims::PeriodWeights weights;
    weights.fill(1);
    weights[0] = 1.5;
    weights[20] = 0.5;
    EXPECT_EQ(read.offences[1].rhythm, crims::rhythm_of_periods(weights));
    EXPECT_EQ(read.offences[1].suspect_ratio, 1);
    EXPECT_EQ(read.calendar, crims::LocalCalendar());
    run_sql(path, "DELETE FROM rhythm WHERE period = 7");
    EXPECT_EQ(
        refusal(path),
        path + ": table rhythm: crime type 'theft' has no row for the period 7; all 21 are needed");
}

TEST(LibraryModelFile, need_not_know_how_crimes_follow_crimes) {
    const Folder folder;
    const std::string path = folder.file("m.gpkg");
    crims::write_model(path, village());
    run_sql(path, "INSERT INTO near_repeats (crime_type, ratio, days, spread, same_place) "
                  "VALUES ('theft', 0.1, 2, 3, 0)");
    EXPECT_EQ(refusal(path),
              path + ": table near_repeats, row 2: the crime type 'theft' is listed twice");
    run_sql(path, "DELETE FROM near_repeats WHERE fid = 2; UPDATE near_repeats SET ratio = 1");
    EXPECT_EQ(refusal(path), path +
                                 ": the model cannot be used: crime type 'theft': the near-repeat "
                                 "ratio is 1; it must be from 0 to 0.99");
    run_sql(path, "DROP TABLE near_repeats");
    EXPECT_TRUE(crims::read_model(path).model.near_repeats.empty());
}

TEST(LibraryModelFile, of_a_newer_format_is_refused_in_plain_words) {
    const Folder folder;
    const std::string path = folder.file("m.gpkg");
    crims::write_model(path, village());
    run_sql(path, "UPDATE metadata SET value = 'crimekit model 12' WHERE key = 'format'");
    EXPECT_EQ(
        refusal(path),
        path +
            ": table metadata: the format is 'crimekit model 12', newer than this version of crimekit reads ('crimekit model 4'); use a newer crimekit, or calibrate the model again");
    run_sql(path, "UPDATE metadata SET value = 'crimekit model 1' WHERE key = 'format'");
    EXPECT_EQ(
        refusal(path),
        path +
            ": table metadata: the format is 'crimekit model 1', but this version reads 'crimekit model 4'; calibrate the model again");
}

TEST(LibraryModelFile, is_refused_where_there_is_no_model) {
    const Folder folder;
    const std::string path = folder.file("m.gpkg");
    EXPECT_EQ(refusal(path), path + ": it cannot be opened: unable to open database file");
    std::ofstream(path) << "not a database, but long enough to be taken for the head of one";
    EXPECT_EQ(refusal(path), path + ": this is not a crimekit model: file is not a database");
    fs::remove(path);
    crims::write_model(path, village());
    run_sql(path, "UPDATE incidence SET may = 1e9 WHERE fid = 2");
    EXPECT_TRUE(refusal(path).starts_with(
        path + ": the model cannot be used: zone 'north', crime type 'theft', month 5: "))
        << refusal(path);
}

TEST(LibraryModelFile, is_written_whole_or_not_at_all) {
    const Folder folder;
    const std::string path = folder.file("m.gpkg");
    crims::ModelFile wrong = village();
    wrong.model.suspect[0] = 2;
    EXPECT_THROW(crims::write_model(path, wrong), crims::ModelError);
    wrong = village();
    wrong.polygons.pop_back();
    EXPECT_THROW(crims::write_model(path, wrong), crims::ModelFileError);
    wrong = village();
    wrong.with_place = {1};
    EXPECT_THROW(crims::write_model(path, wrong), crims::ModelFileError);
    EXPECT_THROW(crims::write_model(folder.file("nowhere/m.gpkg"), village()),
                 crims::ModelFileError);
    EXPECT_EQ(folder.files(), 0);
    crims::write_model(path, village());
    EXPECT_THROW(crims::write_model(path, village()), crims::ModelFileError); // it is there
    EXPECT_EQ(folder.files(), 1);
}

TEST(LibraryModelFile, has_all_its_tables_and_columns_in_the_documentation) {
    std::ifstream file(std::string(DOCS_DIR) + "/model-format.md");
    const std::string page{std::istreambuf_iterator<char>(file), {}};
    ASSERT_FALSE(page.empty());
    EXPECT_NE(page.find("`" + std::string(crims::format_value) + "`"), std::string::npos);
    std::vector<const crims::ModelTable*> tables(crims::model_tables().begin(),
                                                 crims::model_tables().end());
    tables.insert(tables.end(), {&crims::population_table, &crims::near_repeats_table});
    for (const crims::ModelTable* table : tables) {
        const std::size_t at = page.find("## `" + std::string(table->name) + "`");
        ASSERT_NE(at, std::string::npos) << table->name;
        const std::string section = page.substr(at, page.find("\n## ", at + 1) - at);
        EXPECT_NE(section.find(table->meaning), std::string::npos) << table->meaning;
        for (const auto& columns : {table->columns, table->information}) {
            for (const crims::ModelColumn& column : columns) {
                const std::size_t row = section.find("| `" + std::string(column.name) + "` |");
                ASSERT_NE(row, std::string::npos) << table->name << " " << column.name;
                EXPECT_NE(section.find(column.meaning, row), std::string::npos) << column.meaning;
            }
        }
    }
}
