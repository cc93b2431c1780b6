// SPDX-License-Identifier: MIT
#include "crims_tool/evaluate/report/html.hpp"

#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "crims_tool/evaluate/report/charts.hpp"
#include "crims_tool/evaluate/report/forecast_text.hpp"
#include "crims_tool/evaluate/report/headline.hpp"
#include "crims_tool/evaluate/report/map.hpp"
#include "crims_tool/evaluate/report/text.hpp"
#include "toolkit/text/option_mentions.hpp"
#include "toolkit/text/plain_numbers.hpp"
#include "wdd/document.hpp"

namespace crims_tool {

namespace {

using toolkit::short_percent_text;

using wdd::BulletList;
using wdd::Details;
using wdd::Paragraph;
using wdd::Table;
using wdd::Tone;

using Cells = std::vector<std::string>;

/// The treatment, the effect and what is displaced: what each row begins with.
Cells row_head(const EvaluationResult& result, const EvaluationRow& row) {
    return {study_text(result, row.combination.study), short_percent_text(row.combination.effect),
            short_percent_text(row.combination.displaced)};
}

Table test_rows(const EvaluationResult& result) {
    Table table{.header = {"treatment", "effect", "displaced", "seen", "plain test",
                           "mean estimate", "truth", "net", "bias", "RMSE", "coverage", "mean z",
                           "sd z"},
                .rows = {},
                .rows_a_group = result.effects()};
    for (const EvaluationRow& row : result.summary.rows) {
        Cells cells = row_head(result, row);
        cells.insert(cells.end(),
                     {rate_text(row.held), rate_text(row.rejection),
                      fmt::format("{:.1f}", row.mean_estimate.value),
                      fmt::format("{:.1f}", row.true_effect), fmt::format("{:.1f}", row.net_effect),
                      fmt::format("{:.1f} ± {:.1f}", row.bias.value, row.bias.error),
                      fmt::format("{:.1f}", row.rmse.value), rate_text(row.coverage),
                      fmt::format("{:.2f}", row.mean_z), fmt::format("{:.2f}", row.sd_z)});
        table.rows.push_back(std::move(cells));
    }
    return table;
}

/// No rows where no study has a forecast.
Table forecast_rows(const EvaluationResult& result) {
    Table table{.header = {"treatment", "effect", "displaced", "area", "ring rises", "together",
                           "mean change", "interval"},
                .rows = {},
                .rows_a_group = result.effects()};
    const auto share = [](const std::optional<ForecastPower>& place,
                          Simulated ForecastPower::*rate) {
        return place ? rate_text((*place).*rate) : std::string();
    };
    for (const EvaluationRow& row : result.summary.rows) {
        if (row.forecast) {
            Cells cells = row_head(result, row);
            cells.insert(cells.end(),
                         {rate_text(row.forecast->area.reduction),
                          share(row.forecast->around, &ForecastPower::increase),
                          share(row.forecast->together, &ForecastPower::reduction),
                          fmt::format("{:+.1f} %", row.forecast->area.mean_percent.value),
                          fmt::format("{:.1f}", row.forecast->area.mean_width)});
            table.rows.push_back(std::move(cells));
        }
    }
    return table;
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
        section.blocks.emplace_back(null_figure(result, null));
    }
    return section;
}

wdd::Section power_section(const EvaluationResult& result, std::vector<AnswerTable> answers) {
    wdd::Section section{"How large must the effect be?", {power_figure(result)}};
    for (AnswerTable& answer : answers) {
        section.blocks.emplace_back(Paragraph{answer.title + ":"});
        section.blocks.emplace_back(std::move(answer.table));
        section.blocks.emplace_back(Paragraph{std::move(answer.columns), Tone::note});
    }
    return section;
}

wdd::Section rows_section(const EvaluationResult& result) {
    wdd::Section section{"All rows", {}};
    if (Table table = forecast_rows(result); !table.rows.empty()) {
        section.blocks.emplace_back(std::move(table));
        section.blocks.emplace_back(Paragraph{
            "The forecast. Area: how often its verdict is a reduction in the area; ring rises: an increase around it; together: a reduction in both as one; mean change: from the expected count; interval: its width in percentage points.",
            Tone::note});
    }
    section.blocks.emplace_back(test_rows(result));
    section.blocks.emplace_back(Paragraph{
        "The WDD test. Seen: at a z that really keeps to the false alarms promised; plain test: at the p promised. Truth: on what the test counts; net: on all crimes, wherever those that only move go. Estimate, truth, net, bias and RMSE are numbers of crimes; ± is a Monte Carlo standard error; coverage is how often the interval holds the truth.",
        Tone::note});
    return section;
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
                                    ? "Would this design detect it?"
                                    : result.scenario_name + ": would this design detect it?",
                       .key = evaluation_key(result),
                       .facts = facts(result),
                       .sections = {},
                       .made = "crimekit " + result.version};
    wdd::Section lead;
    for (std::string& sentence : message.headline) {
        lead.blocks.emplace_back(Paragraph{std::move(sentence)});
    }
    page.sections.push_back(std::move(lead));
    page.sections.push_back(power_section(result, std::move(message.answers)));
    page.sections.push_back(null_section(result));
    page.sections.push_back({"Where", {zone_map(result)}});
    page.sections.push_back({"Expected crimes without the intervention", {studies_table(result)}});
    page.sections.push_back({"What to keep in mind", {BulletList{std::move(message.caveats)}}});
    page.sections.push_back(rows_section(result));
    page.sections.push_back({"How it was made", {parameters(result)}});
    return toolkit::shown(to_html(page));
}

} // namespace crims_tool
