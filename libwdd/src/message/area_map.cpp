// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "document/number_text.hpp"
#include "wdd/outline.hpp"
#include "wdd/pictures.hpp"
#include "wdd/svg.hpp"

namespace wdd {

namespace {

constexpr double map_width = broad_picture;
constexpr double map_height = 520; ///< at most
constexpr double map_margin = 6;

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
        m_scale =
            std::min((map_width - 2 * map_margin) / width, (map_height - 2 * map_margin) / height);
        m_height = height * m_scale + 2 * map_margin;
    }

    std::string svg() const {
        SvgPicture picture(map_width, m_height, m_map.title, m_map.description);
        for (const AreaMap::Place& place : m_map.places) {
            picture.shape(rings(place.area), "place " + place.style);
        }
        for (const AreaMap::Place& place : m_map.places) {
            if (place.is_marked) {
                draw_circle_around(picture, place.area.box());
            }
        }
        return std::move(picture).svg();
    }

    std::optional<ScaleBar> scale_bar() const {
        if (!m_map.metres_a_unit) {
            return std::nullopt;
        }
        constexpr double longest = 0.3; // of the width
        const double metre = m_scale / *m_map.metres_a_unit / map_width;
        const double metres = scale_bar_length(longest / metre);
        return ScaleBar{metres * metre, scale_bar_text(metres)};
    }

  private:
    Point on_page(double x, double y) const {
        const double used = (m_box.max_x - m_box.min_x) * m_scale;
        return {(map_width - used) / 2 + (x - m_box.min_x) * m_scale,
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

std::vector<Key> residual_keys() {
    std::vector<Key> keys;
    keys.reserve(residual_classes.size());
    for (const auto& [style, name] : residual_classes) {
        keys.push_back({style, name});
    }
    return keys;
}

Table residual_numbers(const std::vector<double>& residuals) {
    Table table{{"", "areas"}, {}};
    for (const auto& [style, name] : residual_classes) {
        const auto areas =
            std::count_if(residuals.begin(), residuals.end(), [style = style](double residual) {
                return residual_style(residual) == style;
            });
        table.rows.push_back({name, fixed(static_cast<double>(areas), 0)});
    }
    return table;
}

Figure map_figure(AreaMap map, std::string caption, Table numbers) {
    std::vector<Key> keys = map.keys;
    for (Key& key : keys) {
        key.style = "place " + key.style;
    }
    std::optional<ScaleBar> scale_bar = MapDrawing(map).scale_bar();
    return {.svg = [map = std::move(map)](double /*width*/) { return MapDrawing(map).svg(); },
            .caption = std::move(caption),
            .keys = std::move(keys),
            .scale_bar = std::move(scale_bar),
            .numbers = std::move(numbers),
            .fits_any_width = true};
}

} // namespace wdd
