// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>

namespace toolkit {

struct Place {
    double x = 0; ///< longitude, easting
    double y = 0; ///< latitude, northing
};

/// Both coordinates in one text: "(41.88, -87.63)" or "41.88, -87.63", latitude first as data
/// portals write them, at most 90 and 180 degrees; or a point as WKT, "POINT (-87.63 41.88)", x
/// first. No value for anything else, a pair in metres too, which does not show what is x.
std::optional<Place> read_place(std::string_view text) noexcept;

} // namespace toolkit
