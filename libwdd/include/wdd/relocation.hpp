// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <utility>
#include <vector>

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

    double degrees() const; ///< the angle in [0, 360)

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

/// Where an area could have been just as well: within a region and clear of some other areas. An
/// area that itself reaches beyond the region (borders of two sources seldom agree) may reach as
/// far beyond it elsewhere.
class RelocationSpace {
  public:
    RelocationSpace(const Area& area, const Area& region, const std::vector<Area>& avoided);
    ~RelocationSpace();
    RelocationSpace(const RelocationSpace&) = delete;
    RelocationSpace(RelocationSpace&&) = delete;
    RelocationSpace& operator=(const RelocationSpace&) = delete;
    RelocationSpace& operator=(RelocationSpace&&) = delete;

    /// From now on the area must be clear of this one, too.
    void avoid(const Area& other);

    /// From three numbers in [0, 1): the middle of the area's box goes anywhere in the region's
    /// box, turned by any angle. With uniform numbers, those that `admits` lets pass are uniform
    /// over all admissible places and angles.
    RigidMotion motion(double across, double up, double turn) const;

    /// True if as much of the moved area lies within the region (its border included) as of the
    /// area where it is, and no point of it in an avoided area.
    bool admits(const RigidMotion& motion);

    /// A quick look: true only where `admits` is false, but not wherever it is.
    bool rejects_at_once(const RigidMotion& motion);

  private:
    class Shape;

    bool circle_is_clear_of(const Shape& shape, const RigidMotion& motion) const;
    bool must_be_inside() const;
    void measure_share_inside();
    bool too_much_is_outside(const RigidMotion& motion);
    bool lies_within_region(const GeosGeometry& area) const;

    Area m_area;
    Box m_region_box;
    double m_centre_x;
    double m_centre_y;
    double m_radius = 0;       ///< of the circle around the area
    double m_share_inside = 1; ///< of the area where it is, within the region
    std::vector<std::pair<double, double>> m_corners; ///< some of the outermost
    double m_cell_size = 0;
    std::vector<std::pair<double, double>> m_cells; ///< middles of squares that the area holds
    std::unique_ptr<Shape> m_region;
    std::vector<std::unique_ptr<Shape>> m_avoided;
};

} // namespace wdd
