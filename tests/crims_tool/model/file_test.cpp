// SPDX-License-Identifier: MIT
#include "crims_tool/model/file.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numeric>

#include "crims_tool/calibrate/model_writer.hpp"
#include "crims_tool/small_model.hpp"
#include "toolkit/geopackage/sqlite_statement.hpp"
#include "toolkit/scratch_folder.hpp"
#include "toolkit/text/errors.hpp"

using crims_tool::ModelOutput;
using crims_tool::read_model;
using crims_tool::ReadShapes;
using crims_tool::StoredModel;

namespace {

void write(const std::string& path, const StoredModel& stored,
           const std::vector<wdd::Wkb>& polygons = {}) {
    ModelOutput(path, stored, polygons).publish(true);
}

void edit(const std::string& path, const std::string& sql) {
    sqlite3* connection = nullptr;
    ASSERT_EQ(sqlite3_open(path.c_str(), &connection), SQLITE_OK);
    char* problem = nullptr;
    sqlite3_exec(connection, sql.c_str(), nullptr, nullptr, &problem);
    EXPECT_EQ(problem, nullptr) << problem;
    sqlite3_free(problem);
    sqlite3_close(connection);
}

/// What is said of the small model after an edit.
std::string refusal(const std::string& sql) {
    const ScratchFolder folder;
    const std::string path = folder.file("model.gpkg");
    write(path, small_model());
    edit(path, sql);
    try {
        read_model(path, ReadShapes::no);
    } catch (const toolkit::DataError& error) {
        const std::string text = error.what();
        EXPECT_TRUE(text.starts_with(path + ": ")) << text;
        EXPECT_EQ(text.find('\n'), std::string::npos) << text;
        return text.substr(path.size() + 2);
    }
    return "accepted";
}

double area(const crims::Triangle& t) {
    return std::abs((t.x[1] - t.x[0]) * (t.y[2] - t.y[0]) - (t.x[2] - t.x[0]) * (t.y[1] - t.y[0])) /
           2;
}

double area(std::span<const crims::Triangle> triangles) {
    return std::accumulate(triangles.begin(), triangles.end(), 0.0,
                           [](double sum, const auto& t) { return sum + area(t); });
}

/// NaN equals NaN.
bool same(double a, double b) {
    return a == b || (std::isnan(a) && std::isnan(b));
}

} // namespace

TEST(ModelFile, is_read_as_it_was_written_to_the_last_bit) {
    const ScratchFolder folder;
    const StoredModel stored = small_model();
    write(folder.file("model.gpkg"), stored);
    const StoredModel read = read_model(folder.file("model.gpkg"), ReadShapes::yes);
    EXPECT_EQ(read.model.zones, stored.model.zones);
    EXPECT_EQ(read.model.crime_types, stored.model.crime_types);
    EXPECT_EQ(read.model.incidence, stored.model.incidence);
    EXPECT_EQ(read.model.suspect, stored.model.suspect);
    EXPECT_EQ(read.model.trend_origin, stored.model.trend_origin);
    EXPECT_EQ(read.model.data, stored.model.data);
    EXPECT_EQ(read.model.places, stored.model.places);
    EXPECT_EQ(read.model.place_begin, stored.model.place_begin);
    EXPECT_TRUE(read.model.triangle_begin.empty());
    ASSERT_TRUE(read.crs);
    EXPECT_TRUE(read.crs->same_as(*stored.crs));
    EXPECT_EQ(read.model.common_dispersion.zone_year, 0.1 / 7);
    EXPECT_EQ(read.model.common_dispersion.zone_half_year, 0.1 / 9);
    EXPECT_EQ(read.model.common_dispersion.zone_month, 0.2);
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(read.model.trends[i].per_year, stored.model.trends[i].per_year);
        EXPECT_TRUE(
            same(read.model.trends[i].standard_error, stored.model.trends[i].standard_error));
        EXPECT_EQ(read.model.dispersion[i].year, stored.model.dispersion[i].year);
        EXPECT_EQ(read.model.dispersion[i].zone_year, stored.model.dispersion[i].zone_year);
        EXPECT_EQ(read.model.dispersion[i].zone_half_year,
                  stored.model.dispersion[i].zone_half_year);
        EXPECT_EQ(read.model.dispersion[i].zone_month, stored.model.dispersion[i].zone_month);
        EXPECT_TRUE(same(read.pearson[i], stored.pearson[i]));
        EXPECT_EQ(read.profile_weight[i], stored.profile_weight[i]);
    }
    ASSERT_EQ(read.model.offences.size(), 3);
    for (std::size_t i = 0; i < 3; ++i) {
        crims::Offence offence = stored.model.offences[i];
        EXPECT_TRUE(same(read.model.offences[i].severity, offence.severity));
        offence.severity = read.model.offences[i].severity;
        EXPECT_TRUE(std::isnan(offence.severity) || read.model.offences[i] == offence) << i;
        EXPECT_EQ(read.model.offences[i].rhythm, offence.rhythm) << i;
    }
    EXPECT_EQ(read.metadata.at("months"), "2018-01 to 2020-02");
    EXPECT_EQ(read.metadata.at("rhythm"), "");
    EXPECT_EQ(read.with_place, stored.with_place);
}

TEST(ModelFile, keeps_a_model_without_places) {
    const ScratchFolder folder;
    StoredModel stored = small_model();
    stored.model.places.clear();
    stored.model.place_begin.clear();
    stored.crs.reset();
    write(folder.file("model.gpkg"), stored);
    const StoredModel read = read_model(folder.file("model.gpkg"), ReadShapes::yes);
    EXPECT_TRUE(read.model.places.empty());
    EXPECT_TRUE(read.model.place_begin.empty());
    EXPECT_FALSE(read.crs);
}

TEST(ModelFile, gives_triangles_that_cover_each_zone) {
    const ScratchFolder folder;
    write(folder.file("model.gpkg"), small_model(),
          {wkb_of("POLYGON((0 0,10 0,10 10,0 10,0 0),(2 2,2 4,4 4,4 2,2 2))"),
           wkb_of("MULTIPOLYGON(((20 0,23 0,20 4,20 0)),((30 0,31 0,31 1,30.5 0.2,30 1,30 0)))")});
    const StoredModel read = read_model(folder.file("model.gpkg"), ReadShapes::yes);
    ASSERT_EQ(read.model.triangle_begin.size(), 3);
    EXPECT_NEAR(area(read.model.triangles_of(0)), 96, 1e-9);
    EXPECT_NEAR(area(read.model.triangles_of(1)), 6 + 0.6, 1e-9);
    for (const crims::Triangle& t : read.model.triangles_of(0)) { // none reaches into the hole
        const double x = (t.x[0] + t.x[1] + t.x[2]) / 3;
        const double y = (t.y[0] + t.y[1] + t.y[2]) / 3;
        EXPECT_FALSE(x > 2 && x < 4 && y > 2 && y < 4);
    }
    EXPECT_TRUE(read_model(folder.file("model.gpkg"), ReadShapes::no).model.triangles.empty());
}

TEST(ModelFile, is_read_by_the_library_alone_and_the_other_way_round) {
    const ScratchFolder folder;
    StoredModel stored = small_model();
    const std::vector<wdd::Wkb> polygons{wkb_of("POLYGON((0 0,10 0,10 10,0 10,0 0))"),
                                         wkb_of("POLYGON((20 0,23 0,20 4,20 0))")};
    write(folder.file("tool.gpkg"), stored, polygons);
    const crims::ModelFile file = crims::read_model(folder.file("tool.gpkg"));
    EXPECT_EQ(file.model.incidence, stored.model.incidence);
    EXPECT_EQ(file.polygons.size(), 2);
    ASSERT_TRUE(file.coordinate_system);
    EXPECT_EQ(file.coordinate_system->organization, "EPSG");
    EXPECT_EQ(file.coordinate_system->code, 27700);

    crims::write_model(folder.file("library.gpkg"), file);
    const StoredModel read = read_model(folder.file("library.gpkg"), ReadShapes::yes);
    const StoredModel expected = read_model(folder.file("tool.gpkg"), ReadShapes::yes);
    EXPECT_EQ(read.model.incidence, stored.model.incidence);
    EXPECT_EQ(read.model.places, stored.model.places);
    EXPECT_EQ(read.metadata, expected.metadata);
    ASSERT_TRUE(read.crs);
    EXPECT_TRUE(read.crs->same_as(*stored.crs));
    ASSERT_EQ(read.model.triangles.size(), expected.model.triangles.size());
    EXPECT_EQ(read.model.triangles[0].x, expected.model.triangles[0].x);
}

TEST(ModelFile, repairs_a_zone_that_crosses_itself) {
    const ScratchFolder folder;
    write(folder.file("model.gpkg"), small_model(),
          {wkb_of("POLYGON((0 0,2 2,2 0,0 2,0 0))"), wkb_of("POLYGON((0 0,3 0,3 1,0 0))")});
    const StoredModel read = read_model(folder.file("model.gpkg"), ReadShapes::yes);
    EXPECT_NEAR(area(read.model.triangles_of(0)), 2, 1e-9);
}

TEST(ModelFile, is_refused_when_an_edit_leaves_nonsense) {
    const std::vector<std::pair<std::string, std::string>> edits{
        {"UPDATE incidence SET mar = -1 WHERE fid = 2",
         "table incidence, row 2: the column mar holds -1.0; it must be 0 or above"},
        {"UPDATE incidence SET jan = 'many' WHERE fid = 1",
         "table incidence, row 1: the column jan holds 'many'; it must be a number"},
        {"UPDATE incidence SET jan = 9e999 WHERE fid = 1",
         "table incidence, row 1: the column jan holds Inf; it must be 0 or above"},
        {"UPDATE incidence SET zone = 'E9' WHERE fid = 3",
         "table incidence, row 3: 'E9' is not in the table zones"},
        {"DELETE FROM incidence WHERE fid = 4",
         "table incidence: it has no row for zone 'E02000977' and crime type 'vehicle crime'"},
        {"INSERT INTO suspect (zone, crime_type, probability) VALUES ('E02000001', 'vehicle crime', 0)",
         "table suspect, row 5: zone 'E02000001' and crime type 'vehicle crime' are listed twice"},
        {"UPDATE suspect SET probability = 1.5 WHERE fid = 1",
         "table suspect, row 1: the column probability holds 1.5; it must be from 0 to 1"},
        {"UPDATE offences SET share = 0.5 WHERE code = '45'",
         "the model cannot be used: crime type 'vehicle crime': the shares of its offences sum to 1.166667 instead of 1"},
        {"DELETE FROM offences WHERE crime_type = 'anti-social behaviour'; DELETE FROM rhythm",
         "the model cannot be used: crime type 'anti-social behaviour': the shares of its offences sum to 0 instead of 1"},
        {"UPDATE offences SET code = '' WHERE fid = 1",
         "table offences, row 1: the column code holds ''; it must be a text that is not empty"},
        {"UPDATE rhythm SET hour = 168 WHERE fid = 1",
         "table rhythm, row 1: the column hour holds 168; it must be a whole number from 0 to 167"},
        {"DELETE FROM rhythm WHERE fid = 2",
         "table rhythm: crime type 'anti-social behaviour' has no row for the hour 1; all 168 are needed"},
        {"UPDATE rhythm SET weight = 7 WHERE fid = 2",
         "the model cannot be used: crime type 'anti-social behaviour', offence '(asb)': the weights of its rhythm have mean 1.035714 instead of 1"},
        {"UPDATE rhythm SET code = '99' WHERE fid = 2",
         "table rhythm, row 2: '99' is not an offence of this crime type"},
        {"UPDATE places SET weight = 0 WHERE fid = 3",
         "table places, row 3: the weight is 0; it must be above 0"},
        {"UPDATE places SET geom = NULL WHERE fid = 2",
         "table places, row 2: the place is not a point"},
        {"UPDATE zones SET zone = 'E02000001'", "table zones: 'E02000001' is listed twice"},
        {"DROP TABLE offences; DROP TABLE suspect",
         "this is not a crimekit model, or part of it is missing: it has no table offences, suspect"},
        {"ALTER TABLE suspect RENAME COLUMN probability TO chance",
         "the table suspect has no column probability; it has: chance, crime_type, fid, zone"},
        {"UPDATE metadata SET value = 'crimekit model 9' WHERE key = 'format'",
         "table metadata: the format is 'crimekit model 9', newer than this version of crimekit reads ('crimekit model 4'); use a newer crimekit, or calibrate the model again"},
        {"UPDATE metadata SET value = 'crimekit model 1' WHERE key = 'format'",
         "table metadata: the format is 'crimekit model 1', but this version reads 'crimekit model 4'; calibrate the model again"},
        {"UPDATE metadata SET value = '-1' WHERE key = 'common_dispersion_zone_year'",
         "table metadata: common_dispersion_zone_year is '-1'; a variance of 0 or above is needed"},
        {"UPDATE metadata SET value = 'soon' WHERE key = 'trend_origin'",
         "table metadata: trend_origin is 'soon'; a number of months since January 1970 is needed"},
        {"UPDATE metadata SET value = '2020-2' WHERE key = 'data_to'",
         "table metadata: data_to is '2020-2'; a month as YYYY-MM is needed"},
        {"DELETE FROM metadata WHERE key = 'data_from'",
         "table metadata: data_from is ''; a month as YYYY-MM is needed"},
        {"UPDATE metadata SET value = '2017-12' WHERE key = 'data_to'",
         "the model cannot be used: the last month of its data comes before the first"}};
    for (const auto& [sql, expected] : edits) {
        std::string said = refusal(sql);
        EXPECT_EQ(said.substr(0, expected.size()), expected) << sql << "\n" << said;
    }
}

TEST(ModelFile, takes_what_a_user_may_change) {
    const ScratchFolder folder;
    const std::string path = folder.file("model.gpkg");
    write(path, small_model());
    edit(
        path,
        "UPDATE incidence SET jan = 42 WHERE fid = 1;UPDATE offences SET share = 0.25 WHERE code = '45';UPDATE offences SET share = 0.5 WHERE code = '48';INSERT INTO offences (crime_type, code, description, share) VALUES ('vehicle crime', '130', 'Interfering', 0.25);INSERT INTO places (zone, crime_type, weight, geom) SELECT zone, crime_type, 9, geom FROM places WHERE fid = 1;DROP TABLE documentation");
    const StoredModel read = read_model(path, ReadShapes::no);
    EXPECT_EQ(read.model.incidence[0], 42);
    EXPECT_EQ(read.model.offences.size(), 4);
    EXPECT_EQ(read.model.places_of(0).size(), 3);
    EXPECT_EQ(read.model.places_of(0)[2].weight, 9);
}

TEST(ModelFile, need_not_say_of_which_months_its_data_are) {
    const ScratchFolder folder;
    StoredModel stored = small_model();
    stored.model.data.reset();
    write(folder.file("model.gpkg"), stored);
    EXPECT_FALSE(read_model(folder.file("model.gpkg"), ReadShapes::no).model.data);
}

TEST(ModelFile, leaves_nothing_behind_that_was_not_published) {
    const ScratchFolder folder;
    { const ModelOutput output(folder.file("model.gpkg"), small_model(), {}); }
    EXPECT_TRUE(std::filesystem::is_empty(std::filesystem::path(folder.file("x")).parent_path()));
}

TEST(ModelFile, does_not_replace_another_geopackage) {
    const ScratchFolder folder;
    const std::string path = folder.file("town.gpkg");
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("GPKG");
    const GDALDatasetUniquePtr town(driver->Create(path.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    town->CreateLayer("streets", nullptr, wkbLineString, nullptr);
    town->FlushCache();
    EXPECT_THROW(crims_tool::require_model_writable(path, true), toolkit::DataError);
    write(folder.file("model.gpkg"), small_model());
    EXPECT_THROW(crims_tool::require_model_writable(folder.file("model.gpkg"), false),
                 toolkit::DataError);
    EXPECT_NO_THROW(crims_tool::require_model_writable(folder.file("model.gpkg"), true));
    EXPECT_THROW(crims_tool::require_model_writable(folder.file("model.csv"), false),
                 toolkit::UsageError);
}
