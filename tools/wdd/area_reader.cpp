// SPDX-License-Identifier: MIT
#include "area_reader.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "common/errors.hpp"
#include "wdd/ring_geometry.hpp"

namespace wdd_tool {

namespace {

using toolkit::Crs;
using toolkit::DataError;
using toolkit::DateState;
using toolkit::Layer;
using toolkit::PolygonFeatures;

/// The one date that all selected response features share.
std::chrono::sys_days common_date(const Layer& layer, const PolygonFeatures& polygons,
                                  const std::string& field, std::string_view option, bool is_end) {
    const toolkit::DateField dates(layer, field, option, std::nullopt);
    std::optional<std::chrono::sys_days> common;
    for (const auto& feature : polygons.features) {
        const toolkit::FieldDate date = dates.read(*feature);
        if (date.state == DateState::null || date.state == DateState::unreadable) {
            throw DataError(fmt::format(
                "{}: feature {} has {} in the date field '{}'", layer.text(), feature->GetFID(),
                date.state == DateState::null
                    ? std::string("nothing")
                    : fmt::format("'{}', which is no date (YYYY-MM-DD),",
                                  toolkit::DateField::written(*feature, dates.index())),
                field));
        }
        const auto day =
            date.state == DateState::month && is_end ? wdd::last_day_of_month(date.day) : date.day;
        if (common && *common != day) {
            throw DataError(
                fmt::format("{}: the selected features have different dates in '{}' ({} "
                            "and {}); choose one with --where",
                            layer.text(), field, wdd::iso_date(*common), wdd::iso_date(day)));
        }
        common = day;
    }
    return *common;
}

std::chrono::sys_days resolve(const Layer& layer, const PolygonFeatures& polygons,
                              const PeriodEnd& end, std::string_view option, bool is_end) {
    return end.day ? *end.day : common_date(layer, polygons, end.field, option, is_end);
}

wdd::Period treatment_period(const Layer& layer, const PolygonFeatures& polygons,
                             const PeriodEnd& start, const PeriodEnd& end) {
    const wdd::Period period{resolve(layer, polygons, start, "--start-field", false),
                             resolve(layer, polygons, end, "--end-field", true)};
    if (period.end < period.start) {
        throw DataError(fmt::format("{}: the treatment period ends ({}) before it starts ({})",
                                    layer.text(), wdd::iso_date(period.end),
                                    wdd::iso_date(period.start)));
    }
    return period;
}

/// The computing CRS, and that of the output.
struct ChosenCrs {
    Crs computing;
    Crs output;
    std::string note;
};

/// What is known of a layer's place.
struct LayerPlace {
    std::string layer;
    Crs crs;
    wdd::Box box;
};

ChosenCrs choose_crs(const AreaOptions& options, const LayerPlace& response,
                     const LayerPlace& control) {
    if (options.crs) {
        if (!options.crs->is_projected()) {
            throw toolkit::UsageError(
                fmt::format("--crs {}: it is no projected system, so it has no lengths; "
                            "name a projected one",
                            options.crs->text()));
        }
        return {*options.crs, *options.crs, ""};
    }
    if (response.crs.is_projected() && !response.crs.is_web_mercator()) {
        return {response.crs, response.crs, ""};
    }
    const auto control_box =
        toolkit::Transformation(control.crs, response.crs).transform_box(control.box);
    const wdd::Box box = control_box ? response.box.joined(*control_box) : response.box;
    try {
        return {
            Crs::local_projection(response.crs, box), response.crs,
            fmt::format("The response layer is in {}, where lengths are not true. Everything was "
                        "computed in an equal-area projection around the study area, in metres.",
                        response.crs.text())};
    } catch (const DataError& error) {
        throw DataError(fmt::format("{}: {}", response.layer, error.what()));
    }
}

std::string distance_text(const toolkit::Distance& distance, const Crs& crs,
                          std::vector<std::string>& notes) {
    if (distance.value == 0) {
        return "";
    }
    if (distance.unit) {
        return fmt::format("{} {}{}", distance.value, distance.unit->name,
                           distance.value == 1 ? "" : "s");
    }
    notes.push_back(
        fmt::format("The displacement distance has no unit, so it was taken in that of {}: "
                    "{}.",
                    crs.text(), crs.unit().name));
    return fmt::format("{} {}", distance.value, crs.unit().name);
}

void require_reasonable(const AreaOptions& options, const toolkit::LinearUnit& unit) {
    constexpr double longest_m = 1e6;
    const double metres = in_unit(options.displacement, unit) * unit.metres;
    if (!(metres <= longest_m)) {
        throw toolkit::UsageError(
            fmt::format("--displacement '{}': crime does not move further than "
                        "1000 km; check the number and its unit",
                        options.displacement_text));
    }
}

void warn_of_distortion(StudyAreas& areas) {
    constexpr double noticeable = 0.01;
    const wdd::Box box = areas.response.box();
    const double scale =
        areas.crs.scale_at((box.min_x + box.max_x) / 2, (box.min_y + box.max_y) / 2);
    if (std::isfinite(scale) && std::abs(scale - 1) > noticeable) {
        areas.warnings.push_back(
            fmt::format("In {} a length of 100 on the map is really {:.1f} here, and so is the "
                        "displacement distance; name a better system with --crs.",
                        areas.crs.text(), 100 * scale));
    }
}

void require_apart(const StudyAreas& areas) {
    const double shared = wdd::shared_area(areas.response, areas.control);
    if (shared > 0) {
        throw DataError(fmt::format(
            "response and control area overlap ({:.6g} m² are in both, {:.1f} % of the response "
            "area); an incident there would count for and against; draw the control area elsewhere",
            shared * areas.square_metres_a_unit(), 100 * shared / areas.response.area()));
    }
}

} // namespace

StudyAreas read_areas(const AreaOptions& options, const PeriodEnd& start, const PeriodEnd& end) {
    const Layer response = Layer::open(options.response, options.where);
    const Layer control = Layer::open(options.control, options.control_where);
    const PolygonFeatures response_polygons = read_polygons(response);
    const PolygonFeatures control_polygons = read_polygons(control);
    const wdd::Period treatment = treatment_period(response, response_polygons, start, end);
    const Crs response_crs = response.crs(options.assumed);
    const Crs control_crs = control.crs(options.assumed);
    ChosenCrs chosen = choose_crs(options, {response.text(), response_crs, response_polygons.box()},
                                  {control.text(), control_crs, control_polygons.box()});
    std::vector<std::string> warnings;
    std::vector<std::string> notes;
    if (!chosen.note.empty()) {
        notes.push_back(chosen.note);
    }
    const toolkit::LinearUnit unit = chosen.computing.unit();
    require_reasonable(options, unit);
    std::string distance = distance_text(options.displacement, chosen.computing, notes);
    StudyAreas areas{.response = dissolved_area(response, response_polygons, response_crs,
                                                chosen.computing, warnings),
                     .control = dissolved_area(control, control_polygons, control_crs,
                                               chosen.computing, warnings),
                     .distance = in_unit(options.displacement, unit),
                     .distance_text = std::move(distance),
                     .crs = chosen.computing,
                     .output_crs = chosen.output,
                     .treatment = treatment,
                     .warnings = std::move(warnings),
                     .notes = std::move(notes)};
    require_apart(areas);
    warn_of_distortion(areas);
    return areas;
}

} // namespace wdd_tool
