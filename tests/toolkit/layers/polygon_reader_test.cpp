// SPDX-License-Identifier: MIT
#include "toolkit/layers/polygon_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "toolkit/scratch_folder.hpp"
#include "toolkit/text/errors.hpp"

namespace {

using testing::HasSubstr;
using toolkit::NamedPolygons;

/// Unit squares in a row from x = 0, one per name; null for none.
class NamedSquares : public testing::Test {
  protected:
    std::vector<NamedPolygons> read(const std::vector<std::string>& names) const {
        std::string features;
        for (std::size_t i = 0; i < names.size(); ++i) {
            features += fmt::format(
                R"({}{{"type": "Feature", "id": {}, "properties": {{"name": {}}}, "geometry": )"
                R"({{"type": "Polygon", "coordinates": )"
                R"([[[{}, 0], [{}, 0], [{}, 1], [{}, 1], [{}, 0]]]}}}})",
                i == 0 ? "" : ",", i, names[i], i, i + 1, i + 1, i, i);
        }
        const std::string path = m_folder.file("squares.geojson");
        std::ofstream(path) << R"({"type": "FeatureCollection", "features": [)" << features << "]}";
        return toolkit::read_named_polygons(toolkit::Layer::open({.path = path}, ""), "name",
                                            "--zone-field");
    }

  private:
    ScratchFolder m_folder;
};

TEST_F(NamedSquares, WithOneNameAreOneZoneWhereTheNameFirstStands) {
    const std::vector<NamedPolygons> zones = read({R"("b")", R"("a")", R"("b")"});
    ASSERT_EQ(zones.size(), 2);
    EXPECT_EQ(zones[0].name, "b");
    EXPECT_EQ(zones[0].polygons.features.size(), 2);
    EXPECT_EQ(zones[1].name, "a");
    EXPECT_EQ(zones[1].polygons.box().min_x, 1);
    EXPECT_EQ(zones[1].polygons.box().max_x, 2);
    EXPECT_EQ(toolkit::box_of(zones).max_x, 3);
}

TEST_F(NamedSquares, WithoutANameAreRefused) {
    for (const char* missing : {"null", R"("")"}) {
        try {
            read({R"("a")", missing});
            FAIL() << missing;
        } catch (const toolkit::DataError& error) {
            EXPECT_THAT(error.what(), HasSubstr("feature 1 has no value in the field 'name'"));
        }
    }
}

} // namespace
