// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>

#include "crims/model.hpp"

namespace crims {

struct Point {
    double x = 0;
    double y = 0;
};

/// Twice the signed area.
inline double cross(const Point& a, const Point& b, const Point& c) {
    return ((b.x - a.x) * (c.y - a.y)) - ((b.y - a.y) * (c.x - a.x));
}

inline double area(const Triangle& t) {
    return std::abs(cross({t.x[0], t.y[0]}, {t.x[1], t.y[1]}, {t.x[2], t.y[2]})) / 2;
}

/// A place in a triangle, uniform if `along` and `across` are, on (0, 1).
inline Point place_in(const Triangle& t, double along, double across) {
    if (along + across > 1) { // the other half of the parallelogram
        along = 1 - along;
        across = 1 - across;
    }
    return {t.x[0] + (along * (t.x[1] - t.x[0])) + (across * (t.x[2] - t.x[0])),
            t.y[0] + (along * (t.y[1] - t.y[0])) + (across * (t.y[2] - t.y[0]))};
}

} // namespace crims
