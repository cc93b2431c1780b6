// SPDX-License-Identifier: MIT
#include "toolkit/text/errors.hpp"
#include "wdd_tool/plan/estimate.hpp"
#include "wdd_tool/study/layer_options.hpp"

namespace wdd_tool {

namespace {

using toolkit::UsageError;

const std::vector<std::string> with_incidents{"--incidents"};

void declare_estimate_areas(toolkit::OptionList& options, StudyOptions& o) {
    options.add(
        planned(response_option(), "Planned response area: polygons, taken together as one area."),
        &o.response);
    options.add(planned(where_option(), where_option().help), &o.where);
    toolkit::Option control =
        planned(control_option(), "Planned control area: polygons, taken together as one area.");
    control.name = "--control-area"; // `--control` is a number here
    toolkit::Option control_where = planned(control_where_option(), control_where_option().help);
    control_where.parent = control.name;
    options.add(control, &o.control);
    options.add(control_where, &o.control_where);
    options.add(
        planned(
            displacement_option(),
            "Width of the displacement areas (rings) around both areas, such as \"300 m\"; 0 for no displacement areas."),
        &o.displacement);
}

void declare_estimate_incidents(toolkit::OptionList& options, StudyOptions& o) {
    toolkit::Option incidents = planned(
        incidents_option(),
        "Incident points to estimate from, of a time in which nothing was done; a table needs ⟨--x⟩, ⟨--y⟩ and ⟨--points-crs⟩. Also a download of data.police.uk: its archive .zip, its address, or a folder with its files. Given several times, all of them count.");
    incidents.goes_with = {};
    options.add(incidents, &o.incident_layers);
    options.add(
        planned(crime_types_option(), "Crime types of a download of data.police.uk that count."),
        &o.crime_types);
    toolkit::declare_incident_where(
        options, o.incidents,
        {.name = "--incidents-where",
         .help = "Condition that selects incidents, such as \"type='Burglary'\".",
         .goes_with = with_incidents,
         .advanced = true});
    toolkit::declare_coordinates(options, o.incidents);
    toolkit::declare_date_field(
        options, o.incidents,
        {.help =
             "Field of the incidents with their date: Date, DateTime, or text in ISO 8601 (also YYYY-MM). A download of data.police.uk needs none.",
         .goes_with = with_incidents});
    toolkit::declare_time_zone(options, o.incidents);
    toolkit::declare_date_format(options, o.incidents);
    toolkit::declare_bad_dates(
        options, o.incidents,
        {.help = "Leaves out incidents whose date cannot be read.", .goes_with = with_incidents});
}

} // namespace

void declare_estimate(toolkit::OptionList& options, EstimateOptions& o) {
    options.group("Incidents to estimate these numbers from");
    declare_estimate_incidents(options, o.study);
    declare_estimate_areas(options, o.study);
    declare_comparison(options, o.comparison);
    declare_systems(options, o.study);
}

bool has_incidents(const EstimateOptions& o) {
    return !o.study.incident_layers.empty();
}

void check_estimate(EstimateOptions& o) {
    StudyOptions& study = o.study;
    for (const auto& [option, missing] :
         {std::pair{"--response", study.response.empty()},
          std::pair{"--control-area", study.control.empty()},
          std::pair{"--displacement", study.displacement.empty()}}) {
        if (missing) {
            throw UsageError("⟨" + std::string(option) + "⟩ is required with ⟨--incidents⟩");
        }
    }
    // The treatment is yet to be chosen: at first it is all that the incidents cover.
    constexpr std::chrono::year_month_day before_all{std::chrono::year(1800), std::chrono::January,
                                                     std::chrono::day(1)};
    study.start = std::chrono::sys_days(before_all);
    check_study(study);
    check_comparison(o.comparison);
}

std::vector<std::string> named_inputs(const EstimateOptions& o) {
    std::vector<std::string> inputs = named_inputs(o.study);
    if (!o.comparison.areas.empty()) {
        inputs.push_back(o.comparison.areas);
    }
    return inputs;
}

} // namespace wdd_tool
