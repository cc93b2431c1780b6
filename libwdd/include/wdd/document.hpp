// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <variant>
#include <vector>

namespace wdd {

// A report: sections of paragraphs, lists, tables and pictures, written as text or as an HTML page.
// All pages have one style sheet, for screens light and dark, telephones and paper.

enum class Tone : std::uint8_t { plain, note, warning };

struct Paragraph {
    std::string text;
    Tone tone = Tone::plain;
};

struct BulletList {
    std::vector<std::string> items;
};

enum class Rating : std::uint8_t { good, fair, poor, none };

/// Sentences with a word before each that says how good something is.
struct RatedList {
    struct Item {
        Rating rating = Rating::none;
        std::string word;    ///< "good"
        std::string subject; ///< "Months"
        std::string text;
    };

    std::vector<Item> items;
};

/// The first column holds names, the others numbers (set to the right).
struct Table {
    std::vector<std::string> header;
    std::vector<std::vector<std::string>> rows;
    std::size_t rows_a_group = 0; ///< a line parts so many rows from the next; 0: none
};

/// A picture, drawn only where it is shown.
struct Figure {
    struct Key {
        std::string style; ///< of the picture's style sheet
        std::string name;
    };

    std::function<std::string()> svg;
    std::string caption = {};
    std::vector<Key> keys = {}; ///< a legend beside the picture
    bool is_wide = false;       ///< on a telephone it is moved sideways, so that it can be read
};

/// By name: "Control area" and where it comes from.
struct Fact {
    std::string name;
    std::string text;
};

/// What few readers want: folded away on a page, left out of a text.
struct Details {
    std::string summary;
    std::vector<Fact> facts = {};
    std::string text = {}; ///< as it stands in a file
};

using Block = std::variant<Paragraph, BulletList, RatedList, Table, Figure, Details>;

/// A section without a heading is left out of a text: it holds figures.
struct Section {
    std::string heading;
    std::vector<Block> blocks;
};

/// In the order a reader wants it. The first paragraph of all is the answer, and stands out.
struct Document {
    std::string title;
    std::vector<Fact> facts = {}; ///< above all else: what this is about
    std::vector<Section> sections = {};
    std::string made = {}; ///< by which program and when, for the page alone; empty: not told
};

/// As plain text: one sentence a line, tables aligned.
std::string to_text(const Document& document);

/// As a self-contained HTML page.
std::string to_html(const Document& document);

} // namespace wdd
