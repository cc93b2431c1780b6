// SPDX-License-Identifier: MIT
#pragma once

namespace wdd {

/// A place in a plane: on a map, or in a picture.
struct Point {
    double x = 0;
    double y = 0;

    bool operator==(const Point&) const = default;
};

} // namespace wdd
