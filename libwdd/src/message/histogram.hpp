// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "wdd/message.hpp"

namespace wdd {

/// Bars of a round width (1, 2 or 5 times a power of ten) whose edges are multiples of it, over all
/// values, the mark and -3 to 3, with what a standard normal distribution would put into each.
Histogram histogram_of_z(std::span<const double> ascending, double mark);

/// The smallest of 1, 2 and 5 times a power of ten that is not below `width`.
double round_width(double width);

/// The lower edge of bar `i`.
double edge(const Histogram& histogram, std::size_t i);

/// A bar a line, of number signs.
std::string histogram_text(const Histogram& histogram);

/// An SVG element, for an HTML page.
std::string histogram_svg(const Histogram& histogram);

/// Text for HTML or XML: what has a meaning there is written out.
std::string escaped(const std::string& text);

} // namespace wdd
