// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
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

/// What stands beside a name in a legend.
enum class KeyShape : std::uint8_t { area, line, curve, dot };

/// An entry of a legend.
struct Key {
    std::string style; ///< of the page's style sheet
    std::string name;
    KeyShape shape = KeyShape::area;
    std::size_t mark = 0; ///< of a curve: which of the four shapes its points have
};

/// A length on the ground beside its name.
struct ScaleBar {
    double share = 0; ///< of the picture's width
    std::string length;
};

/// A picture, drawn only where it is shown. Names and numbers that would have no room in it are
/// beside it, as a legend and as a table, in the letters of the page.
struct Figure {
    /// Draws it for a width (`picture_widths` in svg.hpp): for a telephone, and for a desk.
    std::function<std::string(double)> svg;
    std::string caption = {};
    std::vector<Key> keys = {};
    std::optional<ScaleBar> scale_bar = {}; ///< of a map
    Table numbers = {};                     ///< what it shows, folded away
    bool fits_any_width = false;            ///< a map, without letters: drawn once, for a desk
};

/// Pictures of one kind side by side, so many in a row as there is room for.
struct SmallMultiples {
    struct Panel {
        std::string title;
        std::string note; ///< below the title
        std::function<std::string()> svg;
    };

    std::vector<Panel> panels;
    std::string caption = {};
    std::vector<Key> keys = {};
    Table numbers = {}; ///< what they show, folded away
};

/// Tables of coloured tiles, as a calendar of months is.
struct TileTables {
    struct Tile {
        std::string style;  ///< of the page's style sheet; empty: nothing is there
        std::string number; ///< seen where the tile is large, and heard always
        std::string sign = {};
        std::string hint = {}; ///< shown when the mouse rests on it
    };

    struct Row {
        std::string name;
        std::vector<Tile> tiles;
    };

    struct Part {
        std::string title;
        std::vector<Row> rows;
    };

    std::vector<std::string> columns;
    std::vector<Part> parts;
    std::string caption = {};
    std::vector<Key> keys = {};
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

using Block = std::variant<Paragraph, BulletList, RatedList, Table, Figure, SmallMultiples,
                           TileTables, Details>;

/// A section without a heading is left out of a text: it holds figures.
struct Section {
    std::string heading;
    std::vector<Block> blocks;
};

/// The one number to take away: "33 % fewer", and of what.
struct KeyNumber {
    std::string number;
    std::string meaning;
};

/// In the order a reader wants it. The first section is the answer, in three sentences at most: it
/// stands on top of a page.
struct Document {
    std::string title;
    std::optional<KeyNumber> key = {}; ///< large on a page; a text has it in its first sentence
    std::vector<Fact> facts = {};      ///< what this is about
    std::vector<Section> sections = {};
    std::string made = {}; ///< by which program and when, for the page alone; empty: not told
};

/// As plain text: one sentence a line, tables aligned.
std::string to_text(const Document& document);

std::string to_text(const Table& table);

/// As a self-contained HTML page.
std::string to_html(const Document& document);

} // namespace wdd
