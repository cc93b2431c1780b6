// SPDX-License-Identifier: MIT
#include "crims_tool/scenario/file.hpp"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <ogr_geometry.h>

#include "toolkit/text/errors.hpp"

namespace {

using namespace std::chrono;
using crims_tool::Scenario;

std::string written(const std::string& text) {
    const auto folder = std::filesystem::path(testing::TempDir()) / "scenarios";
    std::filesystem::create_directories(folder);
    const testing::TestInfo& test = *testing::UnitTest::GetInstance()->current_test_info();
    const std::string path = (folder / (std::string(test.name()) + ".json")).string();
    std::ofstream(path) << text;
    return path;
}

Scenario read(const std::string& text) {
    return crims_tool::read_scenario(written(text));
}

/// A scenario of one intervention: what every one needs, and `more`.
std::string one(const std::string& more) {
    return R"({"interventions": [{"area": "a.gpkg", "start": "2023-01-01", "end": "2023-01-31")" +
           (more.empty() ? "" : ", " + more) + "}]}";
}

std::string error_of(const std::string& text) {
    try {
        read(text);
    } catch (const toolkit::DataError& error) {
        const std::string what = error.what();
        const std::string file = ".json: ";
        return what.substr(what.find(file) + file.size());
    }
    return "no error";
}

TEST(ScenarioFile, HoldsEverything) {
    const Scenario scenario = read(R"({
        // comments are for people
        "name": "both",
        "interventions": [
            {"name": "patrols", "area": "areas.gpkg|layername=response|subset=fid=1",
             "start": "2023-01", "end": "2023-06", "effect": {"Burglary": 0.4, "*": 0.1},
             "onset": {"shape": "ramp", "days": 30},
             "decay": {"shape": "exponential", "days": 60, "from": "start"},
             "displaced": 0.33, "ring": {"distance": "250 m", "where": "crime"}},
            {"area": {"layer": "/data/areas.gpkg", "where": "NAME='x'"}, "start": "2023-03-05",
             "end": "2023-03-05", "effect": 0.3, "displaced": -0.2, "ring": {"distance": 300}}]})");
    EXPECT_EQ(scenario.name, "both");
    ASSERT_EQ(scenario.interventions.size(), 2);
    const auto& first = scenario.interventions[0];
    EXPECT_EQ(first.path, "$.interventions[0]");
    EXPECT_EQ(first.intervention.name, "patrols");
    EXPECT_EQ(first.intervention.start, sys_days(2023y / January / 1));
    EXPECT_EQ(first.intervention.end, sys_days(2023y / June / 30));
    EXPECT_EQ(first.effects, (std::map<std::string, double>{{"burglary", 0.4}, {"*", 0.1}}));
    EXPECT_EQ(first.intervention.onset.shape, crims::Shape::ramp);
    EXPECT_EQ(first.intervention.onset.days, 30);
    EXPECT_EQ(first.intervention.decay.shape, crims::Shape::exponential);
    EXPECT_TRUE(first.intervention.decay_from_start);
    EXPECT_EQ(first.intervention.displaced, 0.33);
    EXPECT_EQ(first.intervention.ring_placement, crims::RingPlacement::crime);
    EXPECT_EQ(first.ring.value, 250);
    EXPECT_EQ(first.area.layer.subset, "fid=1");
    const auto& second = scenario.interventions[1];
    EXPECT_EQ(second.intervention.name, "intervention 2");
    EXPECT_EQ(second.area.layer.path, "/data/areas.gpkg");
    EXPECT_EQ(second.area.where, "NAME='x'");
    EXPECT_FALSE(second.ring.unit);
}

TEST(ScenarioFile, FindsLayersBesideItself) {
    const Scenario scenario = read(one(R"("effect": 0)"));
    EXPECT_EQ(std::filesystem::path(scenario.interventions[0].area.layer.path),
              std::filesystem::path(scenario.file).parent_path() / "a.gpkg");
}

TEST(ScenarioFile, TakesGeoJsonInPlaceOfALayer) {
    const std::string square = "[[[0,51],[0,52],[1,52],[1,51],[0,51]]]";
    const std::string polygon = R"({"type": "Polygon", "coordinates": )" + square + "}";
    for (const std::string& area :
         {polygon, R"({"type": "MultiPolygon", "coordinates": [)" + square + "]}",
          R"({"type": "Feature", "properties": null, "geometry": )" + polygon + "}",
          R"({"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": )" +
              polygon + "}]}"}) {
        const Scenario scenario = read(R"({"interventions": [{"area": )" + area +
                                       R"(, "start": "2023-01", "end": "2023-01", "effect": 1}]})");
        ASSERT_TRUE(scenario.interventions[0].area.inline_geometry);
        EXPECT_DOUBLE_EQ(
            scenario.interventions[0].area.inline_geometry->toMultiPolygon()->get_Area(), 1);
    }
}

TEST(ScenarioFile, EffectsFollowTheCrimeTypes) {
    const Scenario scenario = read(one(R"("effect": {"burglary": 0.4, "*": 0.1})"));
    const auto& intervention = scenario.interventions[0];
    const auto effects = [&](const std::vector<std::string>& types) {
        return for_crime_types(scenario, intervention, types).effect;
    };
    EXPECT_EQ(effects({"Robbery", "Burglary"}), (std::vector<double>{0.1, 0.4}));
    EXPECT_THROW(effects({"robbery"}), toolkit::DataError);
    const Scenario named = read(one(R"("effect": {"burglary": 0.4})"));
    EXPECT_EQ(for_crime_types(named, named.interventions[0], {"robbery", "burglary"}).effect,
              (std::vector<double>{0, 0.4}));
}

TEST(ScenarioFile, ErrorsNameThePath) {
    EXPECT_EQ(
        error_of(one(R"("effect": {"burglary": 1.3})")),
        "$.interventions[0].effect.burglary: 1.3 is above 1; it must be a share of crimes prevented, from 0 to 1 (0.3: 30 % fewer)");
    EXPECT_EQ(
        error_of(one(R"("effect": {"theft from the person": "x"})")),
        "$.interventions[0].effect['theft from the person']: \"x\" is not a share of crimes prevented, from 0 to 1 (0.3: 30 % fewer)");
    EXPECT_EQ(
        error_of(one(R"("effects": 0.3)")),
        "$.interventions[0].effects: unknown key; the nearest is 'effect', and all are: name, description, area, start, end, effect, onset, decay, displaced, ring");
    EXPECT_EQ(error_of(one(R"("effect": 0.3, "effect": 0.4)")),
              "$.interventions[0].effect: the key is given twice; keep one of them");
    EXPECT_EQ(
        error_of(one(R"("effect": {"a": 0.3, "A": 0.4})")),
        "$.interventions[0].effect.a: the crime type is given twice (upper and lower case are the same); keep one of them");
    EXPECT_EQ(error_of(one("")), "$.interventions[0]: 'effect' is missing");
    EXPECT_EQ(
        error_of(one(R"("effect": 0.3, "displaced": 0.3)")),
        "$.interventions[0].displaced: displaced crimes need a ring to go to: \"ring\": {\"distance\": \"250 m\"}");
    EXPECT_EQ(error_of(one(R"("effect": 0.3, "onset": {"shape": "ramp"})")),
              "$.interventions[0].onset: 'days' is missing");
    EXPECT_EQ(
        error_of(one(R"("effect": 0.3, "decay": {"shape": "step", "from": "start"})")),
        "$.interventions[0].decay.from: an effect that decays from the start needs a ramp or an exponential decay");
    EXPECT_EQ(error_of(R"({"interventions": [1,]})").substr(0, 45),
              "this is not JSON: parse error at line 1, colu");
}

TEST(ScenarioFile, OfGeoJsonErrorsNameThePathToo) {
    const auto error_of_area = [](const std::string& area) {
        return error_of(R"({"interventions": [{"area": )" + area + "}]}");
    };
    EXPECT_EQ(
        error_of_area(R"({"type": "Point", "coordinates": [0, 51]})"),
        "$.interventions[0].area.type: \"Point\" is not 'Polygon' or 'MultiPolygon'; an area is a polygon");
    EXPECT_EQ(
        error_of_area(
            R"({"type": "Polygon", "coordinates": [[[0,51],[512000,52],[1,52],[0,51]]]})"),
        "$.interventions[0].area.coordinates[0][1][0]: 512000 is above 180; it must be a longitude in degrees, WGS 84");
    EXPECT_EQ(
        error_of_area(R"({"type": "Polygon", "coordinates": [[[0,51],[1,52],[1,52],[1,51]]]})"),
        "$.interventions[0].area.coordinates[0]: the ring is not closed; its last position must be its first");
    const std::string deep(1000, '[');
    EXPECT_EQ(error_of_area(deep).substr(0, 26), "$.interventions[0].area[0]");
}

} // namespace
