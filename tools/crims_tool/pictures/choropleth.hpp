// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crims_tool/shapes/shape.hpp"
#include "toolkit/pictures/picture_format.hpp"

namespace crims_tool {

using toolkit::PictureFormat;

/// A zone and its colour.
struct ColouredZone {
    Shape shape = {};
    std::optional<std::size_t> colour_class = {}; ///< none: no crime
};

/// All that is on a map of zones, ready to be drawn. Texts are UTF-8; empty ones are left out.
struct Choropleth {
    int width = 1600; ///< pixels
    int height = 1200;
    std::string title = {};
    std::string subtitle = {}; ///< the period, say
    std::vector<ColouredZone> zones = {};
    Shape boundary = {}; ///< drawn as a line; may be empty
    std::string legend_title = {};
    std::vector<std::string> class_labels = {}; ///< lowest class first
    std::string boundary_label = {};
    std::vector<std::string> notes = {}; ///< at the foot, a paragraph each
    double metres_a_unit = 1; ///< true length of a unit of the coordinates, for the scale

    /// Of its zones and its boundary. Throws std::invalid_argument if there is no zone.
    wdd::Box box() const;
};

/// Draws the map, north (y) up, fitted to its zones and boundary, with legend, scale bar and notes.
/// The same map gives the same bytes. Throws std::invalid_argument if there is no zone or one has
/// no point, and std::runtime_error if it cannot be drawn (memory, a text that is not UTF-8).
std::string draw_choropleth(const Choropleth& map, PictureFormat format);

/// Colours of so many classes (1 to 9), lowest first, as 0xRRGGBB: ColorBrewer's YlOrRd, which
/// people with colour-blindness can tell apart and a grey print keeps in order.
std::vector<unsigned> class_colours(std::size_t classes);

} // namespace crims_tool
