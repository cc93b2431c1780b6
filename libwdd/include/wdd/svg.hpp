// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "wdd/point.hpp"
#include "wdd/scale.hpp"

namespace wdd {

enum class Anchor { start, middle, end };

/// An SVG picture that stands in an HTML page. How things look says the page's style sheet, by the
/// class names given here.
class SvgPicture {
  public:
    /// Size in pixels; `title`, and then what it shows, is what a screen reader says.
    SvgPicture(double width, double height, std::string_view title,
               std::string_view description = "");

    void line(Point from, Point to, std::string_view style);
    /// Not drawn if there is less than one point.
    void polyline(const std::vector<Point>& points, std::string_view style);
    void polygon(const std::vector<Point>& points, std::string_view style);
    /// Rings, filled by the even-odd rule. `hint` is shown when the mouse rests on it.
    void shape(const std::vector<std::vector<Point>>& rings, std::string_view style,
               std::string_view hint = "");
    void rectangle(Point corner, double width, double height, std::string_view style,
                   std::string_view hint = "");
    void circle(Point centre, double radius, std::string_view style, std::string_view hint = "");
    /// A line with a cap at each end, along one of the axes.
    void interval(Point from, Point to, double cap, std::string_view style);
    /// A mark with a shape of its own for each of four numbers in turn, so that colour is not all
    /// that tells them apart.
    void mark(Point at, std::size_t number, std::string_view style);
    void text(Point at, std::string_view text, Anchor anchor, std::string_view style = "");
    /// An entry of a legend: a piece of the curve with its mark, and its name. `at` is where the
    /// letters stand, `curve` the class of the curve and of its points.
    void curve_key(Point at, std::size_t number, std::string_view curve, std::string_view name);

    /// Grid lines and numbers left of them, at the scale's ticks.
    void left_axis(const Scale& scale, double left, double right, const std::vector<double>& ticks,
                   const std::vector<std::string>& labels);
    void bottom_axis(const Scale& scale, double top, double bottom,
                     const std::vector<double>& ticks, const std::vector<std::string>& labels);

    std::string svg() &&;

  private:
    void add(std::string_view element, std::string_view attributes, std::string_view style,
             std::string_view hint = "");

    std::string m_svg;
};

} // namespace wdd
