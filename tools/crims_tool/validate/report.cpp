// SPDX-License-Identifier: MIT
#include "crims_tool/validate/report.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "crims_tool/validate/findings.hpp"
#include "crims_tool/validate/level_changes.hpp"
#include "crims_tool/validate/map.hpp"
#include "crims_tool/validate/panels.hpp"
#include "crims_tool/validate/plots.hpp"
#include "crims_tool/validate/rates.hpp"
#include "crims_tool/validate/repeat_finding.hpp"
#include "toolkit/police/download.hpp"
#include "toolkit/text/option_mentions.hpp"
#include "toolkit/text/plain_numbers.hpp"
#include "wdd/document.hpp"

namespace crims_tool {

namespace {

using toolkit::grouped_number;
using toolkit::percent_text;
using toolkit::signed_percent_text;

using crims::ValidationGroup;

using wdd::Details;
using wdd::Figure;
using wdd::Paragraph;
using wdd::RatedList;
using wdd::Section;
using wdd::Table;
using wdd::Tone;

std::string subject_of(const ModelValidation& v) {
    const std::string force = v.force.empty() ? "recorded incidents" : toolkit::force_name(v.force);
    return fmt::format("{}, {}", force, months_text(v.months));
}

wdd::Rating rating_of(Grade grade) {
    switch (grade) {
    case Grade::good:
        return wdd::Rating::good;
    case Grade::fair:
        return wdd::Rating::fair;
    case Grade::poor:
        return wdd::Rating::poor;
    case Grade::untested:
        break;
    }
    return wdd::Rating::none;
}

/// What is not told in the table of levels.
RatedList rated(const std::vector<Finding>& all) {
    RatedList list;
    for (const Finding& finding : all) {
        if (finding.numbers.empty()) {
            list.items.push_back({rating_of(finding.grade), std::string(grade_name(finding.grade)),
                                  finding.subject, finding.text});
        }
    }
    return list;
}

/// A row for each level that months, crime types and zones can be summed to.
Table levels(const std::vector<Finding>& all) {
    Table table{.header = {"", "grade", "off by, on average", "of all crime", "times chance",
                           "inside 90 % interval"},
                .rows = {}};
    for (const Finding& finding : all) {
        if (!finding.numbers.empty()) {
            std::vector<std::string>& row = table.rows.emplace_back(
                std::vector{finding.subject, std::string(grade_name(finding.grade))});
            row.insert(row.end(), finding.numbers.begin(), finding.numbers.end());
        }
    }
    return table;
}

/// "Months. Furthest off: 2023-04, ..."
std::string remarks(const std::vector<Finding>& all) {
    std::string text;
    for (const Finding& finding : all) {
        if (!finding.remark.empty()) {
            text +=
                fmt::format("{}{}. {}", text.empty() ? "" : " ", finding.subject, finding.remark);
        }
    }
    return text;
}

/// "Good: total, zones; poor: months."
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
            if (text.empty()) {
                name.front() = static_cast<char>(name.front() - 'a' + 'A');
            }
            text += fmt::format("{}{}: {}", text.empty() ? "" : "; ", name, subjects);
        }
    }
    return text + ".";
}

Section summary(const ModelValidation& v, const std::vector<Finding>& all) {
    Section section{"", {Paragraph{verdict(all)}}};
    section.blocks.emplace_back(Paragraph{basis(v).front()});
    if (!v.in_sample.empty()) {
        section.blocks.emplace_back(Paragraph{in_sample_text(v), Tone::warning});
    }
    for (const std::string& warning : v.warnings) {
        section.blocks.emplace_back(Paragraph{warning, Tone::warning});
    }
    return section;
}

/// What else was compared, and what was left out; no blocks where there is nothing to tell.
Section compared(const ModelValidation& v) {
    Section section{"What was compared", {}};
    const std::vector<std::string> lines = basis(v);
    for (std::size_t i = 1; i < lines.size(); ++i) {
        if (lines[i] != in_sample_text(v)) {
            section.blocks.emplace_back(Paragraph{lines[i]});
        }
    }
    return section;
}

wdd::KeyNumber total_key(const ModelValidation& v) {
    const ValidationGroup& total = v.report.total;
    return {signed_percent_text(relative_error(total)),
            fmt::format("simulated against observed crimes in all: {} and {}",
                        grouped_number(total.mean), grouped_number(total.observed))};
}

Section grades(const std::vector<Finding>& all) {
    Section section{"Where the model is good, and where it is not", {}};
    if (Table table = levels(all); !table.rows.empty()) {
        section.blocks.emplace_back(std::move(table));
        section.blocks.emplace_back(Paragraph{remarks(all)});
    }
    section.blocks.emplace_back(rated(all));
    section.blocks.emplace_back(Paragraph{
        "An error is called good if it is at most 3 % of all crime, or no more than chance gives (up to 1.25 times that, or within nineteen of twenty replicates). It is poor if it is above 10 % and above twice what chance gives, and fair otherwise. Intervals are good if they hold at least 85 % of what was observed, and poor below 70 %.",
        Tone::note});
    return section;
}

Table group_table(std::string_view key, const std::vector<std::string>& names,
                  const std::vector<ValidationGroup>& groups, const std::vector<std::size_t>& order,
                  std::size_t most) {
    Table table{.header = {std::string(key), "observed", "simulated", "error", "90 % interval", ""},
                .rows = {}};
    for (std::size_t i = 0; i < std::min(most, order.size()); ++i) {
        const ValidationGroup& group = groups[order[i]];
        table.rows.push_back(
            {names[order[i]], grouped_number(group.observed), grouped_number(group.mean),
             signed_percent_text(relative_error(group)),
             fmt::format("{} to {}", grouped_number(group.low), grouped_number(group.high)),
             group.is_count_covered() ? "inside" : "outside"});
    }
    return table;
}

/// Empty if the model knows no people.
std::vector<Section> rates(const ModelValidation& v, std::size_t most) {
    const std::optional<HeadRates> rates = rates_by_head(v);
    if (!rates) {
        return {};
    }
    Table table{.header = {"zone", "people", "observed", "simulated", "90 % interval"}, .rows = {}};
    const auto add = [&table](const std::string& name, double people,
                              const crims::ValidationNumber& rate) {
        table.rows.push_back(
            {name, grouped_number(people), fmt::format("{:.1f}", rate.observed),
             fmt::format("{:.1f}", rate.mean),
             std::isnan(rate.low) ? "" : fmt::format("{:.1f} to {:.1f}", rate.low, rate.high)});
    };
    const std::size_t zones = v.stored.model.zones.size();
    add(rates->zones == zones ? "all"
                              : fmt::format("the {} of {} zones with people", rates->zones, zones),
        rates->people, rates->per_1000);
    for (std::size_t i = 0; i < std::min(most, rates->by_zone.size()); ++i) {
        const ZoneRate& one = rates->by_zone[i];
        add(v.stored.model.zones[one.zone], one.people, one.per_1000);
    }
    return {
        {"Crimes per 1,000 people a year",
         {std::move(table),
          Paragraph{
              "The zones with the highest observed rates. The people are those that the model keeps. Zones where many work or visit have high rates, because only residents count.",
              Tone::note}}}};
}

Section scores(const crims::ValidationReport& report) {
    Table table{.header = {"by", "groups", "RMSE", "MAE", "median", "chance", "bias", "too many",
                           "coverage"},
                .rows = {}};
    for (const crims::ValidationScore& s : report.scores) {
        const auto two_decimals = [](double number) { return fmt::format("{:.2f}", number); };
        table.rows.push_back({std::string(level_text(s.level)), grouped_number(s.groups),
                              two_decimals(s.rmse), two_decimals(s.mean_absolute_error),
                              two_decimals(s.median_absolute_error), two_decimals(s.chance_error),
                              signed_percent_text(s.relative_bias), percent_text(s.over_sampled),
                              percent_text(s.coverage)});
    }
    return {
        "All scores",
        {std::move(table),
         Paragraph{
             "Errors are the differences between the mean of the replicates and what was observed, in crimes. RMSE: root of their mean square (large errors weigh most). MAE: their mean without sign. Median: half of the groups are closer than that. Chance: what the MAE would be if the model were true and only chance were at work; an MAE near it cannot be improved. Bias: all simulated crimes over all observed ones. Too many: share of the groups with more simulated than observed; about half is right for large groups. Coverage: share of the groups whose 90 % interval, from the 5th to the 95th percentile of the replicates, holds what was observed; it should be 90 %, and is more where counts are small.",
             Tone::note}}};
}

/// Empty if nothing can be told.
std::vector<Section> changes(const ModelValidation& v) {
    if (v.changes.months == 0) {
        return {};
    }
    Table table{.header = {""}, .rows = change_rows(v)};
    for (const crims::LevelChange& change : v.changes.all) {
        table.header.push_back(level_class_text(change.zones));
    }
    return {{"Changes of busy and of quiet zones",
             {std::move(table), Paragraph{changes_caption(v), Tone::note}}}};
}

/// Empty if nothing can be told.
std::vector<Section> repeats(const ModelValidation& v) {
    if (!v.repeats) {
        return {};
    }
    return {{"Crimes that follow crimes",
             {Table{.header = repeat_header(*v.repeats),
                    .rows = repeat_rows(*v.repeats),
                    .rows_a_group = v.repeats->bands.distances.size()},
              Paragraph{repeat_caption(*v.repeats), Tone::note}}}};
}

Section how_it_was_made(const ModelValidation& v, const toolkit::RecordedParameters& parameters) {
    Details options{.summary = "Options"};
    for (const toolkit::RecordedParameter& parameter : parameters) {
        if (std::string text = toolkit::recorded_text(parameter.value); !text.empty()) {
            options.facts.push_back({parameter.name, std::move(text)});
        }
    }
    Details files{.summary = fmt::format("{} files read, with their SHA-256", v.sources.size())};
    files.facts.reserve(v.sources.size());
    for (const Source& source : v.sources) {
        files.facts.push_back({source.name, source.sha256});
    }
    Details model{.summary = "What the model says of itself"};
    for (const auto& [key, value] : v.stored.metadata) {
        if (!value.empty()) {
            model.facts.push_back({key, value});
        }
    }
    return {"How it was made", {std::move(options), std::move(files), std::move(model)}};
}

Section week_section(const ModelValidation& v) {
    Figure figure = week_figure(v);
    figure.caption = "Shares of all crime.";
    if (v.profile_source != ProfileSource::incidents) {
        figure.caption +=
            " The recorded crimes have no times, so they cannot show whether the rhythm that the model was given is right.";
    }
    return {"Week and day", {std::move(figure)}};
}

std::vector<Section> pictures(const ModelValidation& v) {
    std::vector<Section> sections;
    sections.push_back({"Months", {month_figure(v)}});
    sections.push_back({"Crime types", {crime_type_figure(v)}});
    sections.push_back({"Zones", {zone_figure(v)}});
    if (std::optional<Figure> map = validation_map(v)) {
        sections.push_back({"Where too many or too few are simulated", {std::move(*map)}});
    }
    sections.push_back(week_section(v));
    if (v.profile_source == ProfileSource::incidents) {
        Figure figure = hour_figure(v);
        figure.caption =
            v.by_period
                ? "The model has three periods per day and spreads crimes evenly within each."
                : "The model has a rate for each hour of the week.";
        sections.push_back({"Hours of the day", {std::move(figure)}});
    }
    return sections;
}

} // namespace

std::vector<Section> validation_sections(const ModelValidation& v) {
    constexpr std::size_t most_zones = 15;
    const std::vector<Finding> all = findings(v);
    const crims::ValidationReport& report = v.report;
    const crims::Model& model = v.stored.model;
    std::vector<Section> sections{summary(v, all), grades(all)};
    if (Section section = compared(v); !section.blocks.empty()) {
        sections.push_back(std::move(section));
    }
    for (Section& section : pictures(v)) {
        sections.push_back(std::move(section));
    }
    for (Section& section : panel_sections(v)) {
        sections.push_back(std::move(section));
    }
    sections.push_back(
        {"Crime types, the worst first",
         {group_table("crime type", model.crime_types, report.by_crime_type,
                      by_relative_error(report.by_crime_type), model.crime_types.size())}});
    sections.push_back(
        {"Zones that are furthest off",
         {group_table("zone", model.zones, report.by_zone, by_error(report.by_zone), most_zones)}});
    for (Section& section : rates(v, most_zones)) {
        sections.push_back(std::move(section));
    }
    for (Section& section : changes(v)) {
        sections.push_back(std::move(section));
    }
    for (Section& section : repeats(v)) {
        sections.push_back(std::move(section));
    }
    sections.push_back(scores(report));
    return sections;
}

std::string validation_report(const ModelValidation& v,
                              const toolkit::RecordedParameters& parameters) {
    wdd::Document page{.title = "How well does the model predict?",
                       .key = total_key(v),
                       .facts = {{"Recorded crimes", subject_of(v)}},
                       .sections = validation_sections(v),
                       .made = std::string("crimekit ") + CRIMEKIT_VERSION};
    page.sections.push_back(how_it_was_made(v, parameters));
    return toolkit::shown(to_html(page));
}

} // namespace crims_tool
