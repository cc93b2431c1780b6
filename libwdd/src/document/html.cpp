// SPDX-License-Identifier: MIT
#include <array>

#include "document/escaped.hpp"
#include "document/style_sheet.hpp"
#include "wdd/document.hpp"

namespace wdd {

namespace {

constexpr const char* page_start = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
)";

std::string element(const std::string& name, const std::string& content) {
    return "<" + name + ">" + content + "</" + name + ">";
}

std::string element(const std::string& name, const std::string& style, const std::string& content) {
    return style.empty() ? element(name, content)
                         : "<" + name + " class=\"" + style + "\">" + content + "</" + name + ">";
}

std::string table_row(const std::string& cell_name, const std::vector<std::string>& cells,
                      const char* style = "") {
    std::string content;
    for (const std::string& cell : cells) {
        content += element(cell_name, escaped(cell));
    }
    return element("tr", style, content) + "\n";
}

std::string fact_list(const std::vector<Fact>& facts) {
    std::string items;
    for (const Fact& fact : facts) {
        items += element("dt", escaped(fact.name) + ":") + element("dd", escaped(fact.text)) + "\n";
    }
    return items.empty() ? "" : "<dl>\n" + items + "</dl>\n";
}

std::string legend(const std::vector<Figure::Key>& keys) {
    std::string entries;
    for (const Figure::Key& key : keys) {
        entries += "<span><svg viewBox=\"0 0 12 12\" aria-hidden=\"true\"><rect x=\"1\" y=\"1\" "
                   "width=\"10\" height=\"10\" class=\"" +
                   key.style + "\"/></svg>" + escaped(key.name) + "</span>\n";
    }
    return entries.empty() ? "" : element("p", "keys", "\n" + entries) + "\n";
}

struct HtmlWriter {
    std::string html;

    void operator()(const Paragraph& paragraph) {
        constexpr std::array styles{"", "note", "warning"};
        html += element("p", styles.at(static_cast<std::size_t>(paragraph.tone)),
                        escaped(paragraph.text)) +
                "\n";
    }

    void operator()(const BulletList& list) {
        std::string items;
        for (const std::string& item : list.items) {
            items += element("li", escaped(item)) + "\n";
        }
        html += element("ul", "\n" + items) + "\n";
    }

    void operator()(const RatedList& list) {
        constexpr std::array styles{"word good", "word", "word poor", "word"};
        std::string items;
        for (const RatedList::Item& item : list.items) {
            items += element("li", element("span", styles.at(static_cast<std::size_t>(item.rating)),
                                           escaped(item.word)) +
                                       element("span", element("b", escaped(item.subject) + ".") +
                                                           " " + escaped(item.text))) +
                     "\n";
        }
        html += element("ul", "rated", "\n" + items) + "\n";
    }

    void operator()(const Figure& figure) {
        const std::string caption =
            figure.caption.empty() ? "" : element("figcaption", escaped(figure.caption)) + "\n";
        html += element("figure", figure.is_wide ? "sideways" : "",
                        "\n" + figure.svg() + legend(figure.keys) + caption) +
                "\n";
    }

    void operator()(const Table& table) {
        constexpr std::size_t many_columns = 8;
        std::string rows;
        for (std::size_t i = 0; i < table.rows.size(); ++i) {
            const bool parted = table.rows_a_group > 0 && i > 0 && i % table.rows_a_group == 0;
            rows += table_row("td", table.rows[i], parted ? "next" : "");
        }
        html += element("div", "wide",
                        element("table", table.header.size() > many_columns ? "many" : "",
                                "\n" + element("thead", table_row("th", table.header)) + "\n" +
                                    element("tbody", "\n" + rows))) +
                "\n";
    }

    void operator()(const Details& details) {
        html +=
            element("details",
                    element("summary", escaped(details.summary)) + "\n" + fact_list(details.facts) +
                        (details.text.empty() ? "" : element("pre", escaped(details.text)))) +
            "\n";
    }
};

std::string facts_of(const Document& document) {
    std::vector<Fact> facts = document.facts;
    if (!document.made.empty()) {
        facts.push_back({"Made by", document.made});
    }
    return fact_list(facts);
}

std::string heading(const Section& section) {
    return section.heading.empty() ? "" : element("h2", escaped(section.heading)) + "\n";
}

} // namespace

std::string to_html(const Document& document) {
    HtmlWriter writer;
    writer.html = page_start + element("title", escaped(document.title)) + "\n" +
                  element("style", style_sheet) + "\n</head>\n<body>\n" +
                  element("h1", escaped(document.title)) + "\n" + facts_of(document);
    for (const Section& section : document.sections) {
        writer.html += "<section>\n" + heading(section);
        for (const Block& block : section.blocks) {
            std::visit(writer, block);
        }
        writer.html += "</section>\n";
    }
    return writer.html + "</body>\n</html>\n";
}

} // namespace wdd
