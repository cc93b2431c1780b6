// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "crims_tool/shapes/shape.hpp"
#include "toolkit/text/xml_text.hpp"

namespace crims_tool {

/// Maps numbers to pixels along one axis.
class Scale {
  public:
    /// `from` and `to` may be the wrong way round, as pixels of a vertical axis are.
    static Scale linear(double low, double high, double from, double to);

    /// Numbers below `low` are drawn at `low`, which is above 0.
    static Scale logarithmic(double low, double high, double from, double to);

    double at(double number) const;

    /// Round numbers within the range, about as many as wanted; powers of ten (and their double
    /// and fivefold, if there are few) of a logarithmic scale.
    std::vector<double> ticks(std::size_t wanted) const;

  private:
    Scale(double low, double high, double from, double to, bool is_log);

    double m_low;
    double m_high;
    double m_from;
    double m_to;
    bool m_is_log;
};

/// A range for an axis that holds all numbers with some room. It starts at 0 unless all are above
/// half of the largest. NaNs are ignored.
struct AxisRange {
    double low = 0;
    double high = 1;
};

AxisRange axis_range(const std::vector<double>& numbers);

enum class Anchor { start, middle, end };

/// An SVG picture that stands in an HTML page. How things look says the page's style sheet, by the
/// class names given here.
class SvgPicture {
  public:
    /// Size in pixels; `title` is what a screen reader says.
    SvgPicture(double width, double height, std::string_view title);

    void line(Point from, Point to, std::string_view style);
    /// Not drawn if there is less than one point.
    void polyline(const std::vector<Point>& points, std::string_view style);
    void polygon(const std::vector<Point>& points, std::string_view style);
    /// Rings, filled by the even-odd rule. `hint` is shown when the mouse rests on it.
    void shape(const Shape& shape, std::string_view style, std::string_view hint = "");
    void rectangle(Point corner, double width, double height, std::string_view style);
    void circle(Point centre, double radius, std::string_view style, std::string_view hint = "");
    /// A line with a cap at each end, along one of the axes.
    void interval(Point from, Point to, double cap, std::string_view style);
    /// A mark with a shape of its own for each of four numbers in turn, so that colour is not all
    /// that tells them apart.
    void mark(Point at, std::size_t number, std::string_view style);
    void text(Point at, std::string_view text, Anchor anchor, std::string_view style = "");

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

} // namespace crims_tool
