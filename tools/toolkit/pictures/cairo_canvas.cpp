// SPDX-License-Identifier: MIT
#include "toolkit/pictures/cairo_canvas.hpp"

#include <sstream>
#include <stdexcept>
#include <string_view>

#include <cairo-svg.h>

namespace toolkit {

namespace {

cairo_status_t append(void* content, const unsigned char* data, unsigned int length) {
    try {
        static_cast<std::string*>(content)->append(reinterpret_cast<const char*>(data), length);
        return CAIRO_STATUS_SUCCESS;
    } catch (const std::bad_alloc&) {
        return CAIRO_STATUS_NO_MEMORY;
    }
}

cairo_surface_t* make_surface(int width, int height, PictureFormat format, std::string& content) {
    if (format == PictureFormat::png) {
        return cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    }
    cairo_surface_t* surface = cairo_svg_surface_create_for_stream(append, &content, width, height);
    cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PX);
    return surface;
}

void require(cairo_status_t status) {
    if (status != CAIRO_STATUS_SUCCESS) {
        throw std::runtime_error(std::string("the picture cannot be drawn: ") +
                                 cairo_status_to_string(status));
    }
}

/// Cairo numbers the pictures of a process in their only identifier, so that one and the same
/// picture would have other bytes the second time.
void forget_number(std::string& svg) {
    constexpr std::string_view before = R"(<g id="surface)";
    const std::size_t begin = svg.find(before);
    if (begin == std::string::npos) {
        return;
    }
    const std::size_t number = begin + before.size();
    const std::size_t end = svg.find('"', number);
    svg.replace(number, end - number, "1");
}

} // namespace

CairoCanvas::CairoCanvas(int width, int height, PictureFormat format)
    : m_format(format), m_surface(make_surface(width, height, format, m_content)),
      m_context(cairo_create(m_surface.get())) {
    // The desktop's settings for text on a screen must not change a picture.
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_set_font_options(m_context.get(), options);
    cairo_font_options_destroy(options);
    cairo_set_fill_rule(m_context.get(), CAIRO_FILL_RULE_EVEN_ODD);
    cairo_set_line_join(m_context.get(), CAIRO_LINE_JOIN_ROUND);
    constexpr unsigned white = 0xffffff;
    fill_box(0, 0, width, height, white);
}

CairoCanvas::~CairoCanvas() = default;

void CairoCanvas::path(const std::vector<Ring>& rings) {
    cairo_new_path(m_context.get());
    for (const Ring& ring : rings) {
        for (const Point& p : ring) {
            cairo_line_to(m_context.get(), p.x, p.y);
        }
        cairo_close_path(m_context.get());
        cairo_new_sub_path(m_context.get());
    }
}

void CairoCanvas::set_colour(unsigned paint) {
    const auto part = [paint](unsigned shift) { return ((paint >> shift) & 0xffU) / 255.0; };
    cairo_set_source_rgb(m_context.get(), part(16), part(8), part(0));
}

void CairoCanvas::fill(const std::vector<Ring>& rings, unsigned paint) {
    path(rings);
    set_colour(paint);
    cairo_fill(m_context.get());
}

void CairoCanvas::stroke(const std::vector<Ring>& rings, unsigned paint, double width) {
    path(rings);
    set_colour(paint);
    cairo_set_line_width(m_context.get(), width);
    cairo_stroke(m_context.get());
}

void CairoCanvas::fill_box(double x, double y, double width, double height, unsigned paint) {
    set_colour(paint);
    cairo_rectangle(m_context.get(), x, y, width, height);
    cairo_fill(m_context.get());
}

void CairoCanvas::stroke_box(double x, double y, double width, double height, unsigned paint,
                             double line_width) {
    set_colour(paint);
    cairo_set_line_width(m_context.get(), line_width);
    cairo_rectangle(m_context.get(), x, y, width, height);
    cairo_stroke(m_context.get());
}

void CairoCanvas::line(Point from, Point to, unsigned paint, double width) {
    set_colour(paint);
    cairo_set_line_width(m_context.get(), width);
    cairo_move_to(m_context.get(), from.x, from.y);
    cairo_line_to(m_context.get(), to.x, to.y);
    cairo_stroke(m_context.get());
}

void CairoCanvas::font(const TextStyle& style) {
    cairo_select_font_face(m_context.get(), "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL,
                           style.bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(m_context.get(), style.size);
}

double CairoCanvas::write(double x, double y, const std::string& text, const TextStyle& style) {
    font(style);
    set_colour(style.colour);
    cairo_move_to(m_context.get(), x, y);
    cairo_show_text(m_context.get(), text.c_str());
    return text_width(text, style);
}

double CairoCanvas::text_width(const std::string& text, const TextStyle& style) {
    font(style);
    cairo_text_extents_t extents{};
    cairo_text_extents(m_context.get(), text.c_str(), &extents);
    return extents.x_advance;
}

std::vector<std::string> CairoCanvas::wrapped(const std::string& text, const TextStyle& style,
                                              double width) {
    std::istringstream words(text);
    std::vector<std::string> lines;
    for (std::string word; words >> word;) {
        const bool fits = !lines.empty() && text_width(lines.back() + " " + word, style) <= width;
        if (fits) {
            lines.back() += " " + word;
        } else {
            lines.push_back(word);
        }
    }
    return lines;
}

std::string CairoCanvas::finish() {
    require(cairo_status(m_context.get()));
    if (m_format == PictureFormat::png) {
        require(cairo_surface_write_to_png_stream(m_surface.get(), append, &m_content));
    }
    m_context.reset();
    cairo_surface_finish(m_surface.get());
    require(cairo_surface_status(m_surface.get()));
    if (m_format == PictureFormat::svg) {
        forget_number(m_content);
    }
    return std::move(m_content);
}

} // namespace toolkit
