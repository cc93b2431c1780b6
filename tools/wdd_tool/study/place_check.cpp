// SPDX-License-Identifier: MIT
#include "wdd_tool/study/place_check.hpp"

#include <algorithm>
#include <array>

namespace wdd_tool {

namespace {

/// Numbers that programs write into both coordinates where there are none.
constexpr std::array missing_numbers{0.0,      -1.0, -9.0,  -99.0,  -999.0,  -9999.0,
                                     -99999.0, 99.0, 999.0, 9999.0, 99999.0, 999999.0};

bool stands_for_missing(double x, double y) {
    return x == y && std::ranges::find(missing_numbers, x) != missing_numbers.end();
}

} // namespace

PlaceCheck::PlaceCheck(const toolkit::Crs& crs, const std::optional<wdd::Box>& study)
    : m_range(crs.area_of_use()), m_geographic(!crs.is_projected()) {
    constexpr double near_m = 200e3;
    constexpr double close_m = 20e3;
    constexpr double metres_a_degree = 100e3; // roughly; less east to west
    const double metre = 1 / (m_geographic ? metres_a_degree : crs.unit().metres);
    if (study) {
        m_near = study->grown(near_m * metre);
        m_close = study->grown(close_m * metre);
    }
    if (m_range) {
        constexpr double tolerance = 0.25; // people use a system somewhat beyond its borders
        m_range =
            m_range->grown(m_geographic ? 0
                                        : tolerance * std::max(m_range->max_x - m_range->min_x,
                                                               m_range->max_y - m_range->min_y));
    }
}

bool PlaceCheck::is_outside(double x, double y) const {
    return m_range && !m_range->contains(x, y);
}

PlaceState PlaceCheck::far_state(double x, double y) const {
    if (stands_for_missing(x, y)) {
        return PlaceState::placeholder;
    }
    const bool outside = is_outside(x, y);
    // In a projected system a place far away may lie where another one is with x and y exchanged.
    if (m_close && m_close->contains(y, x) && (m_geographic || outside)) {
        return PlaceState::swapped;
    }
    return outside ? PlaceState::outside : PlaceState::possible;
}

bool PlaceCheck::suspects(const wdd::Box& extent) const {
    const bool swapped = m_close && m_geographic && extent.max_x >= m_close->min_y &&
                         extent.min_y <= m_close->max_x && extent.min_x <= m_close->max_y &&
                         extent.max_y >= m_close->min_x;
    const auto on_border = [&extent](double value) {
        return extent.min_x == value || extent.max_x == value || extent.min_y == value ||
               extent.max_y == value;
    };
    return swapped || is_outside(extent.min_x, extent.min_y) ||
           is_outside(extent.max_x, extent.max_y) ||
           std::ranges::any_of(missing_numbers, on_border);
}

} // namespace wdd_tool
