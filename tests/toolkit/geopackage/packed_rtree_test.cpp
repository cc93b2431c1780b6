// SPDX-License-Identifier: MIT
#include "toolkit/geopackage/packed_rtree.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace {

using toolkit::PackedRtree;
using toolkit::Statement;

struct Point {
    double x;
    double y;
};

struct Box {
    double min_x, max_x, min_y, max_y;
};

class Database {
  public:
    Database() {
        sqlite3* opened = nullptr;
        sqlite3_open(":memory:", &opened);
        m_connection.reset(opened);
        execute("CREATE VIRTUAL TABLE tree USING rtree(id, minx, maxx, miny, maxy)");
    }

    sqlite3* connection() const { return m_connection.get(); }

    void execute(const std::string& sql) const { Statement(connection(), sql).execute(); }

    std::string text(const std::string& sql) const {
        Statement statement(connection(), sql);
        return statement.step() ? statement.text(0) : "";
    }

    std::vector<std::int64_t> search(const Box& box) const {
        Statement found(
            connection(),
            "SELECT id FROM tree WHERE maxx >= ?1 AND minx <= ?2 AND maxy >= ?3 AND miny <= ?4 ORDER BY id");
        found.bind(1, box.min_x);
        found.bind(2, box.max_x);
        found.bind(3, box.min_y);
        found.bind(4, box.max_y);
        std::vector<std::int64_t> ids;
        while (found.step()) {
            ids.push_back(found.integer(0));
        }
        return ids;
    }

    std::string check() const { return text("SELECT rtreecheck('tree')"); }

    void pack(const std::vector<Point>& points,
              std::size_t batch = PackedRtree::default_batch) const {
        PackedRtree tree(connection(), "tree", batch);
        for (std::size_t i = 0; i < points.size(); ++i) {
            tree.add(static_cast<std::int64_t>(i) + 1, points[i].x, points[i].y);
        }
        tree.finish();
    }

  private:
    struct Close {
        void operator()(sqlite3* connection) const { sqlite3_close(connection); }
    };

    std::unique_ptr<sqlite3, Close> m_connection;
};

/// Eastings and northings that floats hold exactly, so that brute force needs no tolerance.
std::vector<Point> points_on_a_grid(std::size_t count, unsigned seed) {
    std::mt19937 random(seed);
    std::vector<Point> points(count);
    for (Point& point : points) {
        const auto metres = [&random] { return static_cast<double>(random() % 40000) / 4; };
        point = {400000 + metres(), 430000 + metres()};
    }
    return points;
}

std::vector<std::int64_t> brute_force(const std::vector<Point>& points, const Box& box) {
    std::vector<std::int64_t> ids;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const auto [x, y] = points[i];
        if (x >= box.min_x && x <= box.max_x && y >= box.min_y && y <= box.max_y) {
            ids.push_back(static_cast<std::int64_t>(i) + 1);
        }
    }
    return ids;
}

constexpr std::array boxes{Box{400000, 410000, 430000, 440000}, Box{404000, 404500, 434000, 434500},
                           Box{400000, 400000.25, 430000, 440000},
                           Box{402000, 408000, 439000, 439010}, Box{0, 1, 0, 1}};

class PackedRtreeOf : public testing::TestWithParam<std::size_t> {};

TEST_P(PackedRtreeOf, PointsPassesSqlitesCheck) {
    const Database database;
    database.pack(points_on_a_grid(GetParam(), 1));
    EXPECT_EQ(database.check(), "ok");
    EXPECT_EQ(database.text("SELECT count(*) FROM tree"), std::to_string(GetParam()));
}

TEST_P(PackedRtreeOf, PointsFindsWhatBruteForceFinds) {
    const Database database;
    const auto points = points_on_a_grid(GetParam(), 2);
    database.pack(points);
    for (const Box& box : boxes) {
        EXPECT_EQ(database.search(box), brute_force(points, box));
    }
}

TEST_P(PackedRtreeOf, PointsCanBeChangedAfterwards) {
    const Database database;
    const auto points = points_on_a_grid(GetParam(), 3);
    database.pack(points);
    for (std::size_t id = 1; id <= points.size(); id += 3) {
        database.execute("DELETE FROM tree WHERE id = " + std::to_string(id));
    }
    for (int i = 0; i < 200; ++i) {
        database.execute("INSERT INTO tree VALUES (" + std::to_string(10000000 + i) +
                         ", 1, 1, 2, 2)");
    }
    EXPECT_EQ(database.check(), "ok");
    EXPECT_EQ(database.search({0, 3, 0, 3}).size(), 200U);
    auto expected = brute_force(points, boxes[1]);
    std::erase_if(expected, [](std::int64_t id) { return id % 3 == 1; });
    EXPECT_EQ(database.search(boxes[1]), expected);
}

// 51 cells make a node; 52 need a second level, 2602 a third.
INSTANTIATE_TEST_SUITE_P(Sizes, PackedRtreeOf,
                         testing::Values(0, 1, 2, 50, 51, 52, 102, 103, 2601, 2602, 10000));

TEST(PackedRtree, InManyBatchesIsOneTree) {
    for (const std::size_t batch : {103U, 1000U, 9999U, 10000U}) {
        const Database database;
        const auto points = points_on_a_grid(10000, 4);
        database.pack(points, batch);
        EXPECT_EQ(database.check(), "ok");
        for (const Box& box : boxes) {
            EXPECT_EQ(database.search(box), brute_force(points, box));
        }
    }
}

TEST(PackedRtree, TakesPointsThatAllLieInOnePlace) {
    const Database database;
    database.pack(std::vector<Point>(5000, {412345.5, 433333.5}));
    EXPECT_EQ(database.check(), "ok");
    EXPECT_EQ(database.search({412345, 412346, 433333, 433334}).size(), 5000U);
}

TEST(PackedRtree, TakesPointsOnALine) {
    const Database database;
    std::vector<Point> points;
    for (int i = 0; i < 3000; ++i) {
        points.push_back({0.25 * i, -7});
    }
    database.pack(points);
    EXPECT_EQ(database.check(), "ok");
    EXPECT_EQ(database.search({10, 20, -8, -6}), brute_force(points, {10, 20, -8, -6}));
}

/// What floats cannot hold is rounded away from the point: a search never loses it.
TEST(PackedRtree, BoxesHoldTheirPoints) {
    const Database database;
    std::mt19937_64 random(5);
    std::uniform_real_distribution<double> degrees(-3, 55);
    std::vector<Point> points(2000);
    for (Point& point : points) {
        point = {degrees(random), -degrees(random)};
    }
    points.push_back({0.1, -0.1});
    points.push_back({1e-300, -1e-300});
    database.pack(points);
    EXPECT_EQ(database.check(), "ok");
    Statement rows(database.connection(), "SELECT minx, maxx, miny, maxy FROM tree ORDER BY id");
    for (const auto& [x, y] : points) {
        ASSERT_TRUE(rows.step());
        const std::array<double, 4> bounds{std::stod(rows.text(0)), std::stod(rows.text(1)),
                                           std::stod(rows.text(2)), std::stod(rows.text(3))};
        EXPECT_LE(bounds[0], x);
        EXPECT_GE(bounds[1], x);
        EXPECT_LE(bounds[2], y);
        EXPECT_GE(bounds[3], y);
        EXPECT_LE(bounds[1] - bounds[0], 1e-5);
    }
}

TEST(PackedRtree, KeepsIdsThatLeaveGaps) {
    const Database database;
    PackedRtree tree(database.connection(), "tree");
    for (int i = 0; i < 200; ++i) {
        tree.add(i * 7 + 3, i, i);
    }
    tree.finish();
    EXPECT_EQ(database.check(), "ok");
    EXPECT_EQ(database.search({10, 12, 0, 200}), (std::vector<std::int64_t>{73, 80, 87}));
}

TEST(PackedRtree, GivesTheSameNodesForTheSamePoints) {
    const Database one;
    const Database two;
    one.pack(points_on_a_grid(20000, 6));
    two.pack(points_on_a_grid(20000, 6));
    const std::string nodes = "SELECT group_concat(hex(data)) FROM tree_node";
    EXPECT_EQ(one.text(nodes), two.text(nodes));
}

/// Neighbours share a leaf: a small box in 10,000 points meets few of the 197 leaves.
TEST(PackedRtree, PacksNeighboursTogether) {
    const Database database;
    database.pack(points_on_a_grid(10000, 7));
    const auto met = database.text(
        "SELECT count(DISTINCT nodeno) FROM tree_rowid WHERE rowid IN (SELECT id FROM tree WHERE maxx >= 404000 AND minx <= 405000 AND maxy >= 434000 AND miny <= 435000)");
    EXPECT_LE(std::stoi(met), 12);
}

TEST(PackedRtree, IsNotWrittenOverAnother) {
    const Database database;
    database.execute("INSERT INTO tree VALUES (1, 0, 0, 0, 0)");
    EXPECT_THROW(PackedRtree(database.connection(), "tree"), toolkit::SqliteError);
    EXPECT_THROW(PackedRtree(database.connection(), "nothing"), toolkit::SqliteError);
}

} // namespace
