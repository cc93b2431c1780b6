// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "wdd/area.hpp"
#include "wdd/point.hpp"

namespace wdd {

/// An areal unit as rings in one plane, valid or not. What lies in an odd number of rings is
/// inside, so holes and separate parts need no order. A ring's last point joins the first, whether
/// it repeats it or not.
struct Shape {
    std::vector<std::vector<Point>> rings = {};

    /// Throws std::invalid_argument if there is no point.
    Box box() const;
};

} // namespace wdd
