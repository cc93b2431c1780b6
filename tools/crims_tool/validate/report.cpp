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
#include "crims_tool/validate/plots.hpp"
#include "crims_tool/validate/rates.hpp"
#include "crims_tool/validate/repeat_finding.hpp"
#include "toolkit/police/download.hpp"
#include "toolkit/text/option_mentions.hpp"
#include "toolkit/text/plain_numbers.hpp"
#include "toolkit/text/visible.hpp"
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

RatedList rated(const std::vector<Finding>& all) {
    RatedList list;
    list.items.reserve(all.size());
    for (const Finding& finding : all) {
        list.items.push_back({rating_of(finding.grade), std::string(grade_name(finding.grade)),
                              finding.subject, finding.text});
    }
    return list;
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
            text += fmt::format("{}{}: {}.", text.empty() ? "" : " ", name, subjects);
        }
    }
    return text;
}

Section summary(const ModelValidation& v, const std::vector<Finding>& all) {
    Section section{"", {Paragraph{verdict(all)}}};
    for (const std::string& line : basis(v)) {
        section.blocks.emplace_back(
            Paragraph{line, line == in_sample_text(v) ? Tone::warning : Tone::plain});
    }
    for (const std::string& warning : v.warnings) {
        section.blocks.emplace_back(Paragraph{warning, Tone::warning});
    }
    return section;
}

Section grades(const std::vector<Finding>& all) {
    return {
        "Where the model is good, and where it is not",
        {rated(all),
         Paragraph{
             "An error is called good if it is at most 3 % of all crime, or no more than chance gives (up to 1.25 times that, or within nineteen of twenty replicates). It is poor if it is above 10 % and above twice what chance gives, and fair otherwise. Intervals are good if they hold at least 85 % of what was observed, and poor below 70 %.",
             Tone::note}}};
}

/// A section with one picture.
Section pictured(std::string heading, std::string (*draw)(const ModelValidation&),
                 const ModelValidation& v, std::string caption, bool is_wide = true) {
    return {std::move(heading),
            {Figure{.svg = [draw, &v] { return draw(v); },
                    .caption = std::move(caption),
                    .is_wide = is_wide}}};
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
    return pictured(
        "Week and day", week_plot, v,
        v.profile_source == ProfileSource::incidents
            ? "Blue: simulated shares of all crime with the interval of nine in ten replicates. Dots: observed."
            : "Blue: simulated shares of all crime with the interval of nine in ten replicates. Dashed: the rhythm that the model was given. The recorded crimes have no times, so they cannot show whether this rhythm is right.");
}

std::vector<Section> pictures(const ModelValidation& v) {
    std::vector<Section> sections;
    sections.push_back(pictured(
        "Months", month_plot, v,
        "Dots and thin line: observed. Blue line: mean of the replicates. Blue band: nine in ten replicates."));
    sections.push_back(pictured(
        "Crime types", crime_type_plot, v,
        "Dots: observed. Bars: simulated, with whiskers from the 5th to the 95th percentile of the replicates. Right: simulated against observed, bold if what was observed is outside that interval."));
    sections.push_back(pictured(
        "Zones", zone_plot, v,
        "Each mark is a zone, with the interval of nine in ten replicates; on the dashed line simulated and observed crimes are equal. Filled: what was observed is outside the interval.",
        false));
    if (std::optional<Figure> map = validation_map(v)) {
        sections.push_back({"Where too many or too few are simulated", {std::move(*map)}});
    }
    sections.push_back(week_section(v));
    if (v.profile_source == ProfileSource::incidents) {
        sections.push_back(pictured(
            "Hours of the day", hour_plot, v,
            v.by_period
                ? "The model has three periods per day and spreads crimes evenly within each."
                : "The model has a rate for each hour of the week."));
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
    for (Section& section : pictures(v)) {
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
                       .facts = {{"Recorded crimes", subject_of(v)}},
                       .sections = validation_sections(v),
                       .made = std::string("crimekit ") + CRIMEKIT_VERSION};
    page.sections.push_back(how_it_was_made(v, parameters));
    return toolkit::visible(toolkit::in_users_words(to_html(page)));
}

} // namespace crims_tool
