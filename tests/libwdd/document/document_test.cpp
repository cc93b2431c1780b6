// SPDX-License-Identifier: MIT
#include "wdd/document.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace {

wdd::Document report() {
    wdd::Document document{.title = "Would it <work>?",
                           .key = wdd::KeyNumber{"64 of 100", "evaluations <would>"},
                           .facts = {{"Scenario", "A & B"}},
                           .sections = {},
                           .made = "crimekit"};
    document.sections.push_back(
        {"The heading of the answer",
         {wdd::Paragraph{"The answer."}, wdd::Paragraph{"Beware.", wdd::Tone::warning}}});
    document.sections.push_back(
        {"How good",
         {wdd::RatedList{{{wdd::Rating::good, "good", "Months", "Off by 2 %."},
                          {wdd::Rating::poor, "poor", "Zones", "Off by <half>."}}},
          wdd::Table{.header = {"by", "number"},
                     .rows = {{"a", "1"}, {"b", "2"}, {"c", "3"}},
                     .rows_a_group = 2},
          wdd::Figure{
              .svg = [](double width) { return "<svg>" + std::to_string(width) + "</svg>"; },
              .caption = "A picture.",
              .keys = {{"s0 spot", "3 months", wdd::KeyShape::dot}},
              .scale_bar = wdd::ScaleBar{0.25, "2 km"},
              .numbers = {.header = {"month", "found"}, .rows = {{"3", "64 %"}}}},
          wdd::SmallMultiples{
              .panels = {{"Burglary", "12 in all", [] { return std::string("<svg>b</svg>"); }}},
              .caption = "Many."},
          wdd::TileTables{
              .columns = {"J", "F"},
              .parts = {{"Kent", {{"2021", {{"t3", "1,204", "▼", "2021-01: <drop>"}, {}}}}}}},
          wdd::Details{"More", {{"seed", "1"}}, "{\"name\": \"<x>\"}"}}});
    return document;
}

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

TEST(Document, PageHoldsEveryKindOfBlockWithItsNamesEscaped) {
    const std::string html = wdd::to_html(report());
    for (
        const char* part :
        {"<h1>Would it &lt;work&gt;?</h1>\n<section class=\"lead\">\n<p class=\"key\"><b>64 of 100</b> "
         "<span>evaluations &lt;would&gt;</span></p>\n<p>The answer.</p>",
         "<dt>Scenario:</dt><dd>A &amp; B</dd>", "<dt>Made by:</dt><dd>crimekit</dd>",
         "<p>The answer.</p>", "<p class=\"warning\">Beware.</p>",
         "<li><span class=\"word good\">good</span><span><b>Months.</b> Off by 2 %.</span></li>",
         "<span class=\"word poor\">poor</span><span><b>Zones.</b> Off by &lt;half&gt;.</span>",
         "<tr><td>b</td><td>2</td></tr>\n<tr class=\"next\"><td>c</td><td>3</td></tr>",
         "<svg>340.000000</svg></div>\n<div class=\"broad\">\n<svg>640.000000</svg>",
         "<span style=\"width:25.0%\"></span>2 km", "class=\"s0 spot\"/>\n</svg>\n3 months",
         "<details class=\"numbers\"><summary>The numbers</summary>",
         "<td class=\"short\">64 %</td>", "<b>Burglary</b>\n<small>12 in all</small>\n<svg>b</svg>",
         "<caption>Kent</caption>",
         "<td class=\"t3\" title=\"2021-01: &lt;drop&gt;\"><span class=\"number\">1,204</span><i aria-hidden=\"true\">▼</i></td>"
         "<td class=\"none\"></td>",
         "<summary>More</summary>", "<pre>{&quot;name&quot;: &quot;&lt;x&gt;&quot;}</pre>"}) {
        EXPECT_TRUE(holds(html, part)) << part << "\n" << html.substr(html.find("<body>"));
    }
}

TEST(Document, LinesDoNotBreakWithinAnOption) {
    const wdd::Document document{
        .title = "t",
        .sections = {{"", {wdd::Paragraph{"Choose ⟨--areas⟩ <or ⟨--to⟩>, not 5 -- 6."}}}}};
    EXPECT_TRUE(holds(wdd::to_html(document),
                      "<p>Choose <span class=\"option\">⟨--areas⟩</span> &lt;or "
                      "<span class=\"option\">⟨--to⟩</span>&gt;, not 5 -- 6.</p>"));
}

/// A page with one table.
std::string page_of_table(std::size_t columns, std::size_t rows) {
    wdd::Table table;
    for (std::size_t column = 0; column < columns; ++column) {
        table.header.push_back("head " + std::to_string(column));
    }
    table.rows.assign(rows, std::vector<std::string>(columns, "cell"));
    return wdd::to_html({.title = "t", .sections = {{"", {std::move(table)}}}});
}

TEST(Document, CellsOfAWideTableKnowTheirColumnSoThatATelephoneShowsCards) {
    const std::string wide = page_of_table(8, 10);
    EXPECT_TRUE(holds(wide, "<table class=\"many cards\">"));
    EXPECT_TRUE(holds(wide, "<td data-name=\"head 1\">cell</td>"));
    for (const std::string& other : {page_of_table(7, 10), page_of_table(8, 11)}) {
        EXPECT_FALSE(holds(other, "<td data-name="));
        EXPECT_TRUE(holds(other, "<td>cell</td>"));
    }
}

TEST(Document, TextHoldsWhatIsReadAndLeavesOutWhatIsFoldedAway) {
    EXPECT_EQ(wdd::to_text(report()), "Would it <work>?\n"
                                      "================\n"
                                      "Scenario: A & B\n"
                                      "\n"
                                      "The heading of the answer\n"
                                      "-------------------------\n"
                                      "The answer.\n"
                                      "Beware.\n"
                                      "\n"
                                      "How good\n"
                                      "--------\n"
                                      "- good: Months. Off by 2 %.\n"
                                      "- poor: Zones. Off by <half>.\n"
                                      "  by   number\n"
                                      "  a         1\n"
                                      "  b         2\n"
                                      "  c         3\n");
}

TEST(Document, APageBeginsWithTheAnswerWithoutItsHeading) {
    const std::string html = wdd::to_html(report());
    EXPECT_FALSE(holds(html, "The heading of the answer"));
    EXPECT_LT(html.find("The answer."), html.find("<dt>Scenario:"));
}

TEST(Document, AMapIsDrawnOnce) {
    wdd::Document document{.title = "T", .sections = {{}, {"Map", {}}}};
    document.sections.back().blocks.emplace_back(wdd::Figure{
        .svg = [](double) { return std::string("<svg>map</svg>"); }, .fits_any_width = true});
    const std::string html = wdd::to_html(document);
    EXPECT_TRUE(holds(html, "<div class=\"map\">\n<svg>map</svg>"));
    EXPECT_EQ(html.find("<svg>map"), html.rfind("<svg>map"));
}

TEST(Document, StyleIsForLightDarkAndPaper) {
    const std::string html = wdd::to_html(report());
    EXPECT_TRUE(holds(html, "@media screen and (prefers-color-scheme: dark)"));
    EXPECT_TRUE(holds(html, "@media print"));
    EXPECT_FALSE(holds(html, "url("));
}

} // namespace
