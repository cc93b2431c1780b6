// SPDX-License-Identifier: MIT
#include "test_command.hpp"

#include <cmath>
#include <future>

#include <fmt/format.h>

#include "common/errors.hpp"
#include "result_json.hpp"
#include "result_layer.hpp"
#include "wdd/message.hpp"

namespace wdd_tool {

namespace {

using toolkit::OptionType;
using toolkit::UsageError;

constexpr int unsuitable_control = 3;

/// Runs a parser of the toolkit's; what it refuses is a wrong command line.
template<class Parser>
auto parsed(std::string_view option, Parser&& parser) {
    try {
        return parser();
    } catch (const std::invalid_argument& error) {
        throw UsageError(fmt::format("{}: {}", option, error.what()));
    }
}

/// A treatment period's end is given by a field or by a day, not by both and not by none.
PeriodEnd period_end(const std::string& field, const std::string& day, const std::string& name,
                     std::chrono::sys_days (*parse)(std::string_view)) {
    if (field.empty() == day.empty()) {
        throw UsageError(
            fmt::format("{}: give either the field of the response layer (--{}-field) or "
                        "the date (--{})",
                        field.empty() ? "--" + name + "-field is missing"
                                      : "--" + name + "-field and --" + name,
                        name, name));
    }
    if (day.empty()) {
        return {.field = field, .day = std::nullopt};
    }
    return {.field = "", .day = parsed("--" + name, [&] { return parse(day); })};
}

std::optional<toolkit::Crs> crs_option(const std::string& text, std::string_view option) {
    return text.empty() ? std::nullopt : std::optional(toolkit::Crs::from_text(text, option));
}

toolkit::LayerReference layer_option(const std::string& text, std::string_view option) {
    return parsed(option, [&] { return toolkit::parse_layer_reference(text); });
}

template<class Error>
void require_before(const wdd::Period& pre, std::chrono::sys_days start) {
    if (pre.end >= start) {
        throw Error(fmt::format("--pre-end {}: the pre-treatment period must end before the "
                                "treatment starts ({})",
                                wdd::iso_date(pre.end), wdd::iso_date(start)));
    }
}

toolkit::DataError overlap_error(const wdd::ZoneOverlaps& overlaps) {
    constexpr double square_km = 1e6;
    return toolkit::DataError(fmt::format(
        "the zones overlap: the response displacement area and the control area by {:.3f} km², the "
        "control displacement area and the response area by {:.3f} km², both displacement areas by "
        "{:.3f} km²; a smaller --displacement or another control area keeps them apart, --overlap "
        "clip "
        "counts each incident once",
        overlaps.response_ring_in_control / square_km,
        overlaps.control_ring_in_response / square_km, overlaps.rings / square_km));
}

void require_in_range(double value, double low, double high, std::string_view option,
                      std::string_view expected) {
    if (!(value >= low && value <= high)) {
        throw UsageError(fmt::format("{} {}: expected {}", option, value, expected));
    }
}

} // namespace

toolkit::CommandDescription TestCommand::description() const {
    return {
        .name = "test",
        .summary = "areas, incidents and dates in; counts, test, suitability and verdict out",
        .description =
            {"Counts incidents in a response area and a control area, and in a ring around each, "
             "before "
             "and during a treatment, and does the Weighted Displacement Difference test of "
             "Wheeler and "
             "Ratcliffe (2018): did the response reduce crime there, or only move it?",
             "A layer is PATH or PATH|layername=NAME|subset=SQL, anything GDAL opens: GeoPackage, "
             "Shapefile, GeoJSON, CSV (with --x, --y, --points-crs), /vsizip/..., PG:dbname=... A "
             "date is "
             "YYYY-MM-DD or YYYY-MM. Both ends of a period are included. The pre-treatment period "
             "is "
             "as long as the treatment period and ends the day before it starts."},
        .exit_statuses = {{0, "done"},
                          {1, "something else failed: a file, a layer, a date; nothing is written"},
                          {2, "the command line is wrong"},
                          {3, "the control area is not suitable; nothing is written"}},
        .examples = {"wdd test --response \"samples/town.gpkg|layername=response\" --where "
                     "\"NAME='Market Square'\" "
                     "--control \"samples/town.gpkg|layername=control\" --incidents "
                     "\"samples/town.gpkg|layername=incidents\" --date-field occurred "
                     "--start-field RESP_START "
                     "--end-field RESP_END --displacement \"250 m\" --test-suitability --output "
                     "result.gpkg"}};
}

void TestCommand::declare(toolkit::OptionList& options) {
    declare_inputs(options);
    declare_periods(options);
    declare_test(options);
    declare_outputs(options);
}

void TestCommand::declare_inputs(toolkit::OptionList& options) {
    TestOptions& o = m_options;
    options.group("Areas and incidents");
    options.add({.name = "--response",
                 .aliases = {"--in_response_feature"},
                 .type = OptionType::layer,
                 .value = "LAYER",
                 .help = "Response area: polygons, taken together as one area.",
                 .required = true},
                &o.response);
    options.add({.name = "--where",
                 .aliases = {"--where_clause"},
                 .type = OptionType::sql,
                 .value = "SQL",
                 .help = "Condition that selects in the response layer, such as \"NAME='North'\".",
                 .parent = "--response"},
                &o.where);
    options.add({.name = "--control",
                 .aliases = {"--in_control_feature"},
                 .type = OptionType::layer,
                 .value = "LAYER",
                 .help = "Control area: polygons, taken together as one area.",
                 .required = true},
                &o.control);
    options.add({.name = "--control-where",
                 .type = OptionType::sql,
                 .value = "SQL",
                 .help = "Condition that selects in the control layer.",
                 .parent = "--control",
                 .advanced = true},
                &o.control_where);
    options.add({.name = "--incidents",
                 .aliases = {"--in_features"},
                 .type = OptionType::layer,
                 .value = "LAYER",
                 .help = "Incidents: points.",
                 .required = true},
                &o.incidents);
    options.add(
        {.name = "--incidents-where",
         .type = OptionType::sql,
         .value = "SQL",
         .help = "Condition that selects in the incident layer, such as \"type='Burglary'\".",
         .parent = "--incidents",
         .advanced = true},
        &o.incidents_where);
    options.add(
        {.name = "--x",
         .type = OptionType::field,
         .value = "FIELD",
         .help = "Column with the x coordinate (easting, longitude) of incidents without geometry.",
         .parent = "--incidents",
         .advanced = true},
        &o.x);
    options.add({.name = "--y",
                 .type = OptionType::field,
                 .value = "FIELD",
                 .help = "Column with the y coordinate (northing, latitude).",
                 .parent = "--incidents",
                 .advanced = true},
                &o.y);
    options.add({.name = "--points-crs",
                 .type = OptionType::crs,
                 .value = "CRS",
                 .help = "Coordinate system of --x and --y, such as EPSG:27700 or EPSG:4326.",
                 .advanced = true},
                &o.points_crs);
}

void TestCommand::declare_periods(toolkit::OptionList& options) {
    TestOptions& o = m_options;
    options.group("Periods");
    options.add({.name = "--start-field",
                 .aliases = {"--start_date_field"},
                 .type = OptionType::field,
                 .value = "FIELD",
                 .help = "Field of the response layer with the first day of the treatment.",
                 .parent = "--response"},
                &o.start_field);
    options.add({.name = "--end-field",
                 .aliases = {"--end_date_field"},
                 .type = OptionType::field,
                 .value = "FIELD",
                 .help = "Field of the response layer with the last day of the treatment.",
                 .parent = "--response"},
                &o.end_field);
    options.add({.name = "--start",
                 .type = OptionType::date,
                 .value = "DATE",
                 .help = "First day of the treatment, in place of --start-field.",
                 .advanced = true},
                &o.start);
    options.add({.name = "--end",
                 .type = OptionType::date,
                 .value = "DATE",
                 .help = "Last day of the treatment, in place of --end-field.",
                 .advanced = true},
                &o.end);
    options.add(
        {.name = "--date-field",
         .aliases = {"--incident_date_field"},
         .type = OptionType::field,
         .value = "FIELD",
         .help =
             "Field of the incidents with their date: Date, DateTime, or text in ISO 8601 (also "
             "YYYY-MM; periods are then whole months).",
         .parent = "--incidents",
         .required = true},
        &o.date_field);
    options.add(
        {.name = "--pre-start",
         .type = OptionType::date,
         .value = "DATE",
         .help = "First day of another pre-treatment period, the same months a year earlier, say. "
                 "Periods of unequal length are compared per day.",
         .advanced = true},
        &o.pre_start);
    options.add({.name = "--pre-end",
                 .type = OptionType::date,
                 .value = "DATE",
                 .help = "Last day of that pre-treatment period.",
                 .advanced = true},
                &o.pre_end);
    options.add({.name = "--time-zone",
                 .type = OptionType::text,
                 .value = "ZONE",
                 .help =
                     "Turns date-times that carry UTC or an offset into local dates of this zone "
                     "(Europe/London, +02:00). Without it the date counts as it is written.",
                 .advanced = true},
                &o.time_zone);
    options.add(
        {.name = "--skip-bad-dates",
         .type = OptionType::flag,
         .help = "Leaves out incidents whose date cannot be read, and counts them, in place of an "
                 "error.",
         .advanced = true},
        &o.skip_bad_dates);
}

void TestCommand::declare_test(toolkit::OptionList& options) {
    TestOptions& o = m_options;
    options.group("Test");
    options.add(
        {.name = "--displacement",
         .aliases = {"--displacement_distance"},
         .type = OptionType::distance,
         .value = "DISTANCE",
         .help =
             "Width of the displacement areas (rings) around both areas: \"300 m\", \"0.25 "
             "Miles\", \"500 ft\"; a bare number is in the unit of the coordinate system; 0 for "
             "no displacement areas.",
         .required = true},
        &o.displacement);
    options.add(
        {.name = "--overlap",
         .type = OptionType::choice,
         .value = "RULE",
         .help =
             "Where zones overlap: clip (an area wins over a ring; what is in both rings counts "
             "in neither), error (stop), count (count in each, as ArcGIS does).",
         .choices = {"clip", "error", "count"},
         .default_text = "clip",
         .advanced = true},
        &o.overlap);
    options.add(
        {.name = "--test-suitability",
         .type = OptionType::flag,
         .help =
             "Checks whether the control area is like the response area: size, incidents before, "
             "and the correlation over the 36 months before.",
         .choices = {"TEST", "NO_TEST"},
         .default_text = "off",
         .negation = "--no-test-suitability",
         .value_alias = "--test_suitability"},
        &o.test_suitability);
    options.add({.name = "--max-area-difference",
                 .aliases = {"--max_area_difference"},
                 .type = OptionType::number,
                 .value = "PERCENT",
                 .help = "Largest difference in area, in percent of the response area.",
                 .default_text = "20"},
                &o.max_area_difference);
    options.add(
        {.name = "--max-count-difference",
         .aliases = {"--max_count_difference"},
         .type = OptionType::number,
         .value = "PERCENT",
         .help =
             "Largest difference in pre-treatment incidents, in percent of the response area's.",
         .default_text = "20"},
        &o.max_count_difference);
    options.add({.name = "--min-correlation",
                 .aliases = {"--min_correlation_coefficient", "--min-correlation-coefficient"},
                 .type = OptionType::number,
                 .value = "R",
                 .help = "Smallest absolute value of Pearson's R, 0 to 1.",
                 .default_text = "0.7"},
                &o.min_correlation);
    options.add(
        {.name = "--suitability-action",
         .type = OptionType::choice,
         .value = "ACTION",
         .help = "When a threshold is not met: fail (exit status 3, nothing is written) or warn "
                 "(compute all the same and say what fell short).",
         .choices = {"fail", "warn"},
         .default_text = "fail",
         .advanced = true},
        &o.suitability_action);
    options.add({.name = "--confidence",
                 .type = OptionType::number,
                 .value = "LEVEL",
                 .help = "Confidence of the two-sided interval, between 0 and 1.",
                 .default_text = "0.95",
                 .advanced = true},
                &o.confidence);
    options.add(
        {.name = "--crs",
         .type = OptionType::crs,
         .value = "CRS",
         .help = "Projected coordinate system to compute in and to write. Default: the response "
                 "layer's, if it is projected, else a local one.",
         .advanced = true},
        &o.crs);
    options.add({.name = "--assume-crs",
                 .type = OptionType::crs,
                 .value = "CRS",
                 .help = "Coordinate system of layers that have none.",
                 .advanced = true},
                &o.assume_crs);
}

void TestCommand::declare_outputs(toolkit::OptionList& options) {
    TestOptions& o = m_options;
    options.group("Output");
    options.add(
        {.name = "--output",
         .aliases = {"--out_features"},
         .type = OptionType::output_layer,
         .value = "LAYER",
         .help = "Result feature class: FILE.gpkg or FILE.gpkg|layername=NAME, a new file or a new "
                 "layer of an existing one. Without it nothing but the message is made."},
        &o.output);
    declare_message_files(options, o.files);
}

void TestCommand::check() {
    const TestOptions& o = m_options;
    layer_option(o.response, "--response");
    layer_option(o.control, "--control");
    layer_option(o.incidents, "--incidents");
    if (o.x.empty() != o.y.empty() || (o.x.empty() && !o.points_crs.empty())) {
        throw UsageError(
            "--x, --y and --points-crs go together: two columns and their coordinate system "
            "(for a layer without a system there is --assume-crs)");
    }
    if (!o.x.empty() && o.points_crs.empty() && o.assume_crs.empty()) {
        throw UsageError("--points-crs is missing: the coordinate system of --x and --y, such as "
                         "EPSG:27700 or EPSG:4326");
    }
    m_displacement =
        parsed("--displacement", [&o] { return toolkit::parse_distance(o.displacement); });
    if (!o.time_zone.empty()) {
        parsed("--time-zone", [&o] { return toolkit::TimeZone(o.time_zone); });
    }
    check_periods();
    check_numbers();
    check_outputs();
}

void TestCommand::check_periods() {
    const TestOptions& o = m_options;
    m_start = period_end(o.start_field, o.start, "start", toolkit::parse_start_date);
    m_end = period_end(o.end_field, o.end, "end", toolkit::parse_end_date);
    if (m_start.day && m_end.day) {
        parsed("--start, --end", [this] {
            wdd::require_ordered({*m_start.day, *m_end.day}, "treatment period");
            return 0;
        });
    }
    if (o.pre_start.empty() != o.pre_end.empty()) {
        throw UsageError("--pre-start and --pre-end go together");
    }
    if (!o.pre_start.empty()) {
        m_pre = wdd::Period{
            parsed("--pre-start", [&o] { return toolkit::parse_start_date(o.pre_start); }),
            parsed("--pre-end", [&o] { return toolkit::parse_end_date(o.pre_end); })};
        parsed("--pre-start, --pre-end", [this] {
            wdd::require_ordered(*m_pre, "pre-treatment period");
            return 0;
        });
        if (m_start.day) {
            require_before<UsageError>(*m_pre, *m_start.day);
        }
    }
}

void TestCommand::check_numbers() const {
    const TestOptions& o = m_options;
    constexpr double any = 1e300;
    require_in_range(o.max_area_difference, 0, any, "--max-area-difference", "a percentage >= 0");
    require_in_range(o.max_count_difference, 0, any, "--max-count-difference", "a percentage >= 0");
    require_in_range(o.min_correlation, 0, 1, "--min-correlation", "a number from 0 to 1");
    constexpr double smallest = 1e-12;
    require_in_range(o.confidence, smallest, 1 - smallest, "--confidence",
                     "a number between 0 and 1, such as 0.95");
}

void TestCommand::check_outputs() {
    const TestOptions& o = m_options;
    if (!o.output.empty()) {
        m_target = toolkit::feature_class_target(o.output, o.files.overwrite, "--output");
    }
}

AreaOptions TestCommand::area_options() const {
    const TestOptions& o = m_options;
    return {.response = layer_option(o.response, "--response"),
            .where = o.where,
            .control = layer_option(o.control, "--control"),
            .control_where = o.control_where,
            .displacement = m_displacement,
            .displacement_text = o.displacement,
            .crs = crs_option(o.crs, "--crs"),
            .assumed = crs_option(o.assume_crs, "--assume-crs")};
}

IncidentOptions TestCommand::incident_options() const {
    const TestOptions& o = m_options;
    IncidentOptions incidents{.layer = layer_option(o.incidents, "--incidents"),
                              .where = o.incidents_where,
                              .date_field = o.date_field,
                              .coordinates = std::nullopt,
                              .points_crs = crs_option(o.points_crs, "--points-crs"),
                              .time_zone = std::nullopt,
                              .skip_bad_dates = o.skip_bad_dates};
    if (!o.x.empty()) {
        incidents.coordinates = toolkit::CoordinateFields{o.x, o.y};
    }
    if (!o.time_zone.empty()) {
        incidents.time_zone = toolkit::TimeZone(o.time_zone);
    }
    return incidents;
}

wdd::OverlapRule TestCommand::overlap_rule() const {
    if (m_options.overlap == "error") {
        return wdd::OverlapRule::error;
    }
    return m_options.overlap == "count" ? wdd::OverlapRule::count : wdd::OverlapRule::clip;
}

void TestCommand::require_outputs() const {
    const TestOptions& o = m_options;
    require_distinct(o.files, m_target ? m_target->path : "");
    for (const std::string& input : {o.response, o.control, o.incidents}) {
        const toolkit::LayerReference reference = toolkit::parse_layer_reference(input);
        require_not_input(o.files, reference.path);
        if (m_target && toolkit::would_replace(*m_target, reference)) {
            throw UsageError(fmt::format("--output '{}' would overwrite an input", o.output));
        }
    }
    require_writable(o.files);
    if (m_target) {
        toolkit::require_writable(*m_target);
    }
}

int TestCommand::run(toolkit::Console& console) {
    require_outputs();
    const AreaOptions area_options = this->area_options();
    const StudyAreas areas = read_areas(area_options, m_start, m_end);
    if (m_pre) {
        require_before<toolkit::DataError>(*m_pre, areas.treatment.start);
    }
    const PeriodOptions periods{.post = areas.treatment, .pre = m_pre};
    const wdd::OverlapRule rule = overlap_rule();
    // The rings are drawn while the incidents are read.
    std::future<wdd::ZoneGeometry> drawing = std::async(std::launch::async, [&areas, rule] {
        return wdd::zone_geometry(areas.response, areas.control, areas.distance, rule);
    });
    const IncidentLayer incidents(incident_options(), area_options.assumed);
    const CountedIncidents counted = count_incidents(incidents, areas, periods, console);
    const wdd::ZoneGeometry zones = drawing.get();
    if (rule == wdd::OverlapRule::error && zones.overlaps.any_ring()) {
        throw overlap_error(zones.overlaps.scaled(areas.square_metres_a_unit()));
    }
    const wdd::Evaluation evaluation =
        evaluate(counted, areas,
                 {.displacement_distance = areas.distance_text,
                  .rule = rule,
                  .overlaps = zones.overlaps.scaled(areas.square_metres_a_unit()),
                  .overlap_incidents = {}},
                 periods,
                 {.test = m_options.test_suitability,
                  .enforce = m_options.suitability_action == "fail",
                  .thresholds = {.max_area_difference = m_options.max_area_difference,
                                 .max_count_difference = m_options.max_count_difference,
                                 .min_correlation = m_options.min_correlation}},
                 m_options.confidence);
    return report(evaluation, areas, zones, console);
}

std::vector<ResultParameter> TestCommand::parameters() const {
    const TestOptions& o = m_options;
    return {{"response", toolkit::without_password(o.response)},
            {"where", o.where},
            {"control", toolkit::without_password(o.control)},
            {"control_where", o.control_where},
            {"incidents", toolkit::without_password(o.incidents)},
            {"incidents_where", o.incidents_where},
            {"x", o.x},
            {"y", o.y},
            {"points_crs", o.points_crs},
            {"start_field", o.start_field},
            {"end_field", o.end_field},
            {"start", o.start},
            {"end", o.end},
            {"date_field", o.date_field},
            {"pre_start", o.pre_start},
            {"pre_end", o.pre_end},
            {"time_zone", o.time_zone},
            {"skip_bad_dates", o.skip_bad_dates ? "yes" : "no"},
            {"displacement", o.displacement},
            {"overlap", o.overlap},
            {"test_suitability", o.test_suitability ? "TEST" : "NO_TEST"},
            {"max_area_difference", fmt::format("{}", o.max_area_difference)},
            {"max_count_difference", fmt::format("{}", o.max_count_difference)},
            {"min_correlation", fmt::format("{}", o.min_correlation)},
            {"suitability_action", o.suitability_action},
            {"confidence", fmt::format("{}", o.confidence)},
            {"crs", o.crs},
            {"assume_crs", o.assume_crs},
            {"version", CRIMEKIT_VERSION}};
}

int TestCommand::report(const wdd::Evaluation& evaluation, const StudyAreas& areas,
                        const wdd::ZoneGeometry& zones, toolkit::Console& console) const {
    nlohmann::ordered_json json = result_json(evaluation);
    add_areas(json, evaluation, zones, areas.square_metres_a_unit());
    json["crs"] = areas.crs.text();
    for (const ResultParameter& parameter : parameters()) {
        json["parameters"][parameter.name] = parameter.value;
    }
    json["warnings"] = evaluation.warnings;
    json["notes"] = evaluation.notes;
    if (evaluation.suitability_enforced && !evaluation.suitability->suitable()) {
        if (m_options.files.json == "-") {
            publish(evaluation, std::move(json), {.json = "-"});
        }
        throw toolkit::Refusal(wdd::unsuitability(*evaluation.suitability), unsuitable_control);
    }
    for (const std::string& warning : evaluation.warnings) {
        console.warn(warning);
    }
    if (const std::string overlap = wdd::describe_overlap(*evaluation.zones); !overlap.empty()) {
        console.warn(overlap);
    }
    std::optional<ResultLayer> layer;
    publish(evaluation, std::move(json), m_options.files,
            {.finish =
                 [&] {
                     if (m_target) {
                         layer.emplace(*m_target, areas.output_crs, parameters());
                         layer->write(evaluation, {zones, areas.crs, areas.output_crs});
                         layer->finish();
                     }
                 },
             .publish =
                 [&] {
                     if (layer) {
                         layer->publish();
                     }
                 }});
    return 0;
}

} // namespace wdd_tool
