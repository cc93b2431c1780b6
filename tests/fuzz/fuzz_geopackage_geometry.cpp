// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <vector>

#include <ogrsf_frmts.h>

#include "fuzzing.hpp"
#include "toolkit/geopackage/geopackage_geometry.hpp"
#include "toolkit/layers/gdal_errors.hpp"
#include "toolkit/layers/polygon_reader.hpp"
#include "wdd/area.hpp"

namespace {

using fuzzing::require;

bool same(double a, double b) {
    return a == b || (std::isnan(a) && std::isnan(b));
}

/// A point that is read without GDAL is where GDAL says it is.
void check_point(std::span<const std::byte> wkb) {
    const auto point = toolkit::wkb_point(wkb);
    const auto geometry = toolkit::geometry_of(wkb);
    if (!point || !geometry) {
        return;
    }
    require(wkbFlatten(geometry->getGeometryType()) == wkbPoint);
    const OGRPoint& gdal = *geometry->toPoint();
    if (gdal.IsEmpty() != 0) {
        require(std::isnan(point->first) || std::isnan(point->second));
    } else {
        require(same(gdal.getX(), point->first) && same(gdal.getY(), point->second));
    }
    const auto again = toolkit::geopackage_point(point->first, point->second, 0);
    const auto same_point = toolkit::wkb_point(toolkit::geopackage_wkb(again));
    require(same_point && same(same_point->first, point->first) &&
            same(same_point->second, point->second));
}

double largest_coordinate(const wdd::Box& box) {
    return std::max(
        {std::abs(box.min_x), std::abs(box.min_y), std::abs(box.max_x), std::abs(box.max_y)});
}

/// The size of an area that is written and dissolved again. Spikes thinner than a digit go then, so
/// that the box can shrink, or nothing is left.
double area_again(const wdd::Area& area) {
    const std::vector<wdd::Wkb> written = {area.wkb()};
    try {
        return wdd::Area::dissolve(written).area();
    } catch (const wdd::GeometryError&) {
        return 0;
    }
}

/// An area is finite, valid and can be written and read again; or it is said why there is none.
void check_area(std::span<const std::byte> wkb) {
    constexpr std::size_t too_slow = 2048;
    if (wkb.size() > too_slow) {
        return;
    }
    try {
        const std::vector<wdd::Wkb> polygons = {wdd::Wkb(wkb.begin(), wkb.end())};
        const wdd::Area area = wdd::Area::dissolve(polygons);
        const double extent = largest_coordinate(area.box());
        require(area.area() >= 0 && std::isfinite(extent));
        constexpr double digits = 1e-12;
        require(std::abs(area_again(area) - area.area()) <= digits * extent * extent);
    } catch (const wdd::GeometryError& error) {
        require(!std::string_view(error.what()).empty());
    }
}

} // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer gives the name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const toolkit::GdalErrors errors;
    const std::vector<std::uint8_t> exact(data, data + size); // what is read beyond its end is seen
    const auto wkb = toolkit::geopackage_wkb(std::as_bytes(std::span(exact)));
    require(wkb.size() <= size);
    check_point(wkb);
    check_area(wkb);
    return 0;
}
