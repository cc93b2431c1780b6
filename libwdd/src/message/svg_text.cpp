// SPDX-License-Identifier: MIT
#include "message/svg_text.hpp"

#include <algorithm>

#include "message/number_text.hpp"

namespace wdd {

namespace {

std::string attribute(const std::string& name, double value) {
    return " " + name + "=\"" + coordinate(value) + "\"";
}

} // namespace

std::string escaped(const std::string& text) {
    std::string html;
    for (const char c : text) {
        switch (c) {
        case '&':
            html += "&amp;";
            break;
        case '<':
            html += "&lt;";
            break;
        case '>':
            html += "&gt;";
            break;
        case '"':
            html += "&quot;";
            break;
        default:
            html += c;
        }
    }
    return html;
}

std::string coordinate(double value) {
    std::string text = fixed(value, 1);
    std::erase(text, ','); // of thousands
    return text;
}

std::string svg_start(double width, double height, const std::string& title) {
    return "<svg xmlns=\"http://www.w3.org/2000/svg\"" + attribute("width", width) +
           attribute("height", height) + " viewBox=\"0 0 " + coordinate(width) + " " +
           coordinate(height) +
           "\" font-family='system-ui, sans-serif' font-size='13' fill='var(--ink)' role='img'>\n<title>" +
           escaped(title) + "</title>\n";
}

std::string svg_line(double x1, double y1, double x2, double y2, const std::string& attributes) {
    return "<line" + attribute("x1", x1) + attribute("y1", y1) + attribute("x2", x2) +
           attribute("y2", y2) + " " + attributes + "/>\n";
}

std::string svg_text(double x, double y, const std::string& anchor, const std::string& text,
                     const std::string& attributes) {
    return "<text" + attribute("x", x) + attribute("y", y) + " text-anchor=\"" + anchor + "\"" +
           (attributes.empty() ? "" : " " + attributes) + ">" + escaped(text) + "</text>\n";
}

} // namespace wdd
