// SPDX-License-Identifier: MIT
#include "crims_tool/rows/crime_output.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include <fcntl.h>
#include <gdal_priv.h>
#include <nlohmann/json.hpp>
#include <ogrsf_frmts.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <tbb/global_control.h>

#include "crims_tool/rows/sample_crimes.hpp"
#include "toolkit/command/console.hpp"
#include "toolkit/geopackage/sqlite_statement.hpp"
#include "toolkit/scratch_folder.hpp"
#include "toolkit/system/descriptor.hpp"
#include "toolkit/text/errors.hpp"

namespace {

namespace fs = std::filesystem;
using crims_tool::CrimeOutput;
using toolkit::Crs;

std::string content(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

class CrimesWrittenAs : public testing::Test {
  protected:
    std::string path(const std::string& name) const { return m_folder.file(name); }

    CrimeOutput output(const std::string& name) const {
        return {.target = path(name), .crs = Crs::from_text("EPSG:27700", "--crs")};
    }

    std::string write(const CrimeOutput& output,
                      const std::vector<crims::CrimeTable>& tables) const {
        crims_tool::require_writable(output);
        const auto writer = crims_tool::open_crime_writer(output, m_model);
        for (const crims::CrimeTable& crimes : tables) {
            writer->write(crimes);
        }
        writer->finish();
        EXPECT_FALSE(fs::exists(output.target) && !output.overwrite);
        writer->publish();
        return output.target;
    }

    std::string write(const std::string& name, const std::vector<crims::CrimeTable>& tables) const {
        return write(output(name), tables);
    }

    std::size_t files() const {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(m_folder.path()), fs::directory_iterator()));
    }

    crims::Model m_model = sample::model();
    ScratchFolder m_folder;
};

/// Features of a layer, with what GDAL makes of their values.
std::vector<std::string> features(const std::string& path) {
    const GDALDatasetUniquePtr dataset(
        GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY));
    std::vector<std::string> rows;
    if (!dataset) {
        return rows;
    }
    for (const auto& feature : dataset->GetLayer(0)) {
        std::string row = std::to_string(feature->GetFID());
        for (int i = 0; i < feature->GetFieldCount(); ++i) {
            row += "|" + std::string(feature->GetFieldAsString(i));
        }
        const OGRGeometry* place = feature->GetGeometryRef();
        row += "|" + (place == nullptr ? "nowhere" : place->exportToWkt());
        rows.push_back(row);
    }
    return rows;
}

std::string answer(const std::string& path, const std::string& sql) {
    sqlite3* opened = nullptr;
    sqlite3_open(path.c_str(), &opened);
    const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> connection(opened, &sqlite3_close);
    toolkit::Statement statement(opened, sql);
    return statement.step() ? statement.text(0) : "";
}

TEST_F(CrimesWrittenAs, CsvAreAsCriMSReadersExpect) {
    EXPECT_EQ(
        content(write("a.csv", {sample::four()})),
        "id,MSOA,crime_type,code,description,time,suspect,severity,x,y\n"
        "1,E02002330,burglary,28E,Burglary - residential,2020-02-01 00:00:00,False,438,430000.12,433000.00\n"
        "2,\"Mid, \"\"Town\"\"\",violence and sexual offences,105A,\"Assault without injury, of \"\"any\"\" kind\",2020-02-01 01:01:00,True,184.5,430000.00,433000.01\n"
        "3,E02002331,drugs,92D,\"Possession of controlled drugs\nCafé\",2020-02-14 21:20:00,False,,,\n"
        "4,E02002330,burglary,28E,Burglary - residential,2020-02-29 23:59:00,True,438,0.00,0.00\n");
}

TEST_F(CrimesWrittenAs, CsvHaveTheReplicateLast) {
    CrimeOutput where = output("a.csv");
    where.with_replicate = true;
    where.with_places = false;
    const std::string text = content(write(where, {sample::four()}));
    EXPECT_TRUE(text.starts_with(
        "id,MSOA,crime_type,code,description,time,suspect,severity,replicate\n1,E02002330,burglary,28E,Burglary - residential,2020-02-01 00:00:00,False,438,7\n"));
}

TEST_F(CrimesWrittenAs, CsvInDegreesHaveSevenDecimals) {
    CrimeOutput where = output("a.csv");
    where.crs = Crs::from_text("EPSG:4326", "--crs");
    crims::CrimeTable crimes = sample::four();
    crimes.x[0] = -1.54321987654;
    crimes.y[0] = 53.8;
    EXPECT_NE(content(write(where, {crimes})).find(",438,-1.5432199,53.8000000\n"),
              std::string::npos);
}

TEST_F(CrimesWrittenAs, CsvWithoutPlacesInTheTableLeaveThemEmpty) {
    crims::CrimeTable crimes = sample::four();
    crimes.x.clear();
    crimes.y.clear();
    EXPECT_NE(content(write("a.csv", {crimes})).find("00:00:00,False,438,,\n"), std::string::npos);
}

TEST_F(CrimesWrittenAs, CsvAreTheSameWhateverTheThreads) {
    const std::vector<crims::CrimeTable> tables{sample::many(30000, 1), sample::many(1, 2),
                                                sample::many(0, 3), sample::many(4096, 4)};
    std::vector<std::string> texts;
    for (const std::size_t threads : {1U, 2U, 7U}) {
        const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, threads);
        texts.push_back(content(write(std::to_string(threads) + ".csv", tables)));
    }
    EXPECT_EQ(texts[0], texts[1]);
    EXPECT_EQ(texts[0], texts[2]);
    EXPECT_NE(texts[0].find("\n34097,"), std::string::npos);
    EXPECT_EQ(texts[0].find("\n34098,"), std::string::npos);
}

TEST_F(CrimesWrittenAs, CsvAndJsonSurviveCoordinatesOfAnySize) {
    crims::CrimeTable crimes = sample::four();
    crimes.x[0] = -1e300;
    crimes.y[0] = 1e40;
    EXPECT_NE(content(write("a.csv", {crimes})).find(",-1e+300,1e+40\n"), std::string::npos);
    const auto json = nlohmann::json::parse(content(write("a.json", {crimes})));
    EXPECT_EQ(json["data"][0]["x"], -1e300);
}

TEST_F(CrimesWrittenAs, JsonIsPandasTable) {
    CrimeOutput where = output("a.json");
    where.with_replicate = true;
    const auto json = nlohmann::json::parse(content(write(where, {sample::four()})));
    EXPECT_EQ(json["schema"]["primaryKey"], nlohmann::json({"id"}));
    EXPECT_EQ(json["schema"]["pandas_version"], "1.4.0");
    std::string types;
    for (const auto& field : json["schema"]["fields"]) {
        types += field["name"].get<std::string>() + ":" + field["type"].get<std::string>() + " ";
    }
    EXPECT_EQ(
        types,
        "id:integer MSOA:string crime_type:string code:string description:string time:datetime suspect:boolean severity:number x:number y:number replicate:integer ");
    ASSERT_EQ(json["data"].size(), 4U);
    EXPECT_EQ(json["data"][1], nlohmann::json::parse(R"({
        "id": 2, "MSOA": "Mid, \"Town\"", "crime_type": "violence and sexual offences",
        "code": "105A", "description": "Assault without injury, of \"any\" kind",
        "time": "2020-02-01T01:01:00.000", "suspect": true, "severity": 184.5,
        "x": 430000.0, "y": 433000.01, "replicate": 7})"));
    EXPECT_TRUE(json["data"][2]["severity"].is_null());
    EXPECT_TRUE(json["data"][2]["x"].is_null());
    EXPECT_EQ(json["data"][2]["description"], "Possession of controlled drugs\nCafé");
}

TEST_F(CrimesWrittenAs, JsonOfManyPiecesIsOneArray) {
    const auto json = nlohmann::json::parse(
        content(write("a.json", {sample::many(9000, 1), sample::many(9000, 2)})));
    ASSERT_EQ(json["data"].size(), 18000U);
    for (std::size_t i = 0; i < 18000; ++i) {
        ASSERT_EQ(json["data"][i]["id"], i + 1);
    }
}

TEST_F(CrimesWrittenAs, JsonMayBeEmpty) {
    EXPECT_EQ(nlohmann::json::parse(content(write("a.json", {})))["data"], nlohmann::json::array());
    EXPECT_EQ(nlohmann::json::parse(content(write("b.json", {sample::many(0, 1)})))["data"],
              nlohmann::json::array());
}

TEST_F(CrimesWrittenAs, JsonAndCsvLoadWithPandas) {
    if (std::system("/usr/bin/python3 -c 'import pandas' 2> /dev/null") != 0) {
        GTEST_SKIP() << "pandas is not installed";
    }
    CrimeOutput where = output("a.json");
    where.with_replicate = true;
    write(where, {sample::many(5000, 1), sample::four()});
    where.target = path("a.csv");
    write(where, {sample::many(5000, 1), sample::four()});
    write("empty.json", {});
    std::ofstream(path("check.py"))
        << "import sys, pandas\n"
           "a = pandas.read_json(sys.argv[1], orient='table')\n"
           "b = pandas.read_csv(sys.argv[2], index_col='id', parse_dates=['time'])\n"
           "assert a.index.name == 'id' and list(a.index) == list(range(1, 5005))\n"
           "assert list(a.columns) == ['MSOA', 'crime_type', 'code', 'description', 'time', 'suspect', 'severity', 'x', 'y', 'replicate']\n"
           "assert str(a.time.dtype) == 'datetime64[ns]' and str(a.suspect.dtype) == 'bool'\n"
           "assert str(a.severity.dtype) == 'float64' and str(a.replicate.dtype) == 'int64'\n"
           "pandas.testing.assert_frame_equal(a, b)\n"
           "assert a.time[5003] == pandas.Timestamp('2020-02-14 21:20') and a.x.isna()[5003]\n"
           "assert len(pandas.read_json(sys.argv[3], orient='table')) == 0\n";
    const std::string command = "/usr/bin/python3 '" + path("check.py") + "' '" + path("a.json") +
                                "' '" + path("a.csv") + "' '" + path("empty.json") + "'";
    EXPECT_EQ(std::system(command.c_str()), 0);
}

TEST_F(CrimesWrittenAs, GeoPackageHoldAllColumns) {
    CrimeOutput where = output("a.gpkg");
    where.with_replicate = true;
    const auto rows = features(write(where, {sample::four()}));
    ASSERT_EQ(rows.size(), 4U);
    EXPECT_EQ(
        rows[1],
        "2|Mid, \"Town\"|violence and sexual offences|105A|Assault without injury, of \"any\" kind|2020/02/01 01:01:00+00|1|184.5|7|POINT (429999.999 433000.006)");
    EXPECT_EQ(
        rows[2],
        "3|E02002331|drugs|92D|Possession of controlled drugs\nCafé|2020/02/14 21:20:00+00|0||7|nowhere");
    EXPECT_EQ(answer(where.target, "SELECT time FROM a WHERE id = 4"), "2020-02-29T23:59:00.000Z");
}

TEST_F(CrimesWrittenAs, GeoPackageAreSoundWithAndWithoutIndex) {
    for (const bool with_index : {true, false}) {
        CrimeOutput where = output(with_index ? "a.gpkg" : "b.gpkg");
        where.spatial_index = with_index;
        write(where, {sample::many(20000, 1), sample::many(0, 2), sample::many(300, 3)});
        EXPECT_EQ(answer(where.target, "PRAGMA integrity_check"), "ok");
        EXPECT_EQ(features(where.target).size(), 20300U);
    }
    EXPECT_EQ(answer(path("a.gpkg"), "SELECT rtreecheck('rtree_a_geom')"), "ok");
    EXPECT_EQ(answer(path("a.gpkg"), "SELECT count(*) FROM rtree_a_geom"), "20097");
    EXPECT_EQ(answer(path("b.gpkg"), "SELECT count(*) FROM sqlite_master WHERE name LIKE 'rtree%'"),
              "0");
}

TEST_F(CrimesWrittenAs, GeoPackageWithoutPlacesIsATable) {
    CrimeOutput where = output("a.gpkg");
    where.with_places = false;
    where.crs = std::nullopt;
    write(where, {sample::many(100, 1)});
    EXPECT_EQ(answer(where.target, "SELECT data_type FROM gpkg_contents"), "attributes");
    EXPECT_EQ(features(where.target).size(), 100U);
}

TEST_F(CrimesWrittenAs, GeoPackageAreStyledByCrimeType) {
    write("a.gpkg", {sample::four()});
    EXPECT_NE(answer(path("a.gpkg"),
                     "SELECT styleQML FROM layer_styles WHERE f_table_name = 'a' AND useAsDefault")
                  .find("attr=\"crime_type\""),
              std::string::npos);
}

TEST_F(CrimesWrittenAs, GeoPackageJoinOtherLayers) {
    write("a.gpkg", {sample::many(100, 1)});
    CrimeOutput more = output("a.gpkg|layername=more");
    more.overwrite = true;
    write(more, {sample::many(200, 2)});
    EXPECT_EQ(answer(path("a.gpkg"), "SELECT count(*) FROM a"), "100");
    EXPECT_EQ(answer(path("a.gpkg"), "SELECT count(*) FROM more"), "200");
    EXPECT_EQ(answer(path("a.gpkg"), "SELECT count(*) FROM layer_styles"), "2");
}

TEST_F(CrimesWrittenAs, FlatGeobufHoldAllColumns) {
    CrimeOutput where = output("a.fgb");
    where.with_replicate = true;
    crims::CrimeTable crimes = sample::four();
    crimes.x[2] = 1;
    crimes.y[2] = 2;
    auto rows = features(write(where, {crimes}));
    ASSERT_EQ(rows.size(), 4U);
    for (std::string& row : rows) {
        row.erase(0, row.find('|')); // the feature's number: its place in the index
    }
    std::sort(rows.begin(), rows.end());
    EXPECT_EQ(
        rows[1],
        "|2|Mid, \"Town\"|violence and sexual offences|105A|Assault without injury, of \"any\" kind|2020/02/01 01:01:00|1|184.5|7|POINT (429999.999 433000.006)");
    EXPECT_EQ(
        rows[2],
        "|3|E02002331|drugs|92D|Possession of controlled drugs\nCafé|2020/02/14 21:20:00|0||7|POINT (1 2)");
}

TEST_F(CrimesWrittenAs, FlatGeobufAreIndexed) {
    write("a.fgb", {sample::many(5000, 1, true)});
    const GDALDatasetUniquePtr dataset(
        GDALDataset::Open(path("a.fgb").c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY));
    OGRLayer& layer = *dataset->GetLayer(0);
    EXPECT_TRUE(layer.TestCapability(OLCFastSpatialFilter));
    EXPECT_EQ(layer.GetFeatureCount(), 5000);
    EXPECT_STREQ(layer.GetSpatialRef()->GetAuthorityCode(nullptr), "27700");
    layer.SetSpatialFilterRect(425000, 435000, 430000, 440000);
    const crims::CrimeTable crimes = sample::many(5000, 1, true);
    int expected = 0;
    for (std::size_t i = 0; i < crimes.size(); ++i) {
        expected += crimes.x[i] >= 425000 && crimes.x[i] <= 430000 && crimes.y[i] >= 435000 &&
                            crimes.y[i] <= 440000
                        ? 1
                        : 0;
    }
    EXPECT_EQ(layer.GetFeatureCount(), expected);
}

TEST_F(CrimesWrittenAs, FlatGeobufMayBeEmpty) {
    EXPECT_TRUE(features(write("a.fgb", {})).empty());
    EXPECT_TRUE(fs::exists(path("a.fgb")));
}

TEST_F(CrimesWrittenAs, FlatGeobufRefuseACrimeWithoutAPlace) {
    {
        const auto writer = crims_tool::open_crime_writer(output("a.fgb"), m_model);
        EXPECT_THROW(writer->write(sample::four()), toolkit::DataError);
    }
    EXPECT_EQ(files(), 0U);
    CrimeOutput where = output("a.fgb");
    where.with_places = false;
    EXPECT_THROW(crims_tool::require_writable(where), toolkit::UsageError);
}

TEST_F(CrimesWrittenAs, AnythingAndNeverFinishedLeaveNothing) {
    for (const char* name : {"a.csv", "a.json", "a.gpkg", "a.fgb"}) {
        const auto writer = crims_tool::open_crime_writer(output(name), m_model);
        writer->write(sample::many(5000, 1, true));
    }
    EXPECT_EQ(files(), 0U);
}

TEST_F(CrimesWrittenAs, AnythingAreTheSameAgain) {
    const std::vector<crims::CrimeTable> tables{sample::many(5000, 1, true)};
    fs::create_directory(path("again"));
    for (const std::string name : {"a.csv", "a.json", "a.fgb"}) {
        EXPECT_EQ(content(write(name, tables)), content(write("again/" + name, tables)));
    }
}

TEST_F(CrimesWrittenAs, AnUnknownFormatAreRefused) {
    for (const char* name : {"a.shp", "a", "a.csv.zip", "a.csv|layername=x", "a.gpkg|subset=id=1",
                             "a.gpkg|layerid=0"}) {
        EXPECT_THROW(crims_tool::require_writable(output(name)), toolkit::UsageError) << name;
    }
}

TEST_F(CrimesWrittenAs, AnExistingFileAreRefusedUnlessItMayBeReplaced) {
    for (const char* name : {"a.csv", "a.json", "a.gpkg", "a.fgb"}) {
        write(name, {sample::many(10, 1, true)});
        CrimeOutput again = output(name);
        EXPECT_THROW(crims_tool::require_writable(again), toolkit::DataError) << name;
        again.overwrite = true;
        const std::string old = content(again.target);
        write(again, {sample::many(20, 2, true)});
        EXPECT_NE(content(again.target), old);
    }
    EXPECT_THROW(crims_tool::require_writable(output("no/a.csv")), toolkit::DataError);
    EXPECT_EQ(files(), 4U);
}

/// The status of an action in a process of its own, where signals are treated as run_tool does.
template<class Action>
int in_child(Action&& action) {
    const pid_t child = fork();
    if (child == 0) {
        toolkit::turn_write_signals_into_errors();
        int status = 0;
        try {
            action();
        } catch (const toolkit::DataError&) {
            status = 1;
        }
        _exit(status);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void limit_files(rlim_t bytes) {
    const rlimit limit{bytes, bytes};
    setrlimit(RLIMIT_FSIZE, &limit);
}

TEST_F(CrimesWrittenAs, StandardOutputAreCsv) {
    const int file = open(path("out").c_str(), O_RDWR | O_CREAT, 0600);
    CrimeOutput where = output("");
    where.target = "-";
    EXPECT_EQ(in_child([&] {
                  dup2(file, STDOUT_FILENO);
                  write(where, {sample::four()});
              }),
              0);
    close(file);
    EXPECT_EQ(content(path("out")), content(write("a.csv", {sample::four()})));
}

TEST_F(CrimesWrittenAs, AClosedPipeAreAnErrorAndNoDeath) {
    std::array<int, 2> ends{};
    ASSERT_EQ(pipe(ends.data()), 0);
    close(ends[0]);
    CrimeOutput where = output("");
    where.target = "-";
    EXPECT_EQ(in_child([&] {
                  dup2(ends[1], STDOUT_FILENO);
                  write(where, {sample::many(50000, 1)});
              }),
              1);
    close(ends[1]);
}

TEST_F(CrimesWrittenAs, AnythingThatDoesNotFitLeaveNothing) {
    const std::vector<crims::CrimeTable> tables{sample::many(20000, 1, true)};
    for (const char* name : {"a.csv", "a.json", "a.gpkg", "a.fgb"}) {
        write(name, tables);
        const auto size = static_cast<rlim_t>(fs::file_size(path(name)));
        fs::remove(path(name));
        for (const rlim_t limit : {rlim_t{0}, rlim_t{5000}, size / 2, size - 4096, size - 1}) {
            EXPECT_EQ(in_child([&] {
                          limit_files(limit);
                          write(name, tables);
                      }),
                      1)
                << name << " of " << size << " bytes where " << limit << " fit";
            EXPECT_EQ(files(), 0U) << name;
        }
        EXPECT_EQ(in_child([&] {
                      limit_files(2 * size);
                      write(name, tables);
                  }),
                  0);
        fs::remove(path(name));
    }
}

TEST_F(CrimesWrittenAs, GeoPackageThatDoNotFitLeaveTheOldLayer) {
    write("a.gpkg", {sample::many(3000, 1)});
    CrimeOutput again = output("a.gpkg");
    again.overwrite = true;
    const auto size = static_cast<rlim_t>(fs::file_size(path("a.gpkg")));
    for (const rlim_t limit : {size, size + 4096, 2 * size}) {
        EXPECT_EQ(in_child([&] {
                      limit_files(limit);
                      write(again, {sample::many(30000, 2)});
                  }),
                  1);
        EXPECT_EQ(files(), 1U);
        EXPECT_EQ(answer(path("a.gpkg"), "PRAGMA integrity_check"), "ok");
        EXPECT_EQ(answer(path("a.gpkg"), "SELECT rtreecheck('rtree_a_geom')"), "ok");
        EXPECT_EQ(features(path("a.gpkg")).size(), 3000U);
    }
}

} // namespace
