// SPDX-License-Identifier: MIT
#pragma once

// Small polygons as WKB, written in the tests.

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

#include "wdd/area.hpp"
#include "wdd/point.hpp"

namespace polygons {

using wdd::Point;

using Ring = std::vector<Point>; // closed by `wkb`

template<class Value>
void append(wdd::Wkb& wkb, Value value) {
    for (const std::byte byte : std::bit_cast<std::array<std::byte, sizeof value>>(value)) {
        wkb.push_back(byte);
    }
}

inline wdd::Wkb wkb(const std::vector<Ring>& rings) {
    wdd::Wkb bytes{std::byte{1}};
    append(bytes, std::uint32_t{3});
    append(bytes, static_cast<std::uint32_t>(rings.size()));
    for (Ring ring : rings) {
        ring.push_back(ring.front());
        append(bytes, static_cast<std::uint32_t>(ring.size()));
        for (const Point& point : ring) {
            append(bytes, point.x);
            append(bytes, point.y);
        }
    }
    return bytes;
}

inline Ring square(double x, double y, double side) {
    return {{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}};
}

/// A star whose edge waves `waves` times with an amplitude in shares of the radius.
inline Ring star(Point centre, double radius, int vertices, double amplitude, double waves) {
    Ring ring;
    for (int i = 0; i < vertices; ++i) {
        const double angle = 2 * std::numbers::pi * i / vertices;
        const double r =
            radius * (1 + 0.1 * std::sin(7 * angle) + amplitude * std::sin(waves * angle));
        ring.push_back({centre.x + r * std::cos(angle), centre.y + r * std::sin(angle)});
    }
    return ring;
}

inline wdd::Area area(const std::vector<Ring>& rings) {
    const wdd::Wkb bytes = wkb(rings);
    return wdd::Area::dissolve({&bytes, 1});
}

} // namespace polygons
