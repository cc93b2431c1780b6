// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "message/number_text.hpp"
#include "message/picture_size.hpp"
#include "wdd/outline.hpp"
#include "wdd/pictures.hpp"
#include "wdd/svg.hpp"

namespace wdd {

namespace {

constexpr double map_height = 420; ///< at most
constexpr double map_margin = 6;
constexpr double legend_row = 21;

constexpr std::array<std::pair<const char*, const char*>, 5> residual_classes{
    {{"fewer2", "far fewer than expected (lowest 5 % by chance)"},
     {"fewer1", "fewer than expected"},
     {"same", "about as expected (half of all by chance)"},
     {"more1", "more than expected"},
     {"more2", "far more than expected (highest 5 % by chance)"}}};

class MapDrawing {
  public:
    explicit MapDrawing(const AreaMap& map) : m_map(map), m_box(map.places.at(0).area.box()) {
        for (const AreaMap::Place& place : map.places) {
            m_box = m_box.joined(place.area.box());
        }
        const double width = m_box.max_x - m_box.min_x;
        const double height = m_box.max_y - m_box.min_y;
        m_scale = std::min((picture_width - 2 * map_margin) / width,
                           (map_height - 2 * map_margin) / height);
        m_height = height * m_scale + 2 * map_margin;
    }

    std::string svg() const {
        const bool bar = m_map.metres_a_unit.has_value();
        const auto rows = static_cast<double>(m_map.keys.size() + (bar ? 1 : 0));
        SvgPicture picture(picture_width, m_height + legend_row * rows + map_margin, m_map.title,
                           m_map.description);
        for (const AreaMap::Place& place : m_map.places) {
            picture.shape(rings(place.area), "place " + place.style);
        }
        for (const AreaMap::Place& place : m_map.places) {
            if (place.is_marked) {
                draw_circle_around(picture, place.area.box());
            }
        }
        draw_legend(picture);
        if (bar) {
            draw_scale_bar(picture, m_height + legend_row * rows - 6);
        }
        return std::move(picture).svg();
    }

  private:
    Point on_page(double x, double y) const {
        const double used = (m_box.max_x - m_box.min_x) * m_scale;
        return {(picture_width - used) / 2 + (x - m_box.min_x) * m_scale,
                map_margin + (m_box.max_y - y) * m_scale};
    }

    /// Vertices nearer to each other than can be seen are one.
    std::vector<std::vector<Point>> rings(const Area& area) const {
        constexpr double visible = 0.8;
        std::vector<std::vector<Point>> drawn;
        const Shape shape = outline(area);
        for (const auto& ring : shape.rings) {
            std::vector<Point>& points = drawn.emplace_back();
            for (const auto& [x, y] : ring) {
                const Point point = on_page(x, y);
                if (points.empty() ||
                    std::hypot(point.x - points.back().x, point.y - points.back().y) >= visible) {
                    points.push_back(point);
                }
            }
        }
        return drawn;
    }

    void draw_circle_around(SvgPicture& picture, const Box& box) const {
        constexpr double small = 24;
        constexpr double radius = 18;
        const double size = std::max(box.max_x - box.min_x, box.max_y - box.min_y) * m_scale;
        if (size < small) {
            picture.circle(on_page((box.min_x + box.max_x) / 2, (box.min_y + box.max_y) / 2),
                           radius, "around");
        }
    }

    void draw_legend(SvgPicture& picture) const {
        double y = m_height + legend_row - 4;
        for (const AreaMap::Key& key : m_map.keys) {
            picture.rectangle({map_margin + 1, y - 11}, 18, 13, "place " + key.style);
            picture.text({map_margin + 28, y}, key.name, Anchor::start);
            y += legend_row;
        }
    }

    void draw_scale_bar(SvgPicture& picture, double y) const {
        constexpr double km = 1000;
        constexpr double longest = 150;
        const double metre = m_scale / *m_map.metres_a_unit;
        const double metres = scale_bar_length(longest / metre);
        const double end = map_margin + 1 + metres * metre;
        picture.interval({map_margin + 1, y - 4}, {end, y - 4}, 8, "axis");
        picture.text({end + 8, y}, metres >= km ? plain(metres / km) + " km" : plain(metres) + " m",
                     Anchor::start);
    }

    const AreaMap& m_map;
    Box m_box;
    double m_scale = 1;
    double m_height = 0;
};

} // namespace

std::string residual_style(double residual) {
    constexpr std::array limits{-far_residual, -near_residual, near_residual, far_residual};
    const auto above = std::count_if(limits.begin(), limits.end(),
                                     [residual](double limit) { return residual > limit; });
    return residual_classes.at(static_cast<std::size_t>(above)).first;
}

std::vector<AreaMap::Key> residual_keys() {
    std::vector<AreaMap::Key> keys;
    keys.reserve(residual_classes.size());
    for (const auto& [style, name] : residual_classes) {
        keys.push_back({style, name});
    }
    return keys;
}

std::string area_map_svg(const AreaMap& map) {
    return MapDrawing(map).svg();
}

} // namespace wdd
