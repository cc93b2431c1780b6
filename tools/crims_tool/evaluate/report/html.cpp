// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/report/html.hpp"

#include <cmath>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "toolkit/text/xml_text.hpp"

#include "crims_tool/evaluate/report/charts.hpp"
#include "crims_tool/evaluate/report/headline.hpp"
#include "crims_tool/evaluate/report/map.hpp"
#include "crims_tool/evaluate/report/text.hpp"
#include "toolkit/text/plain_numbers.hpp"
#include "toolkit/text/visible.hpp"

namespace crims_tool {

namespace {

using toolkit::percent_text;
using toolkit::short_percent_text;

constexpr const char* page_start = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body { font: 16px/1.5 system-ui, sans-serif; color: #1b1f24; background: #fff;
       max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin: 0; }
h2 { font-size: 1.15rem; margin: 2rem 0 .4rem; border-bottom: 1px solid #d0d7de; }
.answer { font-size: 1.3rem; font-weight: 600; line-height: 1.4; margin: .8rem 0 1rem;
          padding: .8rem 1rem; border-left: 6px solid #0072B2; background: #f3f7fa; }
.under { color: #57606a; margin: .1rem 0; }
p, li { max-width: 48rem; }
ul { margin: .3rem 0; padding-left: 1.2rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; margin: .5rem 0; font-size: .9rem; }
th, td { padding: .2rem .6rem; border-bottom: 1px solid #d8dee4; text-align: right;
         font-variant-numeric: tabular-nums; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
thead th { border-bottom: 2px solid #57606a; }
tr.next td { border-top: 2px solid #d0d7de; }
figure { margin: .5rem 0; overflow-x: auto; }
figure svg { min-width: 34rem; } /* letters that can be read on a telephone */
figcaption { color: #57606a; font-size: .9rem; max-width: 48rem; }
svg { max-width: 100%; height: auto; font: 13px system-ui, sans-serif; }
svg .grid { stroke: #e4e8ec; } svg .axis { stroke: #57606a; } svg text { fill: #1b1f24; }
/* Colours that people of any colour vision tell apart (Okabe and Ito). */
.s0 { color: #0072B2; } .s1 { color: #D55E00; } .s2 { color: #009E73; }
.s3 { color: #CC79A7; } .s4 { color: #56B4E9; } .s5 { color: #E69F00; }
.curve { fill: none; stroke: currentColor; stroke-width: 2; }
.plain { fill: none; stroke: currentColor; stroke-dasharray: 4 4; }
.interval { stroke: currentColor; } .mark { fill: currentColor; }
.wanted { stroke: #57606a; stroke-dasharray: 6 4; }
.promised { stroke: #57606a; stroke-dasharray: 2 3; }
.bar { fill: #9ecae1; } .extreme { fill: #D55E00; }
.normal { fill: none; stroke: #1b1f24; stroke-width: 1.5; }
.observed { stroke: #D55E00; stroke-width: 3; }
svg text.soft { fill: #57606a; } svg text.seen { fill: #D55E00; }
.zone { fill-opacity: .8; } .ring { stroke-dasharray: 5 3; }
.treated { fill: #D55E00; stroke: #7a3600; } .control { fill: #0072B2; stroke: #00395a; }
.treated.ring { fill: #f6c9a8; stroke: #D55E00; } .control.ring { fill: #b9d9ee; stroke: #0072B2; }
svg .label { font-weight: 600; fill: #fff; paint-order: stroke; stroke: #1b1f24; stroke-width: 3px; }
svg .note { paint-order: stroke; stroke: #fff; stroke-width: 4px; }
.legend span { display: inline-block; margin-right: 1.4rem; }
.legend svg { width: 1.1em; height: 1.1em; vertical-align: -.15em; margin-right: .35em; }
details { margin: .5rem 0; } pre { overflow-x: auto; background: #f6f8fa; padding: .6rem; }
@media print { body { margin: 0; max-width: none; } figure, table { break-inside: avoid; }
  figure svg { min-width: 0; } details { display: block; } }
</style>
)";

std::string element(std::string_view tag, std::string_view content) {
    return fmt::format("<{0}>{1}</{0}>\n", tag, content);
}

std::string heading(std::string_view text) {
    return element("h2", toolkit::xml_escaped(text));
}

std::string list(const std::vector<std::string>& items) {
    std::string html = "<ul>\n";
    for (const std::string& item : items) {
        html += element("li", toolkit::xml_escaped(item));
    }
    return html + "</ul>\n";
}

using Cells = std::vector<std::string>;

std::string row_of(const Cells& cells, const char* tag, const char* row_class = "") {
    std::string html = *row_class == '\0' ? "<tr>" : fmt::format(R"(<tr class="{}">)", row_class);
    for (const std::string& cell : cells) {
        html += fmt::format("<{0}>{1}</{0}>", tag, toolkit::xml_escaped(cell));
    }
    return html + "</tr>\n";
}

std::string legend(const EvaluationResult& result) {
    std::string html = R"(<p class="legend">)";
    for (std::size_t curve = 0; curve < result.summary.detectable.size(); ++curve) {
        html += fmt::format(R"(<span><svg viewBox="0 0 10 10" aria-hidden="true"><rect )"
                            R"(width="10" height="10" rx="2" class="{} mark"/></svg>{}</span>)"
                            "\n",
                            series_style(curve), toolkit::xml_escaped(series_name(result, curve)));
    }
    return html + "</p>\n";
}

/// "28.7 % ± 0.6", of all crimes in the area.
std::string smallest_cell(const EvaluationResult& result, std::size_t study,
                          const std::optional<Simulated>& effect) {
    const auto overall = [&](double size) { return result.design.overall_effect(study, size); };
    return effect ? fmt::format("{} ± {:.1f}", short_percent_text(overall(effect->value)),
                                overall(effect->error) * 100)
                  : "above " + short_percent_text(overall(result.plan.effects.back()));
}

std::string prevented_cell(const EvaluationResult& result, const DetectableEffect& detectable) {
    return detectable.effect
               ? fmt::format("{:.0f} prevented",
                             result.design.studies[detectable.study].truth.prevented_post *
                                 detectable.effect->value / result.design.largest_effect)
               : "";
}

std::string detectable_table(const EvaluationResult& result) {
    const bool with_plain = exceeds_alpha(result);
    const std::string power = short_percent_text(result.plan.power);
    Cells head = {"treatment"};
    if (result.any_forecast()) {
        head.push_back(fmt::format("smallest the forecast finds with {} power", power));
    }
    head.insert(head.end(),
                {fmt::format("smallest the WDD test sees with {} power", power), "crimes that is"});
    if (with_plain) {
        head.insert(head.end(), {"at a z of", "plain test"});
    }
    std::string html = R"(<div class="wide"><table>)"
                       "\n<thead>" +
                       row_of(head, "th") + "</thead>\n<tbody>\n";
    for (std::size_t i = 0; i < result.summary.detectable.size(); ++i) {
        const DetectableEffect& detectable = result.summary.detectable[i];
        Cells cells = {series_name(result, i)};
        if (result.any_forecast()) {
            cells.push_back(result.forecast.is_given(detectable.study)
                                ? smallest_cell(result, detectable.study, detectable.forecast)
                                : "no forecast");
        }
        cells.push_back(smallest_cell(result, detectable.study, detectable.effect));
        cells.push_back(prevented_cell(result, detectable));
        if (with_plain) {
            const Simulated& critical = result.summary.null[detectable.study].held.critical_z;
            cells.push_back(fmt::format("{:.2f} ± {:.2f}", critical.value, critical.error));
            cells.push_back(smallest_cell(result, detectable.study, detectable.plain));
        }
        html += row_of(cells, "td");
    }
    return html + "</tbody>\n</table></div>\n";
}

/// What the forecast says of a row: how often it finds a reduction, error, how often an increase in
/// the ring, a reduction of both; mean percent, width of the interval. Empty: nothing.
Cells forecast_cells(const EvaluationRow& row) {
    if (!row.forecast) {
        return Cells(6);
    }
    const ForecastPower& area = row.forecast->area;
    const auto share = [](const std::optional<ForecastPower>& place,
                          Simulated ForecastPower::*rate) {
        return place ? percent_text(((*place).*rate).value) : std::string();
    };
    return {percent_text(area.reduction.value),
            fmt::format("{:.1f}", area.reduction.error * 100),
            share(row.forecast->around, &ForecastPower::increase),
            share(row.forecast->together, &ForecastPower::reduction),
            fmt::format("{:+.1f}", area.mean_percent.value),
            fmt::format("{:.1f}", area.mean_width)};
}

std::string rows_table(const EvaluationResult& result) {
    std::string html =
        "<div class=\"wide\"><table>\n<thead>" +
        row_of({"treatment", "effect",        "displaced", "forecast", "±",    "ring rises",
                "together",  "percent",       "width",     "seen",     "±",    "plain test",
                "±",         "mean estimate", "truth",     "net",      "bias", "±",
                "RMSE",      "coverage",      "±",         "mean z",   "sd z"},
               "th") +
        "</thead>\n<tbody>\n";
    for (std::size_t i = 0; i < result.summary.rows.size(); ++i) {
        const EvaluationRow& row = result.summary.rows[i];
        const Cells forecast = forecast_cells(row);
        html += row_of({study_text(result, row.combination.study),
                        short_percent_text(row.combination.effect),
                        short_percent_text(row.combination.displaced),
                        forecast[0],
                        forecast[1],
                        forecast[2],
                        forecast[3],
                        forecast[4],
                        forecast[5],
                        percent_text(row.held.value),
                        fmt::format("{:.1f}", row.held.error * 100),
                        percent_text(row.rejection.value),
                        fmt::format("{:.1f}", row.rejection.error * 100),
                        fmt::format("{:.1f}", row.mean_estimate.value),
                        fmt::format("{:.1f}", row.true_effect),
                        fmt::format("{:.1f}", row.net_effect),
                        fmt::format("{:.1f}", row.bias.value),
                        fmt::format("{:.1f}", row.bias.error),
                        fmt::format("{:.1f}", row.rmse.value),
                        percent_text(row.coverage.value),
                        fmt::format("{:.1f}", row.coverage.error * 100),
                        fmt::format("{:.2f}", row.mean_z),
                        fmt::format("{:.2f}", row.sd_z)},
                       "td", i > 0 && i % result.effects() == 0 ? "next" : "");
    }
    return html + "</tbody>\n</table></div>\n";
}

/// What the power curves are of.
std::string power_caption(const EvaluationResult& result) {
    const std::string promised = short_percent_text(result.plan.alpha);
    if (result.any_forecast()) {
        return fmt::format(
            "Solid: the forecast verdict, p up to {}, {} replicates. Dashed: the WDD test{}. Bars are 95 % Monte Carlo intervals.",
            promised, result.table.forecasted(),
            exceeds_alpha(result)
                ? " at the z of the table below, which keeps to " + promised + " false alarms"
                : "");
    }
    std::string text =
        exceeds_alpha(result)
            ? fmt::format(
                  "Solid: a test with a true false-alarm rate of {0}, at the z of the table below. Dashed: the plain test, one-tailed p up to {0}, which finds more and gives more false alarms.",
                  promised)
            : fmt::format("One-tailed test at {}.", promised);
    return text + fmt::format(" {} replicates per point; bars are 95 % Monte Carlo intervals.",
                              result.table.replicates());
}

std::string studies_table(const EvaluationResult& result) {
    std::string html =
        "<div class=\"wide\"><table>\n<thead>" +
        row_of({"treatment", "before", "during", "response area", "control area", "response ring",
                "control ring", "comparable areas", "months of history"},
               "th") +
        "</thead>\n<tbody>\n";
    for (std::size_t s = 0; s < result.design.studies.size(); ++s) {
        const EvaluationStudy& study = result.design.studies[s];
        const auto expected = [&study](crims::StudyZone zone) {
            const auto z = static_cast<std::size_t>(zone);
            return fmt::format("{:.0f} → {:.0f}", study.truth.pre.at(z), study.truth.post.at(z));
        };
        const auto period = [](const wdd::Period& p) {
            return wdd::iso_date(p.start) + " to " + wdd::iso_date(p.end);
        };
        const bool compared = s < result.forecast.studies.size();
        html +=
            row_of({study_text(result, s), period(study.periods.pre), period(study.periods.post),
                    expected(crims::StudyZone::treated), expected(crims::StudyZone::control),
                    expected(crims::StudyZone::treated_displacement),
                    expected(crims::StudyZone::control_displacement),
                    compared ? fmt::format("{}", result.forecast.studies[s].comparable) : "",
                    compared ? fmt::format("{}", result.forecast.studies[s].history.months) : ""},
                   "td");
    }
    return html + "</tbody>\n</table></div>\n";
}

std::string parameters_table(const EvaluationResult& result) {
    std::string html =
        "<details><summary>Options, model and scenario</summary>\n<table>\n<tbody>\n";
    for (const toolkit::RecordedParameter& parameter : result.parameters) {
        if (const std::string value = toolkit::recorded_text(parameter.value); !value.empty()) {
            html += row_of({parameter.name, value}, "td");
        }
    }
    for (const auto& [name, value] : result.model) {
        if (!value.empty() && value.size() < 200) {
            html += row_of({"model: " + name, value}, "td");
        }
    }
    return html + "</tbody>\n</table>\n" +
           element("pre", toolkit::xml_escaped(result.scenario_text)) + "</details>\n";
}

std::string null_figures(const EvaluationResult& result) {
    std::string html;
    for (const NullDistribution& null : result.summary.null) {
        html += fmt::format(
            "<figure>\n{}<figcaption>{}: {} replicates in which nothing is prevented; their z has mean {:.2f} and standard deviation {:.2f} (the test assumes 0 and 1).{}</figcaption>\n"
            "</figure>\n",
            null_chart(result, null), toolkit::xml_escaped(study_text(result, null.study)),
            null.z.size(), null.mean, null.sd,
            result.plan.observed_z ? " Red: as low as the observed z, or lower." : "");
    }
    return html;
}

} // namespace

std::string evaluation_html(const EvaluationResult& result) {
    const EvaluationMessage message = describe(result);
    const std::string title = result.scenario_name.empty()
                                  ? "Would this design see it?"
                                  : result.scenario_name + ": would this design see it?";
    std::string html =
        page_start + element("title", toolkit::xml_escaped(title)) + "</head>\n<body>\n" +
        element("h1", toolkit::xml_escaped(title)) +
        R"(<p class="under">Evaluation of a simulated intervention with the forecast verdict )"
        "and the Weighted Displacement Difference test</p>\n";
    html += fmt::format(R"(<p class="answer">{}</p>)"
                        "\n",
                        toolkit::xml_escaped(message.headline));
    html += list(message.findings);
    html += heading("How large must the effect be?");
    html += legend(result) + "<figure>\n" + power_chart(result) +
            element("figcaption", power_caption(result)) + "</figure>\n";
    html += detectable_table(result);
    html += heading("What chance alone gives");
    html += null_figures(result);
    html += heading("Where");
    html +=
        "<figure>\n" + zone_map(result) +
        fmt::format(
            "<figcaption>Orange: the response area and its ring; blue: the control area and its ring. {}</figcaption>\n</figure>\n",
            toolkit::xml_escaped(result.crs.text()));
    html += heading("Expected crimes without the intervention");
    html += studies_table(result);
    html += heading("What to keep in mind");
    html += list(message.caveats);
    html += heading("All rows");
    html += rows_table(result);
    html += element(
        "p",
        "Forecast: how often its verdict is a reduction in the area; ring rises: an increase around it; together: a reduction in both as one; percent: mean difference from the expected count; width: of its interval, in percentage points. Seen: at a z that really keeps to the false alarms promised; plain test: at the p promised. Truth: on what the test counts; net: on all crimes, wherever those that only move go. Estimate, truth, net, bias and RMSE are numbers of crimes; ± is a Monte Carlo standard error; coverage is how often the interval holds the truth.");
    html += heading("How it was made");
    html += element("p", fmt::format("{} replicates, seed {}, {}; crimekit {}.",
                                     result.table.replicates(), result.plan.seed,
                                     result.through_points ? "crimes as points, counted one by one"
                                                           : "counts of the zones, drawn directly",
                                     toolkit::xml_escaped(result.version)));
    html += parameters_table(result);
    return toolkit::visible(html + "</body>\n</html>\n");
}

} // namespace crims_tool
