// SPDX-License-Identifier: MIT
#include "shape.hpp"

#include <optional>
#include <stdexcept>

namespace crims_tool {

wdd::Box Shape::box() const {
    std::optional<wdd::Box> all;
    for (const Ring& ring : rings) {
        for (const Point& p : ring) {
            const wdd::Box one{p.x, p.y, p.x, p.y};
            all = all ? all->joined(one) : one;
        }
    }
    if (!all) {
        throw std::invalid_argument("a shape without a point has no box");
    }
    return *all;
}

} // namespace crims_tool
