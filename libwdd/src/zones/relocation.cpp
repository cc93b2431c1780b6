// SPDX-License-Identifier: MIT
#include "wdd/relocation.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <tuple>

#include "wdd/zone_locator.hpp"
#include "zones/geos.hpp"
#include "zones/segment_tree.hpp"

namespace wdd {

namespace {

constexpr std::size_t most_corners = 24;

struct FreePrepared {
    GEOSContextHandle_t handle;

    void operator()(const GEOSPreparedGeometry* prepared) const {
        GEOSPreparedGeom_destroy_r(handle, prepared);
    }
};

int move_point(double* x, double* y, void* motion) {
    std::tie(*x, *y) = static_cast<const RigidMotion*>(motion)->forward(*x, *y);
    return 1;
}

GeosGeometry moved_geometry(const Area& area, const RigidMotion& motion) {
    const GeosGeometry& geometry = area.geometry();
    RigidMotion copy = motion; // GEOS takes what it hands to the callback without const
    return take(geometry.shared_context(),
                GEOSGeom_transformXY_r(geometry.handle(), geometry.get(), move_point, &copy),
                "moving an area");
}

/// The corners of what a rubber band around the area would show.
std::vector<Point> hull_of(const Area& area) {
    const GeosGeometry& geometry = area.geometry();
    const GeosGeometry hull =
        take(geometry.shared_context(), GEOSConvexHull_r(geometry.handle(), geometry.get()),
             "drawing a hull");
    const GEOSGeometry* ring = GEOSGetExteriorRing_r(hull.handle(), hull.get());
    if (ring == nullptr) {
        hull.context().fail("drawing a hull");
    }
    return ring_points(hull.context(), ring);
}

} // namespace

double RigidMotion::degrees() const {
    constexpr double half_turn = 180;
    const double angle = std::atan2(sine, cosine) * half_turn / std::numbers::pi;
    return angle < 0 ? angle + 2 * half_turn : angle;
}

Area moved(const Area& area, const RigidMotion& motion) {
    return Area(std::make_shared<const GeosGeometry>(moved_geometry(area, motion)));
}

/// An area that can be asked quickly how a moved one lies to it.
class RelocationSpace::Shape {
  public:
    explicit Shape(const Area& area)
        : m_area(area), m_tree(area), m_locator(area, area, 0),
          m_prepared(GEOSPrepare_r(area.geometry().handle(), area.geometry().get()),
                     FreePrepared{area.geometry().handle()}) {
        if (!m_prepared) {
            area.geometry().context().fail("preparing an area");
        }
    }

    /// The locator remembers what whole cells are; many points are asked for.
    bool covers(double x, double y) { return m_locator.locate(x, y) != 0; }

    /// True if no part of the boundary runs through the circle: all of it lies on one side.
    bool boundary_is_clear_of(double x, double y, double radius) const {
        return !m_tree.boundary_within(x, y, radius);
    }

    /// Size of what both share.
    double shared_with(const GeosGeometry& other) const {
        const GeosGeometry& own = m_area.geometry();
        const GeosGeometry shared =
            take(own.shared_context(), GEOSIntersection_r(own.handle(), own.get(), other.get()),
                 "comparing two areas");
        double size = 0;
        if (GEOSArea_r(own.handle(), shared.get(), &size) == 0) {
            own.context().fail("comparing two areas");
        }
        return size;
    }

    bool covers(const GeosGeometry& other) const {
        return answer(
            GEOSPreparedCovers_r(m_area.geometry().handle(), m_prepared.get(), other.get()));
    }

    bool meets(const GeosGeometry& other) const {
        return answer(
            GEOSPreparedIntersects_r(m_area.geometry().handle(), m_prepared.get(), other.get()));
    }

  private:
    bool answer(char result) const {
        constexpr char failed = 2;
        if (result == failed) {
            m_area.geometry().context().fail("comparing two areas");
        }
        return result == 1;
    }

    Area m_area;
    SegmentTree m_tree;
    ZoneLocator m_locator;
    std::unique_ptr<const GEOSPreparedGeometry, FreePrepared> m_prepared;
};

RelocationSpace::RelocationSpace(const Area& area, const Area& region,
                                 const std::vector<Area>& avoided)
    : m_area(area), m_region_box(region.box()),
      m_centre_x(std::midpoint(area.box().min_x, area.box().max_x)),
      m_centre_y(std::midpoint(area.box().min_y, area.box().max_y)),
      m_region(std::make_unique<Shape>(region)) {
    const std::vector<Point> hull = hull_of(area);
    for (const Point& corner : hull) {
        m_radius = std::max(m_radius, std::hypot(corner.x - m_centre_x, corner.y - m_centre_y));
    }
    const std::size_t stride = hull.size() / most_corners + 1;
    for (std::size_t i = 0; i < hull.size(); i += stride) {
        m_corners.emplace_back(hull[i].x, hull[i].y);
    }
    measure_share_inside();
    m_avoided.reserve(avoided.size());
    std::for_each(avoided.begin(), avoided.end(), [this](const Area& one) { avoid(one); });
}

RelocationSpace::~RelocationSpace() = default;

void RelocationSpace::avoid(const Area& other) {
    m_avoided.push_back(std::make_unique<Shape>(other));
}

void RelocationSpace::measure_share_inside() {
    constexpr double all_but_rounding = 1 - 1e-9;
    if (m_region->covers(m_area.geometry())) {
        return;
    }
    const double share = m_region->shared_with(m_area.geometry()) / m_area.area();
    if (share >= all_but_rounding) {
        return;
    }
    m_share_inside = share;
    constexpr int cells_on_longer_side = 20;
    Shape shape(m_area);
    const Box box = m_area.box();
    m_cell_size = std::max(box.max_x - box.min_x, box.max_y - box.min_y) / cells_on_longer_side;
    for (int row = 0; row < cells_on_longer_side; ++row) {
        for (int column = 0; column < cells_on_longer_side; ++column) {
            const double x = box.min_x + (column + 0.5) * m_cell_size;
            const double y = box.min_y + (row + 0.5) * m_cell_size;
            if (shape.covers(x, y) && shape.boundary_is_clear_of(x, y, m_cell_size)) {
                m_cells.emplace_back(x, y);
            }
        }
    }
    // What lies far out is outside first.
    std::sort(m_cells.begin(), m_cells.end(), [this](const auto& a, const auto& b) {
        return std::hypot(a.first - m_centre_x, a.second - m_centre_y) >
               std::hypot(b.first - m_centre_x, b.second - m_centre_y);
    });
}

RigidMotion RelocationSpace::motion(double across, double up, double turn) const {
    const double angle = 2 * std::numbers::pi * turn;
    return {.from_x = m_centre_x,
            .from_y = m_centre_y,
            .to_x = std::lerp(m_region_box.min_x, m_region_box.max_x, across),
            .to_y = std::lerp(m_region_box.min_y, m_region_box.max_y, up),
            .cosine = std::cos(angle),
            .sine = std::sin(angle)};
}

/// True if the shape's boundary does not meet the circle around the moved area: then its middle
/// decides.
bool RelocationSpace::circle_is_clear_of(const Shape& shape, const RigidMotion& motion) const {
    constexpr double rounding_of_the_turn = 1e-9;
    return shape.boundary_is_clear_of(motion.to_x, motion.to_y,
                                      m_radius * (1 + rounding_of_the_turn));
}

bool RelocationSpace::rejects_at_once(const RigidMotion& motion) {
    const auto lies_in = [&](const auto& shape) {
        return circle_is_clear_of(*shape, motion) && shape->covers(motion.to_x, motion.to_y);
    };
    if (std::any_of(m_avoided.begin(), m_avoided.end(), lies_in)) {
        return true;
    }
    return circle_is_clear_of(*m_region, motion) ? !m_region->covers(motion.to_x, motion.to_y)
                                                 : too_much_is_outside(motion);
}

/// Most places are decided by the circle around the area or by a few of its points; only near a
/// border are the polygons compared.
bool RelocationSpace::admits(const RigidMotion& motion) {
    if (rejects_at_once(motion)) {
        return false;
    }
    std::vector<const Shape*> near;
    for (const auto& shape : m_avoided) {
        if (!circle_is_clear_of(*shape, motion)) {
            near.push_back(shape.get());
        }
    }
    const bool inside = circle_is_clear_of(*m_region, motion);
    if (inside && near.empty()) {
        return true;
    }
    const GeosGeometry area = moved_geometry(m_area, motion);
    return std::none_of(near.begin(), near.end(),
                        [&area](const Shape* shape) { return shape->meets(area); }) &&
           (inside || lies_within_region(area));
}

bool RelocationSpace::must_be_inside() const {
    return m_share_inside == 1;
}

/// A quick look: true only if it is certain.
bool RelocationSpace::too_much_is_outside(const RigidMotion& motion) {
    const auto is_outside = [&](const std::pair<double, double>& point) {
        const auto [x, y] = motion.forward(point.first, point.second);
        return !m_region->covers(x, y);
    };
    if (must_be_inside()) {
        return std::any_of(m_corners.begin(), m_corners.end(), is_outside);
    }
    const double half_diagonal = m_cell_size * std::numbers::sqrt2 / 2;
    const double allowed = (1 - m_share_inside) * m_area.area();
    double outside = 0;
    for (const auto& middle : m_cells) {
        const auto [x, y] = motion.forward(middle.first, middle.second);
        if (!m_region->covers(x, y) && m_region->boundary_is_clear_of(x, y, half_diagonal)) {
            outside += m_cell_size * m_cell_size;
        }
        if (outside > allowed) {
            return true;
        }
    }
    return false;
}

bool RelocationSpace::lies_within_region(const GeosGeometry& area) const {
    if (m_region->covers(area)) {
        return true;
    }
    return !must_be_inside() && m_region->shared_with(area) >= m_share_inside * m_area.area();
}

} // namespace wdd
