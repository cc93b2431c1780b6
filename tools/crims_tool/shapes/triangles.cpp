// SPDX-License-Identifier: MIT
#include "crims_tool/shapes/triangles.hpp"

#include <algorithm>
#include <cmath>
#include <exception>

#include <fmt/format.h>
#include <tbb/blocked_range.h>
#include <tbb/parallel_for.h>

#include "crims_tool/shapes/geos.hpp"

namespace crims_tool {

namespace {

struct DestroyParameters {
    GEOSContextHandle_t handle;

    void operator()(GEOSMakeValidParams* p) const { GEOSMakeValidParams_destroy_r(handle, p); }
};

GeosGeometry repaired(const GeosContext& context, GeosGeometry geometry) {
    const GEOSContextHandle_t handle = context.handle();
    if (GEOSisValid_r(handle, geometry.get()) == 1) {
        return geometry;
    }
    const std::unique_ptr<GEOSMakeValidParams, DestroyParameters> parameters(
        GEOSMakeValidParams_create_r(handle), DestroyParameters{handle});
    GEOSMakeValidParams_setMethod_r(handle, parameters.get(), GEOS_MAKE_VALID_STRUCTURE);
    return taken(context, GEOSMakeValidWithParams_r(handle, geometry.get(), parameters.get()));
}

double area(const GeosContext& context, const GEOSGeometry* geometry) {
    double value = 0;
    GEOSArea_r(context.handle(), geometry, &value);
    return value;
}

crims::Triangle triangle_of(const GeosContext& context, const GEOSGeometry* polygon) {
    const GEOSContextHandle_t handle = context.handle();
    const GEOSCoordSequence* corners =
        GEOSGeom_getCoordSeq_r(handle, GEOSGetExteriorRing_r(handle, polygon));
    crims::Triangle triangle;
    for (unsigned i = 0; i < triangle.x.size(); ++i) {
        GEOSCoordSeq_getXY_r(handle, corners, i, &triangle.x.at(i), &triangle.y.at(i));
    }
    return triangle;
}

double area(const crims::Triangle& t) {
    return std::abs(((t.x[1] - t.x[0]) * (t.y[2] - t.y[0])) -
                    ((t.x[2] - t.x[0]) * (t.y[1] - t.y[0]))) /
           2;
}

/// Throws std::runtime_error.
std::vector<crims::Triangle> triangles_of(const GeosContext& context, const wdd::Wkb& wkb) {
    const GeosGeometry polygon = repaired(context, geometry_from_wkb(context, wkb));
    const double whole = area(context, polygon.get());
    if (!(whole > 0)) {
        throw std::runtime_error("its shape is not a polygon with an area");
    }
    const GeosGeometry pieces =
        taken(context, GEOSConstrainedDelaunayTriangulation_r(context.handle(), polygon.get()));
    const int count = GEOSGetNumGeometries_r(context.handle(), pieces.get());
    std::vector<crims::Triangle> triangles;
    triangles.reserve(static_cast<std::size_t>(count));
    double sum = 0;
    for (int i = 0; i < count; ++i) {
        triangles.push_back(
            triangle_of(context, GEOSGetGeometryN_r(context.handle(), pieces.get(), i)));
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
                          const GeosContext context;
                          for (std::size_t i = range.begin(); i != range.end(); ++i) {
                              try {
                                  triangles[i] = triangles_of(context, polygons[i]);
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
