// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <cmath>

#include "message/svg_text.hpp"
#include "wdd/outline.hpp"
#include "wdd/pictures.hpp"

namespace wdd {

namespace {

constexpr double map_width = 720;
constexpr double map_height = 520; ///< at most
constexpr double map_margin = 6;
constexpr double legend_row = 20;

struct ResidualClass {
    const char* colour; ///< of the page's style
    const char* name;
};

constexpr std::array residual_classes{
    ResidualClass{"fewer2", "far fewer than expected (lowest 5 % of residuals by chance)"},
    ResidualClass{"fewer1", "fewer than expected"},
    ResidualClass{"same", "about as expected (half of all by chance)"},
    ResidualClass{"more1", "more than expected"},
    ResidualClass{"more2", "far more than expected (highest 5 % by chance)"}};

std::size_t class_of(double residual) {
    constexpr std::array limits{-far_residual, -near_residual, near_residual, far_residual};
    return static_cast<std::size_t>(std::count_if(
        limits.begin(), limits.end(), [residual](double limit) { return residual > limit; }));
}

class MapDrawing {
  public:
    explicit MapDrawing(const AreaMap& map) : m_map(map), m_box(map.marked.area.box()) {
        for (const AreaMap::Place& place : map.places) {
            m_box = m_box.joined(place.area.box());
        }
        const double width = m_box.max_x - m_box.min_x;
        const double height = m_box.max_y - m_box.min_y;
        m_scale =
            std::min((map_width - 2 * map_margin) / width, (map_height - 2 * map_margin) / height);
        m_height = height * m_scale + 2 * map_margin;
    }

    std::string svg() {
        const auto rows = static_cast<double>(residual_classes.size() + 1);
        m_svg = svg_start(map_width, m_height + legend_row * rows + map_margin, m_map.title);
        for (const AreaMap::Place& place : m_map.places) {
            draw(place, " stroke='var(--paper)' stroke-width='0.6'");
        }
        draw(m_map.marked, " stroke='var(--mark)' stroke-width='2.5'");
        draw_ring_around_mark();
        draw_legend();
        return m_svg + "</svg>\n";
    }

  private:
    double x_of(double x) const {
        const double used = (m_box.max_x - m_box.min_x) * m_scale;
        return (map_width - used) / 2 + (x - m_box.min_x) * m_scale;
    }

    double y_of(double y) const { return map_margin + (m_box.max_y - y) * m_scale; }

    /// Vertices nearer to each other than can be seen are one.
    std::string path(const std::vector<std::pair<double, double>>& ring) const {
        constexpr double visible = 0.8;
        std::string text;
        double last_x = 0;
        double last_y = 0;
        for (const auto& [map_x, map_y] : ring) {
            const double x = x_of(map_x);
            const double y = y_of(map_y);
            if (text.empty() || std::hypot(x - last_x, y - last_y) >= visible) {
                text += (text.empty() ? "M" : "L") + coordinate(x) + " " + coordinate(y);
                last_x = x;
                last_y = y;
            }
        }
        return text + "Z";
    }

    void draw(const AreaMap::Place& place, const std::string& edge) {
        std::string paths;
        for (const auto& ring : outline(place.area)) {
            paths += path(ring);
        }
        m_svg += "<path d=\"" + paths + "\" fill=\"var(--" +
                 residual_classes.at(class_of(place.residual)).colour +
                 ")\" fill-rule=\"evenodd\"" + edge + "/>\n";
    }

    /// An area that is small on the map is easily overlooked.
    void draw_ring_around_mark() {
        const Box box = m_map.marked.area.box();
        const double size = std::max(box.max_x - box.min_x, box.max_y - box.min_y) * m_scale;
        constexpr double small = 24;
        if (size >= small) {
            return;
        }
        m_svg += "<circle cx=\"" + coordinate(x_of((box.min_x + box.max_x) / 2)) + "\" cy=\"" +
                 coordinate(y_of((box.min_y + box.max_y) / 2)) +
                 "\" r='18' fill='none' stroke='var(--mark)' stroke-width='2'/>\n";
    }

    void draw_swatch(double y, const std::string& fill, const std::string& edge,
                     const std::string& name) {
        m_svg += "<rect x=\"" + coordinate(map_margin + 1) + "\" y=\"" + coordinate(y - 11) +
                 "\" width='18' height='13' fill=\"" + fill + "\" " + edge + "/>\n";
        m_svg += svg_text(map_margin + 28, y, "start", name);
    }

    void draw_legend() {
        double y = m_height + legend_row - 2;
        draw_swatch(y, "none", "stroke='var(--mark)' stroke-width='2.5'", m_map.mark_name);
        for (const ResidualClass& residual : residual_classes) {
            y += legend_row;
            draw_swatch(y, std::string("var(--") + residual.colour + ")",
                        "stroke='var(--soft)' stroke-width='0.5'", residual.name);
        }
    }

    const AreaMap& m_map;
    Box m_box;
    double m_scale = 1;
    double m_height = 0;
    std::string m_svg;
};

} // namespace

std::string area_map_svg(const AreaMap& map) {
    return MapDrawing(map).svg();
}

} // namespace wdd
