// SPDX-License-Identifier: MIT
#include "wdd_tool/study/area_reader.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <ogrsf_frmts.h>

#include "toolkit/layers/computing_crs.hpp"
#include "toolkit/text/blanks.hpp"
#include "toolkit/text/errors.hpp"
#include "wdd/ring_geometry.hpp"

namespace wdd_tool {

namespace {

using toolkit::Crs;
using toolkit::DataError;
using toolkit::DateState;
using toolkit::Layer;
using toolkit::PolygonFeatures;

/// How the response layer's dates are read.
struct DateReading {
    std::optional<toolkit::TimeZone> time_zone;
    toolkit::DateFormat format;
    std::string shifted = {}; ///< a day that may be the one before the day that was meant
};

/// Midnight east of Greenwich is late on the day before in UTC. The end of a day is not meant so.
bool may_be_shifted(const toolkit::FieldDate& date, const DateReading& reading) {
    constexpr std::chrono::hours noon{12};
    constexpr std::chrono::minutes end_of_day{23 * 60 + 59};
    return !reading.time_zone && date.carries_offset && date.time >= noon && date.time < end_of_day;
}

/// Start and end are written in one way, so either may prove the format of both.
DateReading date_reading(const Layer& layer, const AreaOptions& options, const PeriodEnd& start,
                         const PeriodEnd& end) {
    std::vector<toolkit::NamedField> fields;
    if (!start.field.empty()) {
        fields.push_back({start.field, "--start-field"});
    }
    if (!end.field.empty()) {
        fields.push_back({end.field, "--end-field"});
    }
    return {options.time_zone, toolkit::recognised_date_format(layer, fields)};
}

/// The one date that all selected response features share.
std::chrono::sys_days common_date(const Layer& layer, const PolygonFeatures& polygons,
                                  DateReading& reading, const std::string& field,
                                  std::string_view option, bool is_end) {
    const toolkit::DateField dates(layer, field, option, reading.time_zone, reading.format);
    std::optional<std::chrono::sys_days> common;
    for (const auto& feature : polygons.features) {
        const toolkit::FieldDate date = dates.read(*feature);
        if (date.state == DateState::null || date.state == DateState::unreadable) {
            throw DataError(fmt::format(
                "{}: feature {} has {} in the date field '{}'{}", layer.text(), feature->GetFID(),
                date.state == DateState::null
                    ? std::string("nothing")
                    : fmt::format("'{}', which is not a date (write YYYY-MM-DD),",
                                  dates.written(*feature)),
                field,
                is_end && date.state == DateState::null
                    ? "; if the response is still running, give --end DATE instead of --end-field (keep --start-field), or neither: the treatment then lasts to the last day that the incidents cover"
                    : ""));
        }
        const auto day =
            date.state == DateState::month && is_end ? wdd::last_day_of_month(date.day) : date.day;
        if (common && *common != day) {
            throw DataError(fmt::format(
                "{}: the selected features have different dates in '{}' ({} and {}); choose one with --where",
                layer.text(), field, wdd::iso_date(*common), wdd::iso_date(day)));
        }
        common = day;
        if (may_be_shifted(date, reading)) {
            reading.shifted = fmt::format("{} in '{}'", wdd::iso_date(day), field);
        }
    }
    return *common;
}

std::chrono::sys_days resolve(const Layer& layer, const PolygonFeatures& polygons,
                              DateReading& reading, const PeriodEnd& end, std::string_view option,
                              bool is_end) {
    return end.day ? *end.day : common_date(layer, polygons, reading, end.field, option, is_end);
}

wdd::Period treatment_period(const Layer& layer, const PolygonFeatures& polygons,
                             const AreaOptions& options, const PeriodEnd& start,
                             const PeriodEnd& end, std::string& shifted_date) {
    DateReading reading = date_reading(layer, options, start, end);
    const auto first = resolve(layer, polygons, reading, start, "--start-field", false);
    const wdd::Period period{
        first, end.is_open() ? first : resolve(layer, polygons, reading, end, "--end-field", true)};
    if (period.end < period.start) {
        throw DataError(fmt::format("{}: the treatment period ends ({}) before it starts ({})",
                                    layer.text(), wdd::iso_date(period.end),
                                    wdd::iso_date(period.start)));
    }
    shifted_date = reading.shifted;
    return period;
}

/// Where the layer's names are; below 0: nowhere.
int name_field(const Layer& layer, const std::string& named) {
    return named.empty() ? layer.ogr().GetLayerDefn()->GetFieldIndex("name") // in any letter case
                         : layer.field_index(named, "--name-field");
}

/// What the features of the response area are called, each name once; empty for none.
std::string area_name(const Layer& layer, const PolygonFeatures& polygons,
                      const std::string& named) {
    const int field = name_field(layer, named);
    std::vector<std::string> names;
    for (const auto& feature : polygons.features) {
        const std::string name = field >= 0 && feature->IsFieldSetAndNotNull(field)
                                     ? feature->GetFieldAsString(field)
                                     : "";
        if (!toolkit::is_missing(name) &&
            std::find(names.begin(), names.end(), name) == names.end()) {
            names.push_back(name);
        }
    }
    constexpr std::size_t most = 3;
    const std::size_t more = names.size() - std::min(names.size(), most);
    names.resize(names.size() - more);
    return fmt::format("{}{}", fmt::join(names, ", "),
                       more == 0 ? "" : fmt::format(" and {} more", more));
}

std::string displacement_text(const toolkit::Distance& distance, const Crs& crs,
                              std::vector<std::string>& notes) {
    if (distance.value == 0) {
        return "";
    }
    if (!distance.unit) {
        notes.push_back(
            fmt::format("The displacement distance has no unit, so the unit of {} was used: {}.",
                        crs.text(), crs.unit().name));
    }
    return toolkit::distance_text(distance, crs.unit());
}

void require_reasonable(const AreaOptions& options, const toolkit::LinearUnit& unit) {
    constexpr double longest_m = 1e6;
    const double metres = in_unit(options.displacement, unit) * unit.metres;
    if (!(metres <= longest_m)) {
        throw toolkit::UsageError(fmt::format(
            "--displacement '{}': the largest distance is 1000 km; check the number and its unit",
            options.displacement_text));
    }
}

/// "1,250,000 m²", "0.0042 m²".
std::string square_metres(double size) {
    return size < 1 ? fmt::format("{:.2g} m²", size)
                    : fmt::format("{} m²", fmt::group_digits(std::llround(size)));
}

void require_apart(const StudyAreas& areas) {
    const double shared = wdd::shared_area(areas.response, areas.control);
    if (shared > 0) {
        throw DataError(fmt::format(
            "response and control area overlap ({} are in both, {:.1f} % of the response area); an incident there would count for and against; choose a control area elsewhere",
            square_metres(shared * areas.square_metres_a_unit()),
            100 * shared / areas.response.area()));
    }
}

/// An area of less is a slip of a drawing, or degrees taken for metres.
void warn_of_no_size(StudyAreas& areas) {
    constexpr double least_m2 = 1;
    for (const auto& [name, area] :
         {std::pair{"response", &areas.response}, std::pair{"control", &areas.control}}) {
        const double size = area->area() * areas.square_metres_a_unit();
        if (size < least_m2) {
            areas.warnings.push_back(
                fmt::format("The {} area is only {}: check its polygon and its coordinate system.",
                            name, square_metres(size)));
        }
    }
}

} // namespace

StudyAreas read_areas(const AreaOptions& options, const PeriodEnd& start, const PeriodEnd& end) {
    const Layer response = Layer::open(options.response, options.where);
    const Layer control = Layer::open(options.control, options.control_where);
    const PolygonFeatures response_polygons = read_polygons(response);
    const PolygonFeatures control_polygons = read_polygons(control);
    std::string shifted_date;
    const wdd::Period treatment =
        treatment_period(response, response_polygons, options, start, end, shifted_date);
    const Crs response_crs = response.crs(options.assumed);
    const Crs control_crs = control.crs(options.assumed);
    const std::array others{
        toolkit::LayerPlace{control.text(), control_crs, control_polygons.box()}};
    const toolkit::ComputingCrs chosen = toolkit::choose_crs(
        options.crs, {response.text(), response_crs, response_polygons.box()}, others);
    std::vector<std::string> warnings;
    std::vector<std::string> notes;
    if (!chosen.note.empty()) {
        notes.push_back(chosen.note);
    }
    const toolkit::LinearUnit unit = chosen.computing.unit();
    require_reasonable(options, unit);
    std::string distance = displacement_text(options.displacement, chosen.computing, notes);
    StudyAreas areas{.name = area_name(response, response_polygons, options.name_field),
                     .layer_name = response.name(),
                     .response = dissolved_area(response, response_polygons, response_crs,
                                                chosen.computing, warnings),
                     .control = dissolved_area(control, control_polygons, control_crs,
                                               chosen.computing, warnings),
                     .distance = in_unit(options.displacement, unit),
                     .distance_text = std::move(distance),
                     .crs = chosen.computing,
                     .output_crs = chosen.output,
                     .treatment = treatment,
                     .open_end = end.is_open(),
                     .warnings = std::move(warnings),
                     .notes = std::move(notes),
                     .response_features = static_cast<int>(response_polygons.features.size()),
                     .shifted_date = std::move(shifted_date)};
    require_apart(areas);
    warn_of_no_size(areas);
    if (auto warning = toolkit::distortion_warning(areas.crs, areas.response.box())) {
        areas.warnings.push_back(*std::move(warning));
    }
    return areas;
}

} // namespace wdd_tool
