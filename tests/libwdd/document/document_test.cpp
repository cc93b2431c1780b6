// SPDX-License-Identifier: MIT
#include "wdd/document.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

wdd::Document report() {
    wdd::Document document{.title = "Would it <work>?",
                           .facts = {{"Scenario", "A & B"}},
                           .sections = {},
                           .made = "crimekit"};
    document.sections.push_back(
        {"", {wdd::Paragraph{"The answer."}, wdd::Paragraph{"Beware.", wdd::Tone::warning}}});
    document.sections.push_back(
        {"How good",
         {wdd::RatedList{{{wdd::Rating::good, "good", "Months", "Off by 2 %."},
                          {wdd::Rating::poor, "poor", "Zones", "Off by <half>."}}},
          wdd::Table{.header = {"by", "number"},
                     .rows = {{"a", "1"}, {"b", "2"}, {"c", "3"}},
                     .rows_a_group = 2},
          wdd::Figure{.svg = [] { return std::string("<svg></svg>\n"); },
                      .caption = "A picture.",
                      .keys = {{"s0 spot", "3 months"}},
                      .is_wide = true},
          wdd::Details{"More", {{"seed", "1"}}, "{\"name\": \"<x>\"}"}}});
    return document;
}

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

TEST(Document, PageHoldsEveryKindOfBlockWithItsNamesEscaped) {
    const std::string html = wdd::to_html(report());
    for (const char* part :
         {"<h1>Would it &lt;work&gt;?</h1>", "<dt>Scenario:</dt><dd>A &amp; B</dd>",
          "<dt>Made by:</dt><dd>crimekit</dd>", "<p>The answer.</p>",
          "<p class=\"warning\">Beware.</p>",
          "<li><span class=\"word good\">good</span><span><b>Months.</b> Off by 2 %.</span></li>",
          "<span class=\"word poor\">poor</span><span><b>Zones.</b> Off by &lt;half&gt;.</span>",
          "<tr><td>b</td><td>2</td></tr>\n<tr class=\"next\"><td>c</td><td>3</td></tr>",
          "<figure class=\"sideways\">\n<svg></svg>\n<p class=\"keys\">",
          "class=\"s0 spot\"/></svg>3 months", "<summary>More</summary>",
          "<pre>{&quot;name&quot;: &quot;&lt;x&gt;&quot;}</pre>"}) {
        EXPECT_TRUE(holds(html, part)) << part << "\n" << html.substr(html.find("<body>"));
    }
}

TEST(Document, TextHoldsWhatIsReadAndLeavesOutWhatIsFoldedAway) {
    EXPECT_EQ(wdd::to_text(report()), "Would it <work>?\n"
                                      "================\n"
                                      "Scenario: A & B\n"
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

TEST(Document, StyleIsForLightDarkAndPaper) {
    const std::string html = wdd::to_html(report());
    EXPECT_TRUE(holds(html, "@media screen and (prefers-color-scheme: dark)"));
    EXPECT_TRUE(holds(html, "@media print"));
    EXPECT_FALSE(holds(html, "url("));
}

} // namespace
