// SPDX-License-Identifier: MIT
#include "crims_tool/shapes/triangles.hpp"

#include <algorithm>
#include <cmath>
#include <exception>

#include <fmt/format.h>
#include <tbb/blocked_range.h>
#include <tbb/parallel_for.h>

#include "wdd/triangles.hpp"

namespace crims_tool {

namespace {

double area(const crims::Triangle& t) {
    return std::abs(((t.x[1] - t.x[0]) * (t.y[2] - t.y[0])) -
                    ((t.x[2] - t.x[0]) * (t.y[1] - t.y[0]))) /
           2;
}

/// Throws wdd::PolygonError.
wdd::Area polygon_of(const wdd::Wkb& wkb) {
    return wdd::Area::dissolve({&wkb, 1});
}

/// Throws std::runtime_error.
std::vector<crims::Triangle> triangles_of(const wdd::Area& polygon) {
    const double whole = polygon.area();
    std::vector<crims::Triangle> triangles;
    double sum = 0;
    for (const auto& [a, b, c] : wdd::triangulated(polygon)) {
        triangles.push_back({.x = {a.x, b.x, c.x}, .y = {a.y, b.y, c.y}});
        sum += area(triangles.back());
    }
    constexpr double tolerance = 1e-9;
    if (!(std::abs(sum - whole) <= tolerance * whole)) {
        throw std::runtime_error(fmt::format(
            "its triangles have an area of {}, but the polygon has {}; check the polygon", sum,
            whole));
    }
    return triangles;
}

} // namespace

std::vector<std::vector<crims::Triangle>> triangulate(std::span<const wdd::Wkb> polygons,
                                                      const PolygonProblem& problem) {
    std::vector<std::vector<crims::Triangle>> triangles(polygons.size());
    std::vector<std::string> problems(polygons.size());
    tbb::parallel_for(tbb::blocked_range<std::size_t>(0, polygons.size()),
                      [&](const tbb::blocked_range<std::size_t>& range) {
                          for (std::size_t i = range.begin(); i != range.end(); ++i) {
                              try {
                                  triangles[i] = triangles_of(polygon_of(polygons[i]));
                              } catch (const wdd::PolygonError& error) {
                                  problems[i] = "its shape " + error.problem();
                              } catch (const std::runtime_error& error) {
                                  problems[i] = error.what();
                              }
                          }
                      });
    // The first one, whichever thread came first.
    const auto bad = std::find_if(problems.begin(), problems.end(),
                                  [](const std::string& text) { return !text.empty(); });
    if (bad != problems.end()) {
        throw problem(static_cast<std::size_t>(bad - problems.begin()), *bad);
    }
    return triangles;
}

} // namespace crims_tool
