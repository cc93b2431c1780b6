// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "wdd/evaluation.hpp"
#include "wdd/plan.hpp"

namespace wdd {

struct Paragraph {
    std::string text;
};

struct BulletList {
    std::vector<std::string> items;
};

/// The first column holds names, the others numbers (set to the right).
struct Table {
    std::vector<std::string> header;
    std::vector<std::vector<std::string>> rows;
};

/// A picture, drawn only where it is shown.
struct Figure {
    std::function<std::string()> svg;
    std::string caption = {};
};

using Block = std::variant<Paragraph, BulletList, Table, Figure>;

/// A section of figures alone needs no heading, and is left out of a text.
struct Section {
    std::string heading;
    std::vector<Block> blocks;
};

/// What a message is about, by name: "Control area" and where it comes from.
struct Fact {
    std::string name;
    std::string text;
};

/// A message in plain language, in the order a reader wants it.
struct Message {
    std::string title;
    std::vector<Fact> facts = {}; ///< above all else: what was evaluated
    std::vector<Section> sections = {};
    std::string made = {}; ///< by which program and when, for the page alone; empty: not told
};

/// The periods, the verdict in Wheeler and Ratcliffe's words, the counts, the suitability of the
/// control area, what was skipped, and the caveats that apply.
Message describe(const Evaluation& evaluation);

/// The response area's rank among comparable areas where nothing was done, with a plot and a map.
Message describe_rank(const Evaluation& evaluation);

/// What a planned evaluation would detect after how many months, and what that assumes.
Message describe(const PlannedEvaluation& plan);

/// What is wrong with the incidents and touches the verdict, a sentence or two each.
std::vector<std::string> data_warnings(const Evaluation& evaluation);

/// All warnings: those of `data_warnings`, then the caller's.
std::vector<std::string> all_warnings(const Evaluation& evaluation);

/// What a field of a table holds, at most.
inline constexpr std::size_t longest_summary = 255;

/// The verdict in one or two sentences, short enough for a field of a table: those of the forecast,
/// or, without one, of the test.
std::string summary(const Evaluation& evaluation);

/// One line that says for each of the three checks the value, the threshold, the numbers behind it,
/// whether it is met and what to try: the error of a run that stops for an unsuitable control area.
std::string unsuitability(const Suitability& suitability);

/// Where zones overlap: the areas, the incidents concerned, and what became of them. Empty if they
/// do not.
std::string describe_overlap(const StudyZones& zones);

/// "No evidence of reduction", "Weak evidence of reduction" ... "Very strong evidence of
/// reduction".
std::string evidence_words(Evidence evidence);

/// As plain text: one sentence a line, tables aligned.
std::string to_text(const Message& message);

/// As a self-contained HTML page.
std::string to_html(const Message& message);

} // namespace wdd
