// SPDX-License-Identifier: MIT
#include "document/escaped.hpp"
#include "wdd/message.hpp"

namespace wdd {

namespace {

constexpr const char* page_start = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
)";

constexpr const char* page_style = R"(<style>
:root { color-scheme: light dark;
        --ink: #1b1f24; --paper: #fff; --line: #d0d7de; --soft: #57606a; --dot: #6b93c0; --mark: #b3401a;
        --fewer2: #2166ac; --fewer1: #92c5de; --same: #e4e4e4; --more1: #fdb863; --more2: #b35806; }
@media (prefers-color-scheme: dark) { :root {
        --ink: #e6edf3; --paper: #12161c; --line: #30363d; --soft: #9da7b1; --dot: #7aa5d6; --mark: #ff9d6e;
        --fewer2: #3b8bd6; --fewer1: #7fb2d0; --same: #49505a; --more1: #e0a458; --more2: #d9701a; } }
@media print { :root { color-scheme: light;
        --ink: #000; --paper: #fff; --line: #aaa; --soft: #444; --dot: #6b93c0; --mark: #b3401a;
        --fewer2: #2166ac; --fewer1: #92c5de; --same: #e4e4e4; --more1: #fdb863; --more2: #b35806; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
       max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin-bottom: 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 .8rem; margin: .6rem 0;
     color: var(--soft); font-size: .9rem; }
dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 32rem) { dl { display: block; } dt { margin-top: .2rem; } }
h2 { font-size: 1.1rem; margin: 1.6rem 0 .3rem; border-bottom: 1px solid var(--line);
     break-after: avoid; }
section:first-of-type > p:first-of-type { font-size: 1.2rem; font-weight: 600; margin: .4rem 0; }
p { margin: .3rem 0; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; margin: .5rem 0; break-inside: avoid; }
th, td { padding: .25rem .8rem; border-bottom: 1px solid var(--line); text-align: right;
         font-variant-numeric: tabular-nums; }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
thead th { border-bottom: 2px solid var(--soft); }
ul { margin: .3rem 0; padding-left: 1.2rem; }
figure { margin: 1rem 0; max-width: 36rem; break-inside: avoid; }
figcaption { color: var(--soft); font-size: .9rem; }
svg { display: block; width: 100%; height: auto; font: 14px system-ui, sans-serif; }
svg text { fill: var(--ink); } svg .soft { fill: var(--soft); }
text.strong { font-weight: 600; } line.strong { stroke-width: 2.5; }
.axis { stroke: var(--soft); } .grid { stroke: var(--line); }
.expected { stroke: var(--ink); stroke-dasharray: 5 4; } .marked { stroke: var(--mark); }
.around { fill: none; stroke: var(--mark); stroke-width: 2; }
.dot { fill: var(--dot); } .mark { fill: var(--mark); }
.curve { fill: none; stroke-width: 1.8; } .curve.control { stroke-dasharray: 3 2; }
.curve.response { stroke: var(--mark); } .curve.control { stroke: var(--dot); }
.point.response { fill: var(--mark); } .point.control { fill: var(--dot); }
.shade.before { fill: var(--line); fill-opacity: .5; }
.shade.after { fill: var(--mark); fill-opacity: .16; }
.bar.before { fill: var(--same); stroke: var(--soft); } .bar.after { fill: var(--dot); }
.bar.expected { fill: none; stroke-width: 1.5; }
.place { stroke: var(--paper); stroke-width: .6; }
.place.response { fill: var(--mark); } .place.control { fill: var(--dot); }
.place.ring { fill-opacity: .3; stroke-width: 0; } rect.place { stroke: var(--soft); }
.place.edge { fill: none; stroke: var(--mark); stroke-width: 2.5; }
.place.edge-ring { fill: none; stroke: var(--mark); stroke-width: 1.2; stroke-dasharray: 4 3; }
.place.edge-control { fill: none; stroke: var(--ink); stroke-width: 2; }
.fewer2 { fill: var(--fewer2); } .fewer1 { fill: var(--fewer1); } .same { fill: var(--same); }
.more1 { fill: var(--more1); } .more2 { fill: var(--more2); }
@media print { body { margin: 0; max-width: none; font-size: 11pt; } figure { max-width: 27rem; } .wide { overflow: visible; } }
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

    void operator()(const Figure& figure) {
        html +=
            element("figure", "\n" + figure.svg() +
                                  (figure.caption.empty()
                                       ? ""
                                       : element("figcaption", escaped(figure.caption)) + "\n")) +
            "\n";
    }

    void operator()(const Table& table) {
        std::string rows;
        for (const auto& row : table.rows) {
            rows += table_row("td", row);
        }
        html += R"(<div class="wide">)" +
                element("table", "\n" + element("thead", table_row("th", table.header)) + "\n" +
                                     element("tbody", "\n" + rows)) +
                "</div>\n";
    }
};

std::string facts_list(const Message& message) {
    std::vector<Fact> facts = message.facts;
    if (!message.made.empty()) {
        facts.push_back({"Made by", message.made});
    }
    std::string items;
    for (const Fact& fact : facts) {
        items += element("dt", escaped(fact.name) + ":") + element("dd", escaped(fact.text)) + "\n";
    }
    return items.empty() ? "" : "<dl>\n" + items + "</dl>\n";
}

std::string heading(const Section& section) {
    return section.heading.empty() ? "" : element("h2", escaped(section.heading)) + "\n";
}

} // namespace

std::string to_html(const Message& message) {
    HtmlWriter writer;
    writer.html = page_start + element("title", escaped(message.title)) + "\n" + page_style +
                  element("h1", escaped(message.title)) + "\n" + facts_list(message);
    for (const Section& section : message.sections) {
        writer.html += "<section>\n" + heading(section);
        for (const Block& block : section.blocks) {
            std::visit(writer, block);
        }
        writer.html += "</section>\n";
    }
    return writer.html + "</body>\n</html>\n";
}

} // namespace wdd
