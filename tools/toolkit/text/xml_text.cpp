// SPDX-License-Identifier: MIT
#include "toolkit/text/xml_text.hpp"

#include "toolkit/text/visible.hpp"

namespace toolkit {

std::string xml_escaped(std::string_view text) {
    std::string escaped;
    for (const char c : visible(text)) {
        switch (c) {
        case '&':
            escaped += "&amp;";
            break;
        case '<':
            escaped += "&lt;";
            break;
        case '>':
            escaped += "&gt;";
            break;
        case '"':
            escaped += "&quot;";
            break;
        case '\'':
            escaped += "&#39;";
            break;
        default:
            escaped += c;
        }
    }
    return escaped;
}

} // namespace toolkit
