// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace wdd {

/// Text for HTML or XML: what has a meaning there is written out.
std::string escaped(const std::string& text);

/// A coordinate of a drawing, to a tenth.
std::string coordinate(double value);

/// The start of a drawing of this size that scales with the page.
std::string svg_start(double width, double height, const std::string& title);

std::string svg_line(double x1, double y1, double x2, double y2, const std::string& attributes);

/// `anchor` is start, middle or end.
std::string svg_text(double x, double y, const std::string& anchor, const std::string& text,
                     const std::string& attributes = "");

} // namespace wdd
