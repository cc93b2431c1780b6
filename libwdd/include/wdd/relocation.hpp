// SPDX-License-Identifier: MIT
#pragma once

#include <utility>

#include "wdd/area.hpp"

namespace wdd {

/// A turn about a point and then a move: lengths and areas stay as they are.
struct RigidMotion {
    double from_x = 0; ///< the point that is turned about ...
    double from_y = 0;
    double to_x = 0; ///< ... and where it goes
    double to_y = 0;
    double cosine = 1; ///< of the angle, counter-clockwise
    double sine = 0;

    std::pair<double, double> forward(double x, double y) const {
        const double dx = x - from_x;
        const double dy = y - from_y;
        return {to_x + cosine * dx - sine * dy, to_y + sine * dx + cosine * dy};
    }

    /// Undoes `forward`, but for rounding.
    std::pair<double, double> backward(double x, double y) const {
        const double dx = x - to_x;
        const double dy = y - to_y;
        return {from_x + cosine * dx + sine * dy, from_y - sine * dx + cosine * dy};
    }
};

/// The area after a motion.
Area moved(const Area& area, const RigidMotion& motion);

} // namespace wdd
