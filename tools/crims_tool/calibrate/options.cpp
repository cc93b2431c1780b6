// SPDX-License-Identifier: MIT
#include "crims_tool/calibrate/options.hpp"

namespace crims_tool {

namespace {

using toolkit::OptionType;

void declare_model_zones(toolkit::OptionList& options, CalibrateOptions& o) {
    options.group("Zones");
    declare_zones(
        options, o.zones,
        {.help =
             "Polygons of the zones, such as MSOAs. Without them the model knows the places of recorded crimes, but no areas."},
        {.help = "Field of the zones with their code, such as MSOA11CD."});
    declare_lookup(options, o.source);
    options.add(
        {.name = "--population",
         .type = OptionType::file,
         .value = "TABLE",
         .help =
             "People of the zones, kept in the model for rates by head: the output of ⟨crims population⟩, or a table with columns zone and people."},
        &o.population);
    options.add(
        {.name = "--outside",
         .type = OptionType::choice,
         .value = "HOW",
         .help =
             "What to do with crimes outside the zones: spread them over the zones, so that the totals of the force hold, or leave them out, so that the zones have their own crime. Crimes without a place are then left out in the same proportion.",
         .choices = {"spread", "leave-out"},
         .goes_with = {"--zones"},
         .default_text = "spread"},
        &o.outside, [](const std::string& text) {
            return text == "leave-out" ? OutsideZones::leave_out : OutsideZones::spread;
        });
    options.add(
        {.name = "--crs",
         .type = OptionType::crs,
         .value = "CRS",
         .help =
             "Projected coordinate system of the model. Default: the zones' system if it is projected, otherwise British National Grid for ⟨--crimes⟩ and a local one for ⟨--incidents⟩.",
         .projected = true,
         .advanced = true},
        &o.crs);
    toolkit::declare_assumed_crs(options, o.source.assume_crs);
}

void declare_tables(toolkit::OptionList& options, CalibrateOptions& o) {
    options.group("Offences and rhythm");
    options.add(
        {.name = "--offences",
         .type = OptionType::file,
         .value = "TABLE",
         .help =
             "Police-recorded crime by force and offence (CSV or ODS): columns Force Name, Offence Code, Offence Count (or Number of Offences), Financial Year.",
         .goes_with = {"--categories", "--force"}},
        &o.offences);
    options.add(
        {.name = "--categories",
         .type = OptionType::file,
         .value = "TABLE",
         .help =
             "The offences in each crime type: columns POLICE_UK_CAT_MAP_category, ONS_COUNTS_code, ONS_COUNTS_description, ONS_SEVERITY_weight; a column suspect, the probability of a suspect from 0 to 1, tells how offences of a crime type differ.",
         .goes_with = {"--offences"}},
        &o.categories);
    options.add(
        {.name = "--rhythm",
         .type = OptionType::file,
         .value = "TABLE",
         .help =
             "Weights of the 168 hours of a week: columns hour and weight, and code, offence or crime_type (⟨crims rhythm⟩ makes one), or period in place of hour, for 21 periods of eight hours; or, with ⟨--rhythm-date-field⟩, a layer of incidents with date and time."},
        &o.rhythm);
    options.add({.name = "--rhythm-date-field",
                 .type = OptionType::field,
                 .value = "FIELD",
                 .help = "Field of ⟨--rhythm⟩ with the date and time of an incident.",
                 .parent = "--rhythm",
                 .goes_with = {"--rhythm"},
                 .advanced = true},
                &o.rhythm_date_field);
    options.add(
        {.name = "--rhythm-time-field",
         .type = OptionType::field,
         .value = "FIELD",
         .help = "Field of ⟨--rhythm⟩ with the time of day, if it is separate from the date.",
         .parent = "--rhythm",
         .goes_with = {"--rhythm-date-field"},
         .advanced = true},
        &o.rhythm_time_field);
    options.add(
        {.name = "--rhythm-type-field",
         .type = OptionType::field,
         .value = "FIELD",
         .help =
             "Field of ⟨--rhythm⟩ with the crime type of an incident. Without it all crime types have one rhythm.",
         .parent = "--rhythm",
         .goes_with = {"--rhythm-date-field"},
         .advanced = true},
        &o.rhythm_type_field);
    options.add(
        {.name = "--repeats",
         .type = OptionType::file,
         .value = "TABLE",
         .help =
             "How crimes follow crimes at or near their place, for ⟨crims simulate --near-repeat⟩: columns crime_type, ratio, days, spread_m, same_place (⟨crims repeats --output⟩ makes one).",
         .default_words = "estimated from ⟨--incidents⟩ that have days, otherwise not known"},
        &o.repeats);
    declare_holidays(options, o.holidays);
}

void declare_estimation(toolkit::OptionList& options, CalibrateOptions& o) {
    options.group("Estimation");
    options.add(
        {.name = "--trend",
         .type = OptionType::flag,
         .help =
             "Estimates a log-linear trend for each crime type; otherwise it is flat. The trend ends a year before and after the calibrated months; beyond that, rates stay level.",
         .default_text = "off"},
        &o.incidence.trend);
    options.add(
        {.name = "--dispersion",
         .type = OptionType::flag,
         .help =
             "Estimates how much counts vary beyond Poisson between years, zones and months. Without it simulated counts vary too little, and evaluations look better than they are.",
         .default_text = "off"},
        &o.incidence.dispersion);
    options.add(
        {.name = "--year-variation",
         .type = OptionType::number,
         .value = "VARIANCE",
         .help =
             "Variance of the force's crime between years, of all crime types, in place of the estimate. Two years are too few to estimate it well. With 0.01 most years are within 10 % of the mean, with 0.05 within 22 %, with 0 there is no such variation.",
         .range = {.least = 0, .most = 4},
         .goes_with = {"--dispersion"},
         .default_words = "estimated",
         .advanced = true},
        &o.year_variation);
}

void declare_output(toolkit::OptionList& options, CalibrateOptions& o) {
    options.group("Output");
    options.add({.name = "--output",
                 .type = OptionType::output_file,
                 .value = "MODEL.gpkg",
                 .help = "The model. An existing one is replaced only with ⟨--overwrite⟩.",
                 .endings = {"gpkg"},
                 .layer = "zones",
                 .required = true},
                &o.output);
    declare_result_files(options, o.files);
}

} // namespace

void declare_calibrate_options(toolkit::OptionList& options, CalibrateOptions& o) {
    declare_crime_source(options, o.source, "");
    options.add(
        {.name = "--exclude-months",
         .type = OptionType::text,
         .value = "MONTHS",
         .help =
             "Months to treat as if they had no data, such as those of a lockdown: 2020-03..2020-06,2020-11."},
        &o.exclude_months, [](const std::string& text) {
            return toolkit::Given(text, parse_month_list(text, "--exclude-months"));
        });
    declare_model_zones(options, o);
    declare_tables(options, o);
    declare_estimation(options, o);
    declare_output(options, o);
}

} // namespace crims_tool
