// SPDX-License-Identifier: MIT
#include "message/histogram.hpp"
#include "wdd/message.hpp"

namespace wdd {

namespace {

constexpr const char* page_start = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
)";

constexpr const char* style = R"(<style>
body { font: 16px/1.5 system-ui, sans-serif; color: #1b1f24; background: #fff;
       max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin-bottom: 0; }
h2 { font-size: 1.1rem; margin: 1.6rem 0 .3rem; border-bottom: 1px solid #d0d7de; }
section:first-of-type p:first-of-type { font-size: 1.2rem; font-weight: 600; margin: .4rem 0; }
p { margin: .3rem 0; }
table { border-collapse: collapse; margin: .5rem 0; }
th, td { padding: .25rem .8rem; border-bottom: 1px solid #d8dee4; text-align: right;
         font-variant-numeric: tabular-nums; }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
thead th { border-bottom: 2px solid #57606a; }
ul { margin: .3rem 0; padding-left: 1.2rem; }
svg { max-width: 100%; height: auto; margin: .6rem 0; }
</style>
</head>
<body>
)";

std::string element(const std::string& name, const std::string& content) {
    return "<" + name + ">" + content + "</" + name + ">";
}

std::string table_row(const std::string& cell_name, const std::vector<std::string>& cells) {
    std::string content;
    for (const std::string& cell : cells) {
        content += element(cell_name, escaped(cell));
    }
    return element("tr", content) + "\n";
}

struct HtmlWriter {
    std::string html;

    void operator()(const Paragraph& paragraph) {
        html += element("p", escaped(paragraph.text)) + "\n";
    }

    void operator()(const BulletList& list) {
        std::string items;
        for (const std::string& item : list.items) {
            items += element("li", escaped(item)) + "\n";
        }
        html += element("ul", "\n" + items) + "\n";
    }

    void operator()(const Histogram& histogram) { html += histogram_svg(histogram); }

    void operator()(const Table& table) {
        std::string rows;
        for (const auto& row : table.rows) {
            rows += table_row("td", row);
        }
        html += element("table", "\n" + element("thead", table_row("th", table.header)) + "\n" +
                                     element("tbody", "\n" + rows)) +
                "\n";
    }
};

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

std::string to_html(const Message& message) {
    HtmlWriter writer;
    writer.html = page_start + element("title", escaped(message.title)) + "\n" + style +
                  element("h1", escaped(message.title)) + "\n";
    for (const Section& section : message.sections) {
        writer.html += "<section>\n" + element("h2", escaped(section.heading)) + "\n";
        for (const Block& block : section.blocks) {
            std::visit(writer, block);
        }
        writer.html += "</section>\n";
    }
    return writer.html + "</body>\n</html>\n";
}

} // namespace wdd
