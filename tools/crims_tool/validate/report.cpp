// SPDX-License-Identifier: MIT
#include "crims_tool/validate/report.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "toolkit/text/xml_text.hpp"

#include "crims_tool/validate/findings.hpp"
#include "crims_tool/validate/map.hpp"
#include "crims_tool/validate/plots.hpp"
#include "toolkit/police/download.hpp"
#include "toolkit/text/plain_numbers.hpp"
#include "toolkit/text/visible.hpp"

namespace crims_tool {

namespace {

using toolkit::grouped_number;
using toolkit::percent_text;
using toolkit::signed_percent_text;

using crims::ValidationGroup;

// The colours of observed (black), simulated (blue) and missed (vermilion) are those of Okabe and
// Ito, which people tell apart whatever colours they see; no meaning hangs on colour alone.
constexpr std::string_view style_sheet = R"css(
body { font: 16px/1.5 system-ui, "Segoe UI", "Liberation Sans", Arial, sans-serif; color: #1a1a1a;
       background: #fff; max-width: 800px; margin: 2em auto; padding: 0 1em; }
h1 { font-size: 1.7em; line-height: 1.2; margin-bottom: .2em; }
h2 { font-size: 1.25em; margin: 2em 0 .3em; }
p.lead { font-size: 1.15em; }
p.note, figcaption, .foot { color: #444; font-size: .9em; }
figure { margin: .5em 0 1em; overflow-x: auto; }
figure svg { min-width: 36rem; } /* letters that can be read on a telephone */
svg { max-width: 100%; height: auto; vertical-align: middle; }
svg text { font-size: 12px; fill: #333; }
svg .name { font-size: 13px; }
svg .note { fill: #555; font-style: italic; }
svg .outside { font-weight: bold; fill: #a63c00; }
.grid { stroke: #ddd; stroke-width: 1; }
.band, .bar { fill: #56b4e9; fill-opacity: .4; }
.simulated, .whisker { stroke: #0072b2; stroke-width: 2; fill: none; }
.observed { fill: #000; }
.observed-line { stroke: #000; stroke-width: 1.5; fill: none; }
.rhythm { stroke: #000; stroke-width: 1.2; stroke-dasharray: 4 3; fill: none; }
.equal { stroke: #777; stroke-dasharray: 5 4; }
.zone { fill: #fff; stroke: #0072b2; stroke-width: 1.5; }
.zone-outside { fill: #d55e00; }
.range { stroke: #0072b2; stroke-opacity: .5; }
.range-outside { stroke: #d55e00; stroke-opacity: .6; }
.e0 { fill: #542788; } .e1 { fill: #998ec3; } .e2 { fill: #d8daeb; } .e3 { fill: #f7f7f7; }
.e4 { fill: #fee0b6; } .e5 { fill: #f1a340; } .e6 { fill: #b35806; }
.e0, .e1, .e2, .e3, .e4, .e5, .e6 { stroke: #999; stroke-width: .4; }
.missed { fill: none; stroke: #000; stroke-width: 1.3; }
.key span { display: inline-block; margin-right: 1.2em; font-size: .9em; white-space: nowrap; }
table { border-collapse: collapse; font-size: .88em; }
th, td { padding: .25em .6em; text-align: right; border-bottom: 1px solid #ddd; }
th:first-child, td:first-child { text-align: left; }
ul.findings { list-style: none; padding: 0; }
ul.findings li { display: flex; gap: .8em; margin: .5em 0; }
.grade { flex: 0 0 6.2em; text-align: center; font-weight: bold; font-size: .85em; height: 1.7em;
         line-height: 1.7em; border-radius: 3px; border: 1px solid #555; }
.good { background: #0072b2; color: #fff; border-color: #0072b2; }
.fair { background: #f0e442; color: #000; }
.poor { background: #a63c00; color: #fff; border-color: #a63c00; }
.untested { background: #fff; color: #333; }
.warning { border-left: 5px solid #d55e00; background: #fff4ec; padding: .5em 1em; }
.foot { overflow-wrap: anywhere; margin-top: 3em; border-top: 1px solid #999; }
details { margin: .4em 0; } code { font-size: .95em; }
.scroll { overflow-x: auto; }
@media print { body { margin: 0; } figure svg { min-width: 0; } figure, table, li { break-inside: avoid; } }
)css";

std::string paragraph(std::string_view text, std::string_view style = "") {
    return fmt::format("<p{}>{}</p>\n", style.empty() ? "" : fmt::format(" class=\"{}\"", style),
                       toolkit::xml_escaped(text));
}

std::string subject_of(const ModelValidation& v) {
    const std::string force = v.force.empty() ? "recorded incidents" : toolkit::force_name(v.force);
    return fmt::format("{}, {}", force, months_text(v.months));
}

std::string head(const ModelValidation& v) {
    const std::string title = "How well does the model predict? " + subject_of(v);
    return fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n<h1>How well does the model predict?</h1>\n<p class=\"lead\">{}</p>\n",
        toolkit::xml_escaped(title), style_sheet, toolkit::xml_escaped(subject_of(v)));
}

std::string_view grade_style(Grade grade) {
    return grade == Grade::untested ? "untested" : grade_name(grade);
}

std::string finding_list(const std::vector<Finding>& all) {
    std::string html = "<ul class=\"findings\">\n";
    for (const Finding& finding : all) {
        html +=
            fmt::format("<li><span class=\"grade {}\">{}</span><span><b>{}.</b> {}</span></li>\n",
                        grade_style(finding.grade), grade_name(finding.grade),
                        toolkit::xml_escaped(finding.subject), toolkit::xml_escaped(finding.text));
    }
    return html + "</ul>\n";
}

/// "Good: total, zones. Poor: months."
std::string verdict(const std::vector<Finding>& all) {
    std::string text;
    for (const Grade grade : {Grade::good, Grade::fair, Grade::poor, Grade::untested}) {
        std::string subjects;
        for (const Finding& finding : all) {
            if (finding.grade == grade) {
                subjects += (subjects.empty() ? "" : ", ") + finding.subject;
            }
        }
        if (!subjects.empty()) {
            std::string name(grade_name(grade));
            name.front() = static_cast<char>(name.front() - 'a' + 'A');
            text += fmt::format("<b>{}:</b> {}. ", name, toolkit::xml_escaped(subjects));
        }
    }
    return "<p class=\"lead\">" + text + "</p>\n";
}

std::string figure(std::string_view title, const std::string& picture, std::string_view caption) {
    return fmt::format("<h2>{}</h2>\n<figure>\n{}<figcaption>{}</figcaption>\n</figure>\n",
                       toolkit::xml_escaped(title), picture, toolkit::xml_escaped(caption));
}

std::string group_table(std::string_view title, std::string_view key,
                        const std::vector<std::string>& names,
                        const std::vector<ValidationGroup>& groups,
                        const std::vector<std::size_t>& order, std::size_t most) {
    std::string html = fmt::format(
        "<h2>{}</h2>\n<div class=\"scroll\"><table>\n<tr><th>{}</th><th>observed</th><th>simulated</th><th>error</th><th>90 % interval</th><th></th></tr>\n",
        title, key);
    for (std::size_t i = 0; i < std::min(most, order.size()); ++i) {
        const ValidationGroup& group = groups[order[i]];
        html += fmt::format(
            "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{} to {}</td><td>{}</td></tr>\n",
            toolkit::xml_escaped(names[order[i]]), grouped_number(group.observed),
            grouped_number(group.mean), signed_percent_text(relative_error(group)),
            grouped_number(group.low), grouped_number(group.high),
            group.is_count_covered() ? "inside" : "outside");
    }
    return html + "</table></div>\n";
}

std::string score_table(const crims::ValidationReport& report) {
    std::string html =
        "<h2>All scores</h2>\n<div class=\"scroll\"><table>\n<tr><th>by</th><th>groups</th><th>RMSE</th><th>MAE</th><th>median</th><th>chance</th><th>bias</th><th>too many</th><th>coverage</th></tr>\n";
    for (const crims::ValidationScore& s : report.scores) {
        html += fmt::format(
            "<tr><td>{}</td><td>{}</td><td>{:.2f}</td><td>{:.2f}</td><td>{:.2f}</td><td>{:.2f}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
            level_text(s.level), grouped_number(s.groups), s.rmse, s.mean_absolute_error,
            s.median_absolute_error, s.chance_error, signed_percent_text(s.relative_bias),
            percent_text(s.over_sampled), percent_text(s.coverage));
    }
    return html +
           "</table></div>\n<p class=\"note\">Errors are the differences between the mean of the replicates and what was observed, in crimes. <b>RMSE</b>: root of their mean square (large errors weigh most). <b>MAE</b>: their mean without sign. <b>median</b>: half of the groups are closer than that. <b>chance</b>: what the MAE would be if the model were true and only chance were at work; an MAE near it cannot be improved. <b>bias</b>: all simulated crimes over all observed ones. <b>too many</b>: share of the groups with more simulated than observed; about half is right for large groups. <b>coverage</b>: share of the groups whose 90 % interval, from the 5th to the 95th percentile of the replicates, holds what was observed; it should be 90 %, and is more where counts are small.</p>\n";
}

std::string foot(const ModelValidation& v, const toolkit::RecordedParameters& parameters) {
    std::string html = "<div class=\"foot\">\n<p>Made by <code>crims validate</code> ";
    html += CRIMEKIT_VERSION;
    html += " with these options:</p>\n<p>";
    for (const toolkit::RecordedParameter& parameter : parameters) {
        if (const std::string text = toolkit::recorded_text(parameter.value); !text.empty()) {
            html +=
                fmt::format("<code>{} = {}</code>; ", parameter.name, toolkit::xml_escaped(text));
        }
    }
    html +=
        fmt::format("</p>\n<details><summary>{} files read, with their SHA-256</summary>\n<ul>\n",
                    v.sources.size());
    for (const Source& source : v.sources) {
        html += fmt::format("<li>{}{}</li>\n", toolkit::xml_escaped(source.name),
                            source.sha256.empty() ? "" : " <code>" + source.sha256 + "</code>");
    }
    html += "</ul></details>\n<details><summary>What the model says of itself</summary>\n<ul>\n";
    for (const auto& [key, value] : v.stored.metadata) {
        if (!value.empty()) {
            html += fmt::format("<li>{}: {}</li>\n", toolkit::xml_escaped(key),
                                toolkit::xml_escaped(value));
        }
    }
    return html + "</ul></details>\n</div>\n";
}

std::string week_section(const ModelValidation& v) {
    const bool tested = v.profile_source == ProfileSource::incidents;
    std::string html = figure(
        "Week and day", week_plot(v),
        tested
            ? "Blue: simulated shares of all crime with the interval of nine in ten replicates. Dots: observed."
            : "Blue: simulated shares of all crime with the interval of nine in ten replicates. Dashed: the rhythm that the model was given. The recorded crimes have no times, so they cannot show whether this rhythm is right.");
    if (tested) {
        html +=
            figure("Hours of the day", hour_plot(v),
                   "The model has three periods per day and spreads crimes evenly within each.");
    }
    return html;
}

std::string plots(const ModelValidation& v) {
    const std::string_view key =
        "Black: observed. Blue line: mean of the replicates. Blue band: nine in ten replicates.";
    std::string html = figure("Months", month_plot(v), key);
    html += figure(
        "Crime types", crime_type_plot(v),
        "Dots: observed. Bars: simulated, with whiskers from the 5th to the 95th percentile of the replicates. Right: simulated against observed, bold if what was observed is outside that interval.");
    html += figure(
        "Zones", zone_plot(v),
        "Each mark is a zone, with the interval of nine in ten replicates; on the dashed line simulated and observed crimes are equal. Filled, in vermilion: what was observed is outside the interval.");
    if (const std::string map = validation_map(v); !map.empty()) {
        html += figure(
            "Where too many or too few are simulated", map,
            "Simulated against observed crimes. A zone with few crimes may be far off by chance alone; zones with a black outline are off by more than that.");
    }
    return html + week_section(v);
}

} // namespace

std::string validation_report(const ModelValidation& v,
                              const toolkit::RecordedParameters& parameters) {
    constexpr std::size_t most_zones = 15;
    const std::vector<Finding> all = findings(v);
    std::string html = head(v) + verdict(all);
    for (const std::string& line : basis(v)) {
        html += paragraph(line, line == in_sample_text(v) ? "warning" : "");
    }
    for (const std::string& warning : v.warnings) {
        html += paragraph(warning, "warning");
    }
    html += "<h2>Where the model is good, and where it is not</h2>\n" + finding_list(all);
    html += paragraph(
        "An error is called good if it is at most 3 % of all crime, or no more than chance gives (up to 1.25 times that, or within nineteen of twenty replicates). It is poor if it is above 10 % and above twice what chance gives, and fair otherwise. Intervals are good if they hold at least 85 % of what was observed, and poor below 70 %.",
        "note");
    html += plots(v);
    const crims::ValidationReport& report = v.report;
    html += group_table("Crime types, the worst first", "crime type", v.stored.model.crime_types,
                        report.by_crime_type, by_relative_error(report.by_crime_type),
                        v.stored.model.crime_types.size());
    html += group_table("Zones that are furthest off", "zone", v.stored.model.zones, report.by_zone,
                        by_error(report.by_zone), most_zones);
    return toolkit::visible(html + score_table(report) + foot(v, parameters) +
                            "</body>\n</html>\n");
}

} // namespace crims_tool
