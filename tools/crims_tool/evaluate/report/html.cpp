// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/report/html.hpp"

#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "crims_tool/evaluate/report/charts.hpp"
#include "crims_tool/evaluate/report/headline.hpp"
#include "crims_tool/evaluate/report/map.hpp"
#include "crims_tool/evaluate/report/text.hpp"
#include "toolkit/text/option_mentions.hpp"
#include "toolkit/text/plain_numbers.hpp"
#include "wdd/document.hpp"

namespace crims_tool {

namespace {

using toolkit::percent_text;
using toolkit::short_percent_text;

using wdd::BulletList;
using wdd::Details;
using wdd::Figure;
using wdd::Paragraph;
using wdd::Table;
using wdd::Tone;

using Cells = std::vector<std::string>;

std::vector<Figure::Key> curve_keys(const EvaluationResult& result) {
    std::vector<Figure::Key> keys;
    keys.reserve(result.summary.detectable.size());
    for (std::size_t curve = 0; curve < result.summary.detectable.size(); ++curve) {
        keys.push_back({series_style(curve) + " spot", series_name(result, curve)});
    }
    return keys;
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

Table detectable_table(const EvaluationResult& result) {
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
    Table table{.header = std::move(head), .rows = {}};
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
        table.rows.push_back(std::move(cells));
    }
    return table;
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

Table rows_table(const EvaluationResult& result) {
    Table table{.header = {"treatment",  "effect",     "displaced", "forecast",      "±",
                           "ring rises", "together",   "percent",   "width",         "seen",
                           "±",          "plain test", "±",         "mean estimate", "truth",
                           "net",        "bias",       "±",         "RMSE",          "coverage",
                           "±",          "mean z",     "sd z"},
                .rows = {},
                .rows_a_group = result.effects()};
    for (const EvaluationRow& row : result.summary.rows) {
        const Cells forecast = forecast_cells(row);
        table.rows.push_back({study_text(result, row.combination.study),
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
                              fmt::format("{:.2f}", row.sd_z)});
    }
    return table;
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

Table studies_table(const EvaluationResult& result) {
    Table table{.header = {"treatment", "before", "during", "response area", "control area",
                           "response ring", "control ring", "comparable areas",
                           "months of history"},
                .rows = {}};
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
        table.rows.push_back(
            {study_text(result, s), period(study.periods.pre), period(study.periods.post),
             expected(crims::StudyZone::treated), expected(crims::StudyZone::control),
             expected(crims::StudyZone::treated_displacement),
             expected(crims::StudyZone::control_displacement),
             compared ? fmt::format("{}", result.forecast.studies[s].comparable) : "",
             compared ? fmt::format("{}", result.forecast.studies[s].history.months) : ""});
    }
    return table;
}

Details parameters(const EvaluationResult& result) {
    Details details{.summary = "Options, model and scenario"};
    for (const toolkit::RecordedParameter& parameter : result.parameters) {
        if (std::string value = toolkit::recorded_text(parameter.value); !value.empty()) {
            details.facts.push_back({parameter.name, std::move(value)});
        }
    }
    for (const auto& [name, value] : result.model) {
        constexpr std::size_t longest = 200;
        if (!value.empty() && value.size() < longest) {
            details.facts.push_back({"model: " + name, value});
        }
    }
    details.text = result.scenario_text;
    return details;
}

wdd::Section null_section(const EvaluationResult& result) {
    wdd::Section section{"What chance alone gives", {}};
    for (const NullDistribution& null : result.summary.null) {
        section.blocks.emplace_back(Figure{
            .svg = [&result, &null] { return null_chart(result, null); },
            .caption = fmt::format(
                "{}: {} replicates in which nothing is prevented; their z has mean {:.2f} and standard deviation {:.2f} (the test assumes 0 and 1).{}",
                study_text(result, null.study), null.z.size(), null.mean, null.sd,
                result.plan.observed_z
                    ? " Bars of the other colour: as low as the observed z, or lower."
                    : ""),
            .is_wide = true});
    }
    return section;
}

wdd::Section power_section(const EvaluationResult& result) {
    return {"How large must the effect be?",
            {Figure{.svg = [&result] { return power_chart(result); },
                    .caption = power_caption(result),
                    .keys = curve_keys(result),
                    .is_wide = true},
             detectable_table(result)}};
}

wdd::Section rows_section(const EvaluationResult& result) {
    return {
        "All rows",
        {rows_table(result),
         Paragraph{
             "Forecast: how often its verdict is a reduction in the area; ring rises: an increase around it; together: a reduction in both as one; percent: mean difference from the expected count; width: of its interval, in percentage points. Seen: at a z that really keeps to the false alarms promised; plain test: at the p promised. Truth: on what the test counts; net: on all crimes, wherever those that only move go. Estimate, truth, net, bias and RMSE are numbers of crimes; ± is a Monte Carlo standard error; coverage is how often the interval holds the truth.",
             Tone::note}}};
}

std::vector<wdd::Fact> facts(const EvaluationResult& result) {
    std::vector<wdd::Fact> facts;
    if (!result.scenario_name.empty()) {
        facts.push_back({"Scenario", result.scenario_name});
    }
    facts.push_back(
        {"Evaluated with", "the forecast verdict and the Weighted Displacement Difference"});
    facts.push_back(
        {"Simulated",
         fmt::format("{} replicates, seed {}, {}", result.table.replicates(), result.plan.seed,
                     result.through_points ? "crimes as points, counted one by one"
                                           : "counts of the zones, drawn directly")});
    return facts;
}

} // namespace

std::string evaluation_html(const EvaluationResult& result) {
    EvaluationMessage message = describe(result);
    wdd::Document page{.title = result.scenario_name.empty()
                                    ? "Would this design see it?"
                                    : result.scenario_name + ": would this design see it?",
                       .facts = facts(result),
                       .sections = {},
                       .made = "crimekit " + result.version};
    page.sections.push_back(
        {"", {Paragraph{std::move(message.headline)}, BulletList{std::move(message.findings)}}});
    page.sections.push_back(power_section(result));
    page.sections.push_back(null_section(result));
    page.sections.push_back({"Where", {zone_map(result)}});
    page.sections.push_back({"Expected crimes without the intervention", {studies_table(result)}});
    page.sections.push_back({"What to keep in mind", {BulletList{std::move(message.caveats)}}});
    page.sections.push_back(rows_section(result));
    page.sections.push_back({"How it was made", {parameters(result)}});
    return toolkit::shown(to_html(page));
}

} // namespace crims_tool
