// SPDX-License-Identifier: MIT
#include <algorithm>
#include <utility>

#include "wdd/document.hpp"

namespace wdd {

namespace {

constexpr std::size_t column_gap = 3;

/// Characters, not bytes: continuation bytes of UTF-8 take no place.
std::size_t width(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
}

std::string padded(const std::string& text, std::size_t to, bool to_the_right) {
    const std::string space(to - width(text), ' ');
    return to_the_right ? space + text : text + space;
}

std::string row_text(const std::vector<std::string>& cells,
                     const std::vector<std::size_t>& widths) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const std::string gap(i == 0 ? 2 : column_gap, ' ');
        line += gap + padded(cells[i], widths[i], i > 0);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    return line + "\n";
}

struct TextWriter {
    std::string text;

    void operator()(const Paragraph& paragraph) { text += paragraph.text + "\n"; }

    void operator()(const BulletList& list) {
        for (const std::string& item : list.items) {
            text += "- " + item + "\n";
        }
    }

    void operator()(const RatedList& list) {
        for (const RatedList::Item& item : list.items) {
            text += "- " + item.word + ": " + item.subject + ". " + item.text + "\n";
        }
    }

    void operator()(const Details& /*details*/) const {}

    /// Pictures are for the page; what they show is said beside them.
    void operator()(const Figure& /*figure*/) const {}

    void operator()(const SmallMultiples& /*pictures*/) const {}

    void operator()(const TileTables& /*tables*/) const {}

    void operator()(const Table& table) {
        std::vector<std::size_t> widths(table.header.size(), 0);
        const auto widen = [&widths](const std::vector<std::string>& cells) {
            for (std::size_t i = 0; i < cells.size(); ++i) {
                widths[i] = std::max(widths[i], width(cells[i]));
            }
        };
        widen(table.header);
        std::for_each(table.rows.begin(), table.rows.end(), widen);
        text += row_text(table.header, widths);
        for (const auto& row : table.rows) {
            text += row_text(row, widths);
        }
    }
};

} // namespace

std::string to_text(const Table& table) {
    TextWriter writer;
    writer(table);
    return std::move(writer.text);
}

std::string to_text(const Document& document) {
    TextWriter writer;
    writer.text = document.title + "\n" + std::string(width(document.title), '=') + "\n";
    for (const Fact& fact : document.facts) {
        writer.text += fact.name + ": " + fact.text + "\n";
    }
    for (const Section& section : document.sections) {
        if (section.heading.empty()) {
            continue;
        }
        writer.text +=
            "\n" + section.heading + "\n" + std::string(width(section.heading), '-') + "\n";
        for (const Block& block : section.blocks) {
            std::visit(writer, block);
        }
    }
    return writer.text;
}

} // namespace wdd
