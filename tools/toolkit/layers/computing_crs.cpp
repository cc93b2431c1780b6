// SPDX-License-Identifier: MIT
#include "toolkit/layers/computing_crs.hpp"

#include <cmath>

#include <fmt/format.h>

#include "toolkit/text/errors.hpp"

namespace toolkit {

namespace {

/// In degrees the same place has many longitudes: that box which lies nearest to another one, so
/// that areas on both sides of the 180th meridian are neighbours.
wdd::Box nearest_round_the_globe(wdd::Box box, const wdd::Box& other) {
    constexpr double full_circle = 360;
    const double apart = (box.min_x + box.max_x - other.min_x - other.max_x) / 2;
    const double turns = full_circle * std::round(apart / full_circle);
    box.min_x -= turns;
    box.max_x -= turns;
    return box;
}

} // namespace

ComputingCrs choose_crs(const std::optional<Crs>& wanted, const LayerPlace& response,
                        std::span<const LayerPlace> others) {
    if (wanted) {
        return {*wanted, *wanted, ""};
    }
    if (response.crs.has_true_lengths()) {
        return {response.crs, response.crs, ""};
    }
    wdd::Box box = response.box;
    for (const LayerPlace& other : others) {
        const auto moved = Transformation(other.crs, response.crs).transform_box(other.box);
        if (moved) {
            const bool degrees = !response.crs.is_projected();
            box = box.joined(degrees ? nearest_round_the_globe(*moved, response.box) : *moved);
        }
    }
    try {
        return {
            Crs::local_projection(response.crs, box), response.crs,
            fmt::format(
                "The response layer is in {}, where lengths are not true. Everything was computed in an equal-area projection around the study area, in metres.",
                response.crs.text())};
    } catch (const DataError& error) {
        throw DataError(fmt::format("{}: {}", response.layer, error.what()));
    }
}

std::optional<std::string> distortion_warning(const Crs& crs, const wdd::Box& box) {
    constexpr double noticeable = 0.01;
    const double scale = crs.scale_at((box.min_x + box.max_x) / 2, (box.min_y + box.max_y) / 2);
    if (!std::isfinite(scale) || std::abs(scale - 1) <= noticeable) {
        return std::nullopt;
    }
    return fmt::format(
        "In {} a length of 100 on the map is really {:.1f} here. The displacement distance is wrong by as much; name a better system with ⟨--crs⟩.",
        crs.text(), 100 * scale);
}

} // namespace toolkit
