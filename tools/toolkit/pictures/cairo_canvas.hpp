// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <cairo.h>

#include "toolkit/pictures/picture_format.hpp"
#include "wdd/point.hpp"

namespace toolkit {

using Point = wdd::Point;
using Ring = std::vector<Point>;

struct TextStyle {
    double size = 16; ///< pixels
    unsigned colour = 0x222222;
    bool bold = false;
};

/// A picture in memory that cairo draws on, from its top left corner, in pixels. A failure of
/// cairo's stays until `finish` tells it.
class CairoCanvas {
  public:
    CairoCanvas(int width, int height, PictureFormat format);
    ~CairoCanvas();
    CairoCanvas(const CairoCanvas&) = delete;
    CairoCanvas(CairoCanvas&&) = delete;
    CairoCanvas& operator=(const CairoCanvas&) = delete;
    CairoCanvas& operator=(CairoCanvas&&) = delete;

    /// Fills `rings` by the even-odd rule.
    void fill(const std::vector<Ring>& rings, unsigned paint);
    void stroke(const std::vector<Ring>& rings, unsigned paint, double width);
    void fill_box(double x, double y, double width, double height, unsigned paint);
    void stroke_box(double x, double y, double width, double height, unsigned paint,
                    double line_width);
    void line(Point from, Point to, unsigned paint, double width);

    /// Writes a line; `y` is that of its foot. Returns its width.
    double write(double x, double y, const std::string& text, const TextStyle& style);
    double text_width(const std::string& text, const TextStyle& style);

    /// Breaks a paragraph between words into lines that fit.
    std::vector<std::string> wrapped(const std::string& text, const TextStyle& style, double width);

    /// The file's content; nothing may be drawn afterwards. Throws std::runtime_error.
    std::string finish();

  private:
    struct Destroy {
        void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }

        void operator()(cairo_t* context) const { cairo_destroy(context); }
    };

    void path(const std::vector<Ring>& rings);
    void set_colour(unsigned paint);
    void font(const TextStyle& style);

    PictureFormat m_format;
    std::string m_content;
    std::unique_ptr<cairo_surface_t, Destroy> m_surface;
    std::unique_ptr<cairo_t, Destroy> m_context;
};

} // namespace toolkit
