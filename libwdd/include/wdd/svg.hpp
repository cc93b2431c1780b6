// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "wdd/point.hpp"
#include "wdd/scale.hpp"

namespace wdd {

/// Widths that pictures are drawn for, in pixels of a page: of a telephone and of a desk. In either
/// letters have their size.
inline constexpr double narrow_picture = 340;
inline constexpr double broad_picture = 640;
inline constexpr std::array picture_widths{narrow_picture, broad_picture};

/// The width of one of several pictures side by side.
inline constexpr double panel_picture = 180;

/// About how wide letters are in a picture: no less than in the usual typefaces.
double letters_width(std::string_view text);

enum class Anchor { start, middle, end };

/// An SVG picture that stands in an HTML page. How things look says the page's style sheet, by the
/// class names given here.
class SvgPicture {
  public:
    /// Size in pixels; `title`, and then what it shows, is what a screen reader says. One without a
    /// title is none of its business.
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
    /// Moved sideways where it would leave the picture.
    void text(Point at, std::string_view text, Anchor anchor, std::string_view style = "");
    /// Grid lines and numbers left of them, at the scale's ticks.
    void left_axis(const Scale& scale, double left, double right, const std::vector<double>& ticks,
                   const std::vector<std::string>& labels);
    /// Labels that would touch each other are left out evenly.
    void bottom_axis(const Scale& scale, double top, double bottom,
                     const std::vector<double>& ticks, const std::vector<std::string>& labels);

    std::string svg() &&;

  private:
    void add(std::string_view element, std::string_view attributes, std::string_view style,
             std::string_view hint = "");

    double m_width;
    std::string m_svg;
};

} // namespace wdd
