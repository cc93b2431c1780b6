// SPDX-License-Identifier: MIT
#include "wdd_tool/study/area_parts.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>
#include <ogrsf_frmts.h>

#include "toolkit/text/blanks.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/name_list.hpp"
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
toolkit::DateFormat date_format(const Layer& layer, const PeriodEnd& start, const PeriodEnd& end) {
    std::vector<toolkit::NamedField> fields;
    if (!start.field.empty()) {
        fields.push_back({start.field, "--start-field"});
    }
    if (!end.field.empty()) {
        fields.push_back({end.field, "--end-field"});
    }
    return toolkit::recognised_date_format(layer, fields);
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
                    ? "; if the response is still running, give ⟨--end⟩ instead of ⟨--end-field⟩ (keep ⟨--start-field⟩), or neither: the treatment then lasts to the last day that the incidents cover"
                    : ""));
        }
        const auto day =
            date.state == DateState::month && is_end ? wdd::last_day_of_month(date.day) : date.day;
        if (common && *common != day) {
            throw DataError(fmt::format(
                "{}: the selected features have different dates in '{}' ({} and {}); choose one with ⟨--where⟩; ⟨wdd batch⟩ evaluates each by itself",
                layer.text(), field, wdd::iso_date(*common), wdd::iso_date(day)));
        }
        common = day;
        if (may_be_shifted(date, reading)) {
            reading.shifted = fmt::format("{} in '{}'", wdd::iso_date(day), field);
        }
    }
    return *common;
}

/// Where the layer's names are; below 0: nowhere.
int name_field(const Layer& layer, const std::string& named) {
    return named.empty() ? layer.ogr().GetLayerDefn()->GetFieldIndex("name") // in any letter case
                         : layer.field_index(named, "--name-field");
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

/// A number without a unit is one of the computing system's, in which lengths of the layer are not
/// written: degrees, or other units than those of a system that was chosen for it.
void require_unit(const AreaOptions& options, const std::string& layer, const Crs& crs,
                  const Crs& computing) {
    const bool same_unit = crs.is_projected() && crs.unit().metres == computing.unit().metres;
    if (options.crs || options.displacement.unit || options.displacement.value == 0 || same_unit) {
        return;
    }
    throw toolkit::UsageError(fmt::format(
        "⟨--displacement⟩ '{}' has no unit, and {} is in {}; write the unit, such as \"250 m\"",
        options.displacement_text, layer, crs.is_projected() ? crs.text() : "degrees"));
}

void require_reasonable(const AreaOptions& options, const toolkit::LinearUnit& unit) {
    constexpr double longest_m = 1e6;
    const double metres = in_unit(options.displacement, unit) * unit.metres;
    if (!(metres <= longest_m)) {
        throw toolkit::UsageError(fmt::format(
            "⟨--displacement⟩ '{}': the largest distance is 1000 km; check the number and its unit",
            options.displacement_text));
    }
}

/// People who give the width of the rings in feet or miles read sizes in square feet or miles.
wdd::AreaUnit area_unit(const toolkit::Distance& distance, const toolkit::LinearUnit& bare) {
    if (distance.value == 0 && !distance.unit) {
        return {};
    }
    return wdd::AreaUnit::of_length((distance.unit ? *distance.unit : bare).metres);
}

void require_apart(const StudyAreas& areas) {
    const double shared = wdd::shared_area(areas.response, areas.control);
    if (shared > 0) {
        throw DataError(fmt::format(
            "response and control area overlap ({} are in both, {:.1f} % of the response area); an incident there would count for and against; choose a control area elsewhere",
            wdd::size_text(shared * areas.square_metres_a_unit(), areas.area_unit),
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
                            name, wdd::size_text(size, areas.area_unit)));
        }
    }
}

} // namespace

TreatmentReader::TreatmentReader(const Layer& layer, const AreaOptions& options, PeriodEnd start,
                                 PeriodEnd end)
    : m_layer(layer), m_time_zone(options.time_zone), m_start(std::move(start)),
      m_end(std::move(end)), m_format(date_format(layer, m_start, m_end)) {}

ReadTreatment TreatmentReader::read(const PolygonFeatures& polygons) const {
    DateReading reading{m_time_zone, m_format};
    const auto resolve = [&](const PeriodEnd& end, std::string_view option, bool is_end) {
        return end.day ? *end.day
                       : common_date(m_layer, polygons, reading, end.field, option, is_end);
    };
    const auto first = resolve(m_start, "--start-field", false);
    const wdd::Period period{first, m_end.is_open() ? first : resolve(m_end, "--end-field", true)};
    if (period.end < period.start) {
        throw DataError(fmt::format("{}: the treatment period ends ({}) before it starts ({})",
                                    m_layer.text(), wdd::iso_date(period.end),
                                    wdd::iso_date(period.start)));
    }
    return {period, reading.shifted};
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
    return toolkit::name_list(names);
}

StudySystem study_system(const AreaOptions& options, const Layer& response,
                         const wdd::Box& response_box, const Layer& control,
                         const wdd::Box& control_box) {
    const Crs response_crs = response.crs(options.assumed);
    const Crs control_crs = control.crs(options.assumed);
    const std::array others{toolkit::LayerPlace{control.text(), control_crs, control_box}};
    const toolkit::ComputingCrs chosen =
        toolkit::choose_crs(options.crs, {response.text(), response_crs, response_box}, others);
    std::vector<std::string> notes;
    if (!chosen.note.empty()) {
        notes.push_back(chosen.note);
    }
    const toolkit::LinearUnit unit = chosen.computing.unit();
    require_unit(options, response.text(), response_crs, chosen.computing);
    require_reasonable(options, unit);
    std::string distance = displacement_text(options.displacement, chosen.computing, notes);
    return {.chosen = chosen,
            .response = response_crs,
            .control = control_crs,
            .distance = in_unit(options.displacement, unit),
            .distance_text = std::move(distance),
            .area_unit = area_unit(options.displacement, unit),
            .notes = std::move(notes)};
}

MadeArea made_area(const Layer& layer, const PolygonFeatures& polygons, const Crs& from,
                   const Crs& to) {
    std::vector<std::string> warnings;
    wdd::Area area = dissolved_area(layer, polygons, from, to, warnings);
    return {std::move(area), std::move(warnings)};
}

StudyAreas study_areas(const StudySystem& system, const MadeArea& response, const MadeArea& control,
                       const ReadTreatment& treatment) {
    std::vector<std::string> warnings = response.warnings;
    warnings.insert(warnings.end(), control.warnings.begin(), control.warnings.end());
    StudyAreas areas{.name = "",
                     .layer_name = "",
                     .response = response.area,
                     .control = control.area,
                     .distance = system.distance,
                     .distance_text = system.distance_text,
                     .area_unit = system.area_unit,
                     .crs = system.chosen.computing,
                     .output_crs = system.chosen.output,
                     .treatment = treatment.period,
                     .warnings = std::move(warnings),
                     .notes = system.notes,
                     .shifted_date = treatment.shifted};
    require_apart(areas);
    warn_of_no_size(areas);
    if (auto warning = toolkit::distortion_warning(areas.crs, areas.response.box())) {
        areas.warnings.push_back(*std::move(warning));
    }
    return areas;
}

} // namespace wdd_tool
