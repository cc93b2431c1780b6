// SPDX-License-Identifier: MIT
#include "wdd_tool/study/options.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "toolkit/command/option_values.hpp"
#include "toolkit/layers/layer.hpp"
#include "toolkit/text/errors.hpp"
#include "wdd_tool/study/layer_options.hpp"

namespace wdd_tool {

namespace {

using toolkit::OptionType;
using toolkit::parsed;
using toolkit::UsageError;

/// A treatment period's start or end is given by a field or by a day, not by both; the end may stay
/// open.
PeriodEnd period_end(const std::string& field, const std::optional<std::chrono::sys_days>& day,
                     const std::string& name) {
    const bool is_open_end = field.empty() && !day && name == "end";
    if (field.empty() != day.has_value() && !is_open_end) {
        throw UsageError(fmt::format(
            "{}: give either the field of the response layer (⟨--{}-field⟩) or the date (⟨--{}⟩)",
            field.empty() ? fmt::format("⟨--{}-field⟩ is missing", name)
                          : fmt::format("⟨--{0}-field⟩ and ⟨--{0}⟩", name),
            name, name));
    }
    return {.field = field, .day = day};
}

template<class Error>
void require_before(const wdd::Period& pre, std::chrono::sys_days start) {
    if (pre.end >= start) {
        throw Error(fmt::format(
            "⟨--pre-end⟩ {}: the pre-treatment period must end before the treatment starts ({})",
            wdd::iso_date(pre.end), wdd::iso_date(start)));
    }
}

/// Another pre-treatment period than the days just before the treatment.
std::optional<wdd::Period> other_pre_period(const StudyOptions& o) {
    if (!o.pre_start || !o.pre_end) {
        return std::nullopt;
    }
    const wdd::Period pre{*o.pre_start, *o.pre_end};
    parsed("⟨--pre-start⟩, ⟨--pre-end⟩", [&pre] {
        wdd::require_ordered(pre, "pre-treatment period");
        return 0;
    });
    return pre;
}

/// Some incidents there must be, and none twice.
void check_incident_sources(const StudyOptions& o) {
    if (o.incident_layers.empty() && o.downloads.empty()) {
        throw UsageError(
            "⟨--incidents⟩ is required: a layer of incidents, or a download of data.police.uk");
    }
    std::vector<std::string> sources(o.incident_layers.begin(), o.incident_layers.end());
    sources.insert(sources.end(), o.downloads.begin(), o.downloads.end());
    std::sort(sources.begin(), sources.end());
    const auto twice = std::adjacent_find(sources.begin(), sources.end());
    if (twice != sources.end()) {
        throw UsageError(
            fmt::format("⟨--incidents⟩: '{}' is given twice; its incidents would count twice",
                        toolkit::without_password(*twice)));
    }
}

/// The same days of the calendar; the last of February stays the last of February.
wdd::Period year_earlier(const wdd::Period& treatment) {
    constexpr int months_a_year = 12;
    constexpr std::chrono::days one_day{1};
    const wdd::Period pre{wdd::months_back(treatment.start, months_a_year),
                          wdd::months_back(treatment.end + one_day, months_a_year) - one_day};
    if (pre.end >= treatment.start) {
        throw toolkit::DataError(fmt::format(
            "⟨--baseline-year⟩: the treatment period ({} to {}) is longer than a year, so the same days a year earlier overlap it; choose the pre-treatment period with ⟨--pre-start⟩ and ⟨--pre-end⟩",
            wdd::iso_date(treatment.start), wdd::iso_date(treatment.end)));
    }
    return pre;
}

} // namespace

void declare_study_layers(toolkit::OptionList& options, StudyOptions& o) {
    options.group("Areas and incidents");
    options.add(response_option(), &o.response);
    options.add(where_option(), &o.where);
    options.add({.name = "--name-field",
                 .type = OptionType::field,
                 .value = "FIELD",
                 .help = "Field of the response layer with the area's name, for the result.",
                 .parent = "--response",
                 .default_words = "a field called name, else ⟨--title⟩, else the name of the layer",
                 .advanced = true},
                &o.name_field);
    options.add(control_option(), &o.control);
    options.add(control_where_option(), &o.control_where);
    options.add(incidents_option(), &o.incident_layers);
    options.add(
        {.name = "--crimes",
         .type = OptionType::file,
         .repeatable = true,
         .value = "PATH",
         .help =
             "A download of data.police.uk, instead of ⟨--incidents⟩ or with it: the archive .zip, its address, or a folder with its files. May be given several times.",
         .may_be_folder = true,
         .advanced = true},
        &o.downloads);
    options.add(crime_types_option(), &o.crime_types);
    toolkit::declare_incident_where(
        options, o.incidents,
        {.name = "--incidents-where",
         .help =
             "Condition that selects incidents, such as \"type='Burglary'\". For a download of data.police.uk ⟨--crime-types⟩ is simpler.",
         .advanced = true});
    toolkit::declare_coordinates(options, o.incidents);
    options.add(
        {.name = "--id-field",
         .type = OptionType::field,
         .value = "FIELD",
         .help =
             "Field of the incidents with their number, for data where an incident can have several rows, such as one per victim. Each number is counted once.",
         .parent = "--incidents",
         .advanced = true},
        &o.incidents.id_field);
}

void declare_study_periods(toolkit::OptionList& options, StudyOptions& o) {
    options.group("Periods");
    options.add({.name = "--start-field",
                 .aliases = {"--start_date_field"},
                 .type = OptionType::field,
                 .value = "FIELD",
                 .help = "Field of the response layer with the first day of the treatment.",
                 .parent = "--response",
                 .holds_date = true},
                &o.start_field);
    options.add(
        {.name = "--end-field",
         .aliases = {"--end_date_field"},
         .type = OptionType::field,
         .value = "FIELD",
         .help =
             "Field of the response layer with the last day of the treatment. Without it and ⟨--end⟩ the treatment lasts to the last day that the incidents cover.",
         .parent = "--response",
         .holds_date = true},
        &o.end_field);
    options.add({.name = "--start",
                 .type = OptionType::date,
                 .value = "DATE",
                 .help = "First day of the treatment, instead of ⟨--start-field⟩.",
                 .advanced = true},
                &o.start);
    options.add(
        {.name = "--end",
         .type = OptionType::date,
         .value = "DATE",
         .help =
             "Last day of the treatment, instead of ⟨--end-field⟩. Without both the treatment lasts to the last day that the incidents cover.",
         .last_day = true,
         .advanced = true},
        &o.end);
    toolkit::declare_date_field(
        options, o.incidents,
        {.aliases = {"--incident_date_field"},
         .help =
             "Field of the incidents with their date: Date, DateTime, or text in ISO 8601 (also YYYY-MM; periods are then whole months). Fields of year, month and day: YEAR,MONTH,DAY. A download of data.police.uk needs none: its dates are months."});
    options.add(
        {.name = "--pre-start",
         .type = OptionType::date,
         .value = "DATE",
         .help =
             "First day of another pre-treatment period. Periods of unequal length are compared per day.",
         .goes_with = {"--pre-end"},
         .advanced = true},
        &o.pre_start);
    options.add({.name = "--pre-end",
                 .type = OptionType::date,
                 .value = "DATE",
                 .help = "Last day of that pre-treatment period.",
                 .last_day = true,
                 .goes_with = {"--pre-start"},
                 .advanced = true},
                &o.pre_end);
    options.add(
        {.name = "--baseline-year",
         .type = OptionType::flag,
         .help =
             "Takes the same days a year earlier as the pre-treatment period. On police data this makes false alarms more frequent, not fewer.",
         .advanced = true},
        &o.baseline_year);
    toolkit::declare_time_zone(options, o.incidents);
    toolkit::declare_date_format(options, o.incidents);
    toolkit::declare_bad_dates(
        options, o.incidents,
        {.help =
             "Leaves out incidents whose date cannot be read, and gives a verdict even if more than 5 % of the dates near the zones are missing. The message tells how many. The result is biased if dates are missing more often before or after."});
}

void declare_zones(toolkit::OptionList& options, StudyOptions& o) {
    options.add(displacement_option(), &o.displacement);
    options.add_choice<wdd::OverlapRule>(
        {.name = "--overlap",
         .value = "RULE",
         .help =
             "Where zones overlap: clip (an area wins over a ring; what is in both rings counts in neither), error (stop), count (count in each, as ArcGIS does).",
         .default_text = "clip",
         .advanced = true},
        {{"clip", wdd::OverlapRule::clip},
         {"error", wdd::OverlapRule::error},
         {"count", wdd::OverlapRule::count}},
        &o.overlap);
}

void declare_systems(toolkit::OptionList& options, StudyOptions& o) {
    options.add(
        {.name = "--crs",
         .type = OptionType::crs,
         .value = "CRS",
         .help =
             "Projected coordinate system to compute in and to write. Default: the response layer's if it is projected, otherwise a local one.",
         .projected = true,
         .advanced = true},
        &o.crs);
    toolkit::declare_assumed_crs(options, o.assume_crs);
}

StudyDesign check_study(const StudyOptions& o) {
    check_incident_sources(o);
    toolkit::check_incident_layer(o.incidents, o.assume_crs);
    StudyDesign design;
    design.start = period_end(o.start_field, o.start, "start");
    design.end = period_end(o.end_field, o.end, "end");
    if (design.start.day && design.end.day) {
        parsed("⟨--start⟩, ⟨--end⟩", [&design] {
            wdd::require_ordered({*design.start.day, *design.end.day}, "treatment period");
            return 0;
        });
    }
    design.pre = other_pre_period(o);
    design.baseline_year = o.baseline_year;
    if (design.pre && o.baseline_year) {
        throw UsageError(
            "⟨--baseline-year⟩ and ⟨--pre-start⟩ exclude each other: both choose the pre-treatment period");
    }
    if (design.pre && design.start.day) {
        require_before<UsageError>(*design.pre, *design.start.day);
    }
    return design;
}

AreaOptions area_options(const StudyOptions& o) {
    return {.response = *o.response,
            .where = o.where,
            .name_field = o.name_field,
            .control = *o.control,
            .control_where = o.control_where,
            .displacement = *o.displacement,
            .displacement_text = o.displacement,
            .crs = o.crs,
            .assumed = o.assume_crs.value(),
            .time_zone = o.incidents.time_zone.value()};
}

IncidentOptions incident_options(const StudyOptions& study) {
    std::vector<toolkit::LayerReference> layers;
    layers.reserve(study.incident_layers.size());
    for (const auto& layer : study.incident_layers) {
        layers.push_back(*layer);
    }
    return {.layers = std::move(layers),
            .downloads = study.downloads,
            .crime_types = study.crime_types,
            .reading = toolkit::incident_layer(study.incidents, study.assume_crs.value())};
}

PeriodOptions period_options(const StudyAreas& areas, const StudyDesign& design) {
    if (design.baseline_year) {
        return {.post = areas.treatment,
                .pre = year_earlier(areas.treatment),
                .pre_is_a_year_earlier = true};
    }
    if (design.pre) {
        require_before<toolkit::DataError>(*design.pre, areas.treatment.start);
    }
    return {.post = areas.treatment, .pre = design.pre};
}

std::vector<std::string> named_inputs(const StudyOptions& o) {
    std::vector<std::string> inputs{o.response.text(), o.control.text()};
    inputs.insert(inputs.end(), o.incident_layers.begin(), o.incident_layers.end());
    inputs.insert(inputs.end(), o.downloads.begin(), o.downloads.end());
    return inputs;
}

void require_outputs_apart(std::vector<toolkit::NamedOutput> files,
                           const std::vector<std::string>& inputs,
                           const std::optional<toolkit::FeatureTarget>& target,
                           const std::string& output, const std::string& option) {
    std::vector<std::string> paths;
    for (const std::string& input : inputs) {
        const toolkit::LayerReference reference = toolkit::parse_layer_reference(input);
        paths.push_back(reference.path);
        if (target && toolkit::would_replace(*target, reference)) {
            throw UsageError(fmt::format("⟨{}⟩ '{}' would overwrite an input", option, output));
        }
    }
    toolkit::require_outputs_apart(files, paths);
    if (target) {
        files.push_back({option, target->path});
        toolkit::require_outputs_apart(files, {});
    }
}

} // namespace wdd_tool
