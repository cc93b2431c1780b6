// SPDX-License-Identifier: MIT
#include "toolkit/geopackage/point_layer_writer.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <limits>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include "toolkit/layers/layer.hpp"
#include "toolkit/scratch_folder.hpp"
#include "toolkit/text/errors.hpp"

namespace {

namespace fs = std::filesystem;
using toolkit::Crs;
using toolkit::FeatureClassTarget;
using toolkit::LayerDefinition;
using toolkit::PointLayerWriter;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

using Points = std::vector<std::pair<double, double>>;

/// Quarters of metres, which floats hold exactly at these sizes.
Points random_points(std::size_t count) {
    std::mt19937 random(1);
    const auto metres = [&random] { return static_cast<double>(random() % 40000) / 4; };
    Points points(count);
    for (auto& [x, y] : points) {
        x = 400000 + metres();
        y = 430000 + metres();
    }
    return points;
}

class PointLayer : public testing::Test {
  protected:
    std::string path() const { return m_folder.file("points.gpkg"); }

    FeatureClassTarget target(const std::string& layer = "points", bool overwrite = false) const {
        return {path(), layer, overwrite};
    }

    LayerDefinition definition() {
        return {.crs = Crs::from_text("EPSG:27700", "--crs"),
                .type = wkbPoint,
                .fields = {&m_name, &m_number}};
    }

    static void fill(PointLayerWriter& writer, const Points& points) {
        writer.set(0, std::string_view("a name"));
        for (std::size_t i = 0; i < points.size(); ++i) {
            writer.set(1, static_cast<std::int64_t>(i));
            writer.write(points[i].first, points[i].second);
        }
    }

    void write(const Points& points, const FeatureClassTarget& where, const LayerDefinition& what) {
        PointLayerWriter writer(where, what);
        fill(writer, points);
        writer.finish();
        writer.publish();
    }

    void write(const Points& points) { write(points, target(), definition()); }

    std::string text(const std::string& sql) const {
        sqlite3* opened = nullptr;
        sqlite3_open(path().c_str(), &opened);
        const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> connection(opened, &sqlite3_close);
        toolkit::Statement statement(opened, sql);
        return statement.step() ? statement.text(0) : "";
    }

    void expect_sound(std::size_t count, const std::string& layer = "points") const {
        EXPECT_EQ(text("PRAGMA integrity_check"), "ok");
        EXPECT_EQ(text("SELECT rtreecheck('rtree_" + layer + "_geom')"), "ok");
        EXPECT_EQ(text("SELECT count(*) FROM " + layer), std::to_string(count));
        EXPECT_EQ(
            text("SELECT feature_count FROM gpkg_ogr_contents WHERE table_name = '" + layer + "'"),
            std::to_string(count));
    }

    std::vector<std::string> files() const {
        std::vector<std::string> names;
        for (const auto& entry : fs::directory_iterator(m_folder.path())) {
            names.push_back(entry.path().filename().string());
        }
        return names;
    }

    OGRFieldDefn m_name{"name", OFTString};
    OGRFieldDefn m_number{"number", OFTInteger64};
    ScratchFolder m_folder;
};

std::vector<GIntBig> found_by_gdal(OGRLayer& layer, double min_x, double min_y, double max_x,
                                   double max_y) {
    layer.SetSpatialFilterRect(min_x, min_y, max_x, max_y);
    std::vector<GIntBig> ids;
    for (const auto& feature : layer) {
        ids.push_back(feature->GetFID());
    }
    std::sort(ids.begin(), ids.end());
    layer.SetSpatialFilter(nullptr);
    return ids;
}

std::vector<GIntBig> brute_force(const Points& points, double min_x, double min_y, double max_x,
                                 double max_y) {
    std::vector<GIntBig> ids;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const auto& [x, y] = points[i];
        if (x >= min_x && x <= max_x && y >= min_y && y <= max_y) {
            ids.push_back(static_cast<GIntBig>(i) + 1);
        }
    }
    return ids;
}

TEST_F(PointLayer, IsSoundWhateverItsSize) {
    for (const std::size_t count : {0U, 1U, 51U, 52U, 10000U}) {
        fs::remove(path());
        write(random_points(count));
        expect_sound(count);
    }
}

TEST_F(PointLayer, OfSevenHundredThousandIsSound) {
    const Points points = random_points(700000);
    write(points);
    expect_sound(points.size());
    const auto dataset = toolkit::open_geopackage(path(), GDAL_OF_READONLY);
    EXPECT_EQ(found_by_gdal(*dataset->GetLayer(0), 404000, 434000, 404200, 434300),
              brute_force(points, 404000, 434000, 404200, 434300));
}

/// Another run writes a file with the layer "first" to the target, at different moments of this
/// run.
class OvertakenPointLayer : public PointLayer {
  protected:
    void make_file_of_the_other_run() {
        write(random_points(100), target("first"), definition());
        fs::rename(path(), other());
    }

    std::string other() const { return m_folder.file("other.gpkg"); }

    void other_run_appears() const { fs::rename(other(), path()); }

    void expect_both() const {
        expect_sound(100, "first");
        expect_sound(70, "second");
        EXPECT_EQ(text("SELECT count(*) FROM rtree_second_geom"), "70");
        EXPECT_EQ(files(), std::vector<std::string>{"points.gpkg"});
    }
};

TEST_F(OvertakenPointLayer, IsAddedIfTheFileAppearsBeforeTheEnd) {
    make_file_of_the_other_run();
    {
        PointLayerWriter writer(target("second"), definition());
        fill(writer, random_points(70));
        other_run_appears();
        writer.finish();
        writer.publish();
    }
    expect_both();
}

TEST_F(OvertakenPointLayer, IsAddedIfTheFileAppearsAtTheEnd) {
    make_file_of_the_other_run();
    {
        PointLayerWriter writer(target("second"), definition());
        fill(writer, random_points(70));
        writer.finish();
        other_run_appears();
        writer.publish();
    }
    expect_both();
}

TEST_F(OvertakenPointLayer, IsAddedIfTheFileIsReplacedInSpiteOfTheLock) {
    make_file_of_the_other_run();
    write(random_points(5), target("forgotten"), definition());
    {
        PointLayerWriter writer(target("second"), definition());
        fill(writer, random_points(70));
        writer.finish();
        other_run_appears();
        writer.publish();
    }
    expect_both();
}

TEST_F(OvertakenPointLayer, OfTheSameNameIsRefused) {
    make_file_of_the_other_run();
    {
        PointLayerWriter writer(target("first"), definition());
        fill(writer, random_points(70));
        writer.finish();
        other_run_appears();
        EXPECT_THROW(writer.publish(), toolkit::DataError);
    }
    expect_sound(100, "first");
}

TEST_F(PointLayer, GivesGdalWhatBruteForceGives) {
    const Points points = random_points(20000);
    write(points);
    const auto dataset = toolkit::open_geopackage(path(), GDAL_OF_READONLY);
    OGRLayer& layer = *dataset->GetLayer(0);
    EXPECT_EQ(layer.GetFeatureCount(), 20000);
    EXPECT_TRUE(layer.TestCapability(OLCFastSpatialFilter));
    for (const double size : {10.0, 300.0, 5000.0, 10000.0}) {
        EXPECT_EQ(found_by_gdal(layer, 400000, 430000, 400000 + size, 430000 + size),
                  brute_force(points, 400000, 430000, 400000 + size, 430000 + size));
    }
}

TEST_F(PointLayer, HoldsPlacesAndValuesExactly) {
    write({{400000.123456789, 430000.987654321}, {-0.1, 1e-9}});
    const auto dataset = toolkit::open_geopackage(path(), GDAL_OF_READONLY);
    OGRLayer& layer = *dataset->GetLayer(0);
    EXPECT_STREQ(layer.GetSpatialRef()->GetAuthorityCode(nullptr), "27700");
    const OGRFeatureUniquePtr first(layer.GetNextFeature());
    EXPECT_EQ(first->GetGeometryRef()->toPoint()->getX(), 400000.123456789);
    EXPECT_EQ(first->GetGeometryRef()->toPoint()->getY(), 430000.987654321);
    EXPECT_STREQ(first->GetFieldAsString("name"), "a name");
    EXPECT_EQ(first->GetFieldAsInteger64("number"), 0);
    const OGRFeatureUniquePtr second(layer.GetNextFeature());
    EXPECT_EQ(second->GetGeometryRef()->toPoint()->getX(), -0.1);
    EXPECT_STREQ(second->GetFieldAsString("name"), "a name");
    OGREnvelope extent;
    EXPECT_EQ(layer.GetExtent(&extent, FALSE), OGRERR_NONE);
    EXPECT_EQ(extent.MinX, -0.1);
    EXPECT_EQ(extent.MaxX, 400000.123456789);
    EXPECT_EQ(extent.MinY, 1e-9);
    EXPECT_EQ(extent.MaxY, 430000.987654321);
}

TEST_F(PointLayer, OfPlacesUnknownHasNoGeometryThere) {
    write({{1, 2}, {nan, 3}, {4, nan}, {std::numeric_limits<double>::infinity(), 5}, {6, 7}});
    expect_sound(5);
    EXPECT_EQ(text("SELECT group_concat(fid) FROM points WHERE geom IS NULL"), "2,3,4");
    EXPECT_EQ(text("SELECT group_concat(id) FROM rtree_points_geom"), "1,5");
    EXPECT_EQ(text("SELECT max_x || ' ' || max_y FROM gpkg_contents"), "6.0 7.0");
}

/// The tables, triggers and registrations are those that GDAL makes for the same layer.
TEST_F(PointLayer, IsMadeAsGdalMakesIt) {
    write(random_points(100));
    const std::string schema =
        "SELECT group_concat(type || name || ifnull(sql, ''), char(10)) FROM (SELECT * FROM sqlite_master ORDER BY type, name)";
    const std::string registered =
        "SELECT group_concat(table_name || extension_name || ifnull(column_name, '')) FROM gpkg_extensions";
    const auto ours = std::pair(text(schema), text(registered));
    fs::remove(path());
    {
        auto* driver = GetGDALDriverManager()->GetDriverByName("GPKG");
        const GDALDatasetUniquePtr dataset(
            driver->Create(path().c_str(), 0, 0, 0, GDT_Unknown, nullptr));
        OGRSpatialReference reference(definition().crs->reference());
        OGRLayer* layer = dataset->CreateLayer("points", &reference, wkbPoint, nullptr);
        layer->CreateField(&m_name);
        layer->CreateField(&m_number);
        const OGRFeatureUniquePtr feature(OGRFeature::CreateFeature(layer->GetLayerDefn()));
        OGRPoint point(1, 2);
        feature->SetGeometry(&point);
        EXPECT_EQ(layer->CreateFeature(feature.get()), OGRERR_NONE);
    }
    EXPECT_EQ(ours, std::pair(text(schema), text(registered)));
}

TEST_F(PointLayer, CanBeEditedByGdal) {
    const Points points = random_points(10000);
    write(points);
    {
        const auto dataset = toolkit::open_geopackage(path(), GDAL_OF_UPDATE);
        OGRLayer& layer = *dataset->GetLayer(0);
        EXPECT_EQ(dataset->StartTransaction(), OGRERR_NONE);
        for (GIntBig id = 1; id <= 10000; id += 2) {
            EXPECT_EQ(layer.DeleteFeature(id), OGRERR_NONE);
        }
        for (int i = 0; i < 100; ++i) {
            const OGRFeatureUniquePtr feature(OGRFeature::CreateFeature(layer.GetLayerDefn()));
            OGRPoint point(500000, 500000 + i);
            feature->SetGeometry(&point);
            EXPECT_EQ(layer.CreateFeature(feature.get()), OGRERR_NONE);
        }
        const OGRFeatureUniquePtr moved(layer.GetFeature(2));
        OGRPoint place(600000, 600000);
        moved->SetGeometry(&place);
        EXPECT_EQ(layer.SetFeature(moved.get()), OGRERR_NONE);
        const OGRFeatureUniquePtr cleared(layer.GetFeature(4));
        cleared->SetGeometryDirectly(nullptr);
        EXPECT_EQ(layer.SetFeature(cleared.get()), OGRERR_NONE);
        EXPECT_EQ(dataset->CommitTransaction(), OGRERR_NONE);
    }
    expect_sound(5100);
    const auto dataset = toolkit::open_geopackage(path(), GDAL_OF_READONLY);
    OGRLayer& layer = *dataset->GetLayer(0);
    EXPECT_EQ(found_by_gdal(layer, 599999, 599999, 600001, 600001), std::vector<GIntBig>{2});
    EXPECT_EQ(found_by_gdal(layer, 500000, 500010, 500000, 500019).size(), 10U);
    auto expected = brute_force(points, 400000, 430000, 402000, 432000);
    std::erase_if(expected, [](GIntBig id) { return id % 2 == 1 || id == 2 || id == 4; });
    EXPECT_EQ(found_by_gdal(layer, 400000, 430000, 402000, 432000), expected);
}

TEST_F(PointLayer, WithoutIndexIsSearchedAllTheSame) {
    LayerDefinition what = definition();
    what.spatial_index = false;
    const Points points = random_points(500);
    write(points, target(), what);
    EXPECT_EQ(text("SELECT count(*) FROM sqlite_master WHERE name LIKE 'rtree%'"), "0");
    EXPECT_EQ(text("PRAGMA integrity_check"), "ok");
    const auto dataset = toolkit::open_geopackage(path(), GDAL_OF_READONLY);
    EXPECT_EQ(dataset->GetLayer(0)->GetFeatureCount(), 500);
    EXPECT_EQ(found_by_gdal(*dataset->GetLayer(0), 400000, 430000, 405000, 435000),
              brute_force(points, 400000, 430000, 405000, 435000));
}

TEST_F(PointLayer, MayBeATableWithoutGeometry) {
    LayerDefinition what = definition();
    what.type = wkbNone;
    what.crs = std::nullopt;
    what.id = "id";
    write({{nan, nan}, {1, 2}}, target(), what);
    const auto dataset = toolkit::open_geopackage(path(), GDAL_OF_READONLY);
    OGRLayer& layer = *dataset->GetLayer(0);
    EXPECT_EQ(layer.GetGeomType(), wkbNone);
    EXPECT_STREQ(layer.GetFIDColumn(), "id");
    EXPECT_EQ(layer.GetFeatureCount(), 2);
    EXPECT_EQ(text("SELECT data_type FROM gpkg_contents"), "attributes");
}

TEST_F(PointLayer, JoinsOthersInAFile) {
    write(random_points(100));
    write(random_points(60), target("more"), definition());
    expect_sound(100);
    expect_sound(60, "more");
}

TEST_F(PointLayer, ReplacesAnother) {
    write(random_points(1000));
    write(random_points(60), target("points", true), definition());
    expect_sound(60);
}

TEST_F(PointLayer, MayHaveAnyName) {
    const std::string name = "it's \"odd\" Ünïcode";
    write(random_points(60), target(name), definition());
    const auto dataset = toolkit::open_geopackage(path(), GDAL_OF_READONLY);
    EXPECT_EQ(dataset->GetLayerByName(name.c_str())->GetFeatureCount(), 60);
    EXPECT_EQ(text("PRAGMA integrity_check"), "ok");
}

TEST_F(PointLayer, NeverFinishedLeavesNothing) {
    {
        PointLayerWriter writer(target(), definition());
        fill(writer, random_points(1000));
    }
    EXPECT_EQ(files(), std::vector<std::string>{});
}

TEST_F(PointLayer, NeverFinishedLeavesTheOldOne) {
    write(random_points(1000));
    {
        PointLayerWriter writer(target("points", true), definition());
        fill(writer, random_points(60));
    }
    {
        PointLayerWriter writer(target("more"), definition());
        fill(writer, random_points(60));
    }
    expect_sound(1000);
    EXPECT_EQ(text("SELECT count(*) FROM sqlite_master WHERE name LIKE '%more%'"), "0");
    EXPECT_EQ(files(), std::vector<std::string>{"points.gpkg"});
}

TEST_F(PointLayer, IsNotSeenBeforeItIsPublished) {
    PointLayerWriter writer(target(), definition());
    fill(writer, random_points(10));
    writer.finish();
    EXPECT_FALSE(fs::exists(path()));
    writer.publish();
    EXPECT_EQ(files(), std::vector<std::string>{"points.gpkg"});
}

TEST_F(PointLayer, KeepsItsStyle) {
    PointLayerWriter writer(target(), definition());
    writer.set_style({.name = "Dots", .qml = "<qgis/>"});
    fill(writer, random_points(100));
    writer.finish();
    writer.publish();
    expect_sound(100);
    EXPECT_EQ(text("SELECT styleQML FROM layer_styles WHERE f_table_name = 'points'"), "<qgis/>");
}

} // namespace
