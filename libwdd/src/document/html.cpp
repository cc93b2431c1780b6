// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "document/escaped.hpp"
#include "document/style_sheet.hpp"
#include "wdd/document.hpp"
#include "wdd/svg.hpp"

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

/// The text, with each option that it marks ("⟨--to⟩") in one piece: lines break after hyphens.
std::string sentence(std::string_view text) {
    constexpr std::string_view mark_start = "⟨--";
    constexpr std::string_view mark_end = "⟩";
    std::string html;
    for (std::size_t start = text.find(mark_start); start != std::string_view::npos;
         start = text.find(mark_start)) {
        const std::size_t end = std::min(text.find(mark_end, start), text.size() - mark_end.size());
        const std::string_view mark = text.substr(start, end + mark_end.size() - start);
        html += escaped(text.substr(0, start));
        html += element("span", "option", escaped(mark));
        text.remove_prefix(start + mark.size());
    }
    return html + escaped(text);
}

/// "2021-01", "34.8 % ± 1.1": a number that would be torn apart.
bool is_short_number(const std::string& cell) {
    constexpr std::size_t longest = 14;
    return !cell.empty() && cell.size() <= longest && cell.find_first_of("0123456789") <= 1 &&
           cell.find_first_of(" -") != std::string::npos;
}

std::string head_row(const std::vector<std::string>& cells) {
    std::string content;
    for (const std::string& cell : cells) {
        content += element("th", is_short_number(cell) ? "short" : "", escaped(cell));
    }
    return element("tr", content) + "\n";
}

/// A table that is wider than a telephone, and has so few rows that each can stand there as a card:
/// its name, then the other cells, each below the name of its column.
bool is_for_cards(const Table& table) {
    constexpr std::size_t least_columns = 8;
    constexpr std::size_t most_rows = 10;
    return table.header.size() >= least_columns && table.rows.size() <= most_rows;
}

std::string cells_of(const Table& table, const std::vector<std::string>& cells) {
    const bool are_named = is_for_cards(table);
    std::string content;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        content += "<td";
        if (are_named) {
            content += " data-name=\"" + escaped(table.header.at(i)) + "\"";
        }
        content += is_short_number(cells[i]) ? " class=\"short\">" : ">";
        content += escaped(cells[i]) + "</td>";
    }
    return content;
}

std::string table_style(const Table& table) {
    constexpr std::size_t many_columns = 7;
    if (is_for_cards(table)) {
        return "many cards";
    }
    return table.header.size() > many_columns ? "many" : "";
}

std::string fact_list(const std::vector<Fact>& facts) {
    std::string items;
    for (const Fact& fact : facts) {
        items +=
            element("dt", escaped(fact.name) + ":") + element("dd", sentence(fact.text)) + "\n";
    }
    return items.empty() ? "" : "<dl>\n" + items + "</dl>\n";
}

/// What stands beside a name in a legend.
std::string key_svg(const Key& key) {
    constexpr double height = 14;
    constexpr double middle = height / 2;
    const bool is_long = key.shape == KeyShape::line || key.shape == KeyShape::curve;
    const double width = is_long ? 2 * height : height;
    SvgPicture picture(width, height, "");
    switch (key.shape) {
    case KeyShape::area:
        picture.rectangle({1, 1}, height - 2, height - 2, key.style);
        break;
    case KeyShape::dot:
        picture.circle({middle, middle}, 4, key.style);
        break;
    case KeyShape::line:
        picture.line({0, middle}, {width, middle}, key.style);
        break;
    case KeyShape::curve:
        picture.line({0, middle}, {width, middle}, "curve " + key.style);
        picture.mark({width / 2, middle}, key.mark, "point " + key.style);
    }
    return std::move(picture).svg();
}

std::string legend(const std::vector<Key>& keys) {
    std::string entries;
    for (const Key& key : keys) {
        entries += element("span", key_svg(key) + escaped(key.name)) + "\n";
    }
    return entries.empty() ? "" : element("p", "keys", "\n" + entries) + "\n";
}

std::string caption_of(const std::string& caption) {
    return caption.empty() ? "" : element("figcaption", escaped(caption)) + "\n";
}

std::string scale_bar_of(const Figure& figure) {
    if (!figure.scale_bar) {
        return "";
    }
    const auto tenths = static_cast<int>(std::lround(1000 * figure.scale_bar->share));
    return "<p class=\"scale\"><span style=\"width:" + std::to_string(tenths / 10) + "." +
           std::to_string(tenths % 10) + "%\"></span>" + escaped(figure.scale_bar->length) +
           "</p>\n";
}

std::string drawings_of(const Figure& figure) {
    if (figure.fits_any_width) {
        return element("div", "map", "\n" + figure.svg(broad_picture)) + "\n";
    }
    return element("div", "narrow", "\n" + figure.svg(narrow_picture)) + "\n" +
           element("div", "broad", "\n" + figure.svg(broad_picture)) + "\n";
}

std::string tile(const TileTables::Tile& tile) {
    const std::string hint = tile.hint.empty() ? "" : " title=\"" + escaped(tile.hint) + "\"";
    const std::string style = tile.style.empty() ? "none" : tile.style;
    return "<td class=\"" + style + "\"" + hint + ">" +
           (tile.number.empty() ? "" : element("span", "number", escaped(tile.number))) +
           (tile.sign.empty() ? "" : "<i aria-hidden=\"true\">" + escaped(tile.sign) + "</i>") +
           "</td>";
}

std::string tile_table(const TileTables::Part& part, const std::string& head) {
    std::string rows;
    for (const TileTables::Row& row : part.rows) {
        std::string cells = "<th scope=\"row\">" + escaped(row.name) + "</th>";
        for (const TileTables::Tile& one : row.tiles) {
            cells += tile(one);
        }
        rows += element("tr", cells) + "\n";
    }
    return element("table", "tiles",
                   "\n" + element("caption", escaped(part.title)) + element("thead", head) +
                       element("tbody", "\n" + rows)) +
           "\n";
}

struct HtmlWriter {
    std::string html;

    void operator()(const Paragraph& paragraph) {
        constexpr std::array styles{"", "note", "warning"};
        html += element("p", styles.at(static_cast<std::size_t>(paragraph.tone)),
                        sentence(paragraph.text)) +
                "\n";
    }

    void operator()(const BulletList& list) {
        std::string items;
        for (const std::string& item : list.items) {
            items += element("li", sentence(item)) + "\n";
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
                                                           " " + sentence(item.text))) +
                     "\n";
        }
        html += element("ul", "rated", "\n" + items) + "\n";
    }

    void operator()(const Figure& figure) {
        html += "<figure>\n" + drawings_of(figure) + scale_bar_of(figure) + legend(figure.keys) +
                caption_of(figure.caption);
        add_numbers(figure.numbers);
        html += "</figure>\n";
    }

    void operator()(const SmallMultiples& pictures) {
        html += "<figure class=\"many\">\n<div class=\"panels\">\n";
        for (const SmallMultiples::Panel& panel : pictures.panels) {
            html += element("div", element("b", escaped(panel.title)) + "\n" +
                                       (panel.note.empty()
                                            ? ""
                                            : element("small", escaped(panel.note)) + "\n") +
                                       panel.svg()) +
                    "\n";
        }
        html += "</div>\n" + legend(pictures.keys) + caption_of(pictures.caption);
        add_numbers(pictures.numbers);
        html += "</figure>\n";
    }

    void operator()(const TileTables& tables) {
        std::string head = "<td></td>";
        for (const std::string& column : tables.columns) {
            head += "<th scope=\"col\">" + escaped(column) + "</th>";
        }
        html += "<figure class=\"many\">\n<div class=\"calendars\">\n";
        for (const TileTables::Part& part : tables.parts) {
            html += element("div", tile_table(part, element("tr", head))) + "\n";
        }
        html += "</div>\n" + legend(tables.keys) + caption_of(tables.caption) + "</figure>\n";
    }

    void operator()(const Table& table) {
        std::string rows;
        for (std::size_t i = 0; i < table.rows.size(); ++i) {
            const bool parted = table.rows_a_group > 0 && i > 0 && i % table.rows_a_group == 0;
            rows += element("tr", parted ? "next" : "", cells_of(table, table.rows[i])) + "\n";
        }
        html += "<div class=\"wide\" tabindex=\"0\">" +
                element("table", table_style(table),
                        "\n" + element("thead", head_row(table.header)) + "\n" +
                            element("tbody", "\n" + rows)) +
                "</div>\n";
    }

    /// What a picture shows, for who does not see it or wants to reckon with it.
    void add_numbers(const Table& numbers) {
        if (!numbers.rows.empty()) {
            html += "<details class=\"numbers\">" + element("summary", "The numbers") + "\n";
            (*this)(numbers);
            html += "</details>\n";
        }
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

/// The answer: on top of the page, without a heading of its own.
std::string lead(const Document& document, HtmlWriter& writer) {
    std::string key;
    if (document.key) {
        key = element("p", "key",
                      element("b", escaped(document.key->number)) + " " +
                          element("span", escaped(document.key->meaning))) +
              "\n";
    }
    writer.html.clear();
    if (!document.sections.empty()) {
        for (const Block& block : document.sections.front().blocks) {
            std::visit(writer, block);
        }
    }
    return "<section class=\"lead\">\n" + key + std::exchange(writer.html, "") + "</section>\n";
}

} // namespace

std::string to_html(const Document& document) {
    HtmlWriter writer;
    std::string html = page_start + element("title", escaped(document.title)) + "\n" +
                       element("style", style_sheet) + "\n</head>\n<body>\n" +
                       element("h1", escaped(document.title)) + "\n" + lead(document, writer) +
                       facts_of(document);
    for (std::size_t i = 1; i < document.sections.size(); ++i) {
        writer.html += "<section>\n" + heading(document.sections[i]);
        for (const Block& block : document.sections[i].blocks) {
            std::visit(writer, block);
        }
        writer.html += "</section>\n";
    }
    return html + writer.html + "</body>\n</html>\n";
}

} // namespace wdd
