// SPDX-License-Identifier: MIT
#include "toolkit/layers/remote.hpp"

#include <gtest/gtest.h>

namespace {

using toolkit::is_remote;
using toolkit::reaches_out;

TEST(Remote, AddressesConnectionsAndDescriptions) {
    for (const char* path : {"https://example.org/a.geojson",
                             "HTTP://example.org/a",
                             "/vsicurl/http://example.org/a",
                             "/vsicurl?url=http://example.org/a",
                             "/vsis3/bucket/a.gpkg",
                             "/vsiaz/a/b",
                             "/vsicurl_streaming/http://a/b",
                             "/vsizip/vsicurl/http://a/b.zip",
                             "/vsizip//vsicurl/http://a/b.zip",
                             "/vsizip/{/vsis3/a/b.zip}/c.shp",
                             "/vsistdin/",
                             "/vsihdfs/host/a",
                             "PG:dbname=crime",
                             "pg:dbname=crime",
                             "WFS:http://example.org",
                             "MySQL:a",
                             "OAPIF:https://example.org",
                             "  <OGRVRTDataSource/>",
                             "<OGRWFSDataSource/>",
                             "{\"a\":1}",
                             "//server/share/a.gpkg",
                             "\\\\server\\share\\a.gpkg",
                             "GPKG:a.gpkg",
                             "/VSICURL/http://a/b"}) {
        EXPECT_TRUE(is_remote(path)) << path;
    }
}

TEST(Remote, NotFilesAndArchivesOfThisMachine) {
    for (const char* path :
         {"areas.gpkg", "/home/a/areas.gpkg", "../b/a.shp", "/vsizip/a.zip/b.shp",
          "/vsizip/{/home/a.zip}/b.shp", "/vsigzip/a.geojson.gz", "/vsitar/vsigzip/a.tgz/b.shp",
          "C:\\data\\a.gpkg", "C:/data/a.gpkg", "my vsicurl notes.gpkg", "vsicurl.gpkg",
          "folder/vsis3.gpkg", ""}) {
        EXPECT_FALSE(is_remote(path)) << path;
    }
}

TEST(Remote, ConditionsThatCallWhatReachesOut) {
    EXPECT_TRUE(reaches_out("OGR_Geocode('London') IS NULL"));
    EXPECT_TRUE(reaches_out("load_extension ('a') = 1"));
    EXPECT_FALSE(reaches_out("ogr_fid = 1 AND name = 'North'"));
}

} // namespace
