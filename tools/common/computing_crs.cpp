// SPDX-License-Identifier: MIT
#include "common/computing_crs.hpp"

#include <cmath>

#include <fmt/format.h>

#include "common/errors.hpp"

namespace toolkit {

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
        box = moved ? box.joined(*moved) : box;
    }
    try {
        return {
            Crs::local_projection(response.crs, box), response.crs,
            fmt::format("The response layer is in {}, where lengths are not true. Everything was "
                        "computed in an equal-area projection around the study area, in metres.",
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
    return fmt::format("In {} a length of 100 on the map is really {:.1f} here, and so is the "
                       "displacement distance; name a better system with --crs.",
                       crs.text(), 100 * scale);
}

} // namespace toolkit
