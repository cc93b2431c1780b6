// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "toolkit/layers/crs.hpp"
#include "toolkit/layers/date_field.hpp"
#include "toolkit/layers/distance.hpp"
#include "toolkit/layers/layer_reference.hpp"
#include "toolkit/layers/polygon_reader.hpp"
#include "wdd/area.hpp"
#include "wdd/area_unit.hpp"
#include "wdd/period.hpp"

namespace wdd_tool {

struct AreaOptions {
    toolkit::LayerReference response;
    std::string where;
    std::string name_field; ///< of the response layer; empty: a field called name, if there is one
    toolkit::LayerReference control;
    std::string control_where;
    toolkit::Distance displacement;
    std::string displacement_text;              ///< as it was written
    std::optional<toolkit::Crs> crs;            ///< to compute in
    std::optional<toolkit::Crs> assumed;        ///< of layers that have none
    std::optional<toolkit::TimeZone> time_zone; ///< of the response layer's dates too
};

/// An end of the treatment period: a field of the response layer, or a day; neither: the treatment
/// lasts as long as the incidents do.
struct PeriodEnd {
    std::string field;
    std::optional<std::chrono::sys_days> day;

    bool is_open() const { return field.empty() && !day; }
};

/// Response and control area in the computing CRS.
struct StudyAreas {
    std::string name; ///< of the response area; empty: none of its features has one
    std::string layer_name;

    /// What the response area is called, where a run may have a title.
    const std::string& called(const std::string& title) const {
        const std::string& otherwise = title.empty() ? layer_name : title;
        return name.empty() ? otherwise : name;
    }

    wdd::Area response;
    wdd::Area control;
    double distance = 0;       ///< of the rings, in the CRS's unit
    std::string distance_text; ///< as given, with its unit; empty for none
    wdd::AreaUnit area_unit;   ///< that messages tell sizes in: that of the distance, as given
    toolkit::Crs crs;          ///< computed in
    toolkit::Crs output_crs; ///< of the response layer, where that had to be left for the counting
    wdd::Period treatment;
    bool open_end = false; ///< the treatment's end is yet to be told by the incidents, or was
    std::vector<std::string> warnings; ///< polygons repaired, distorting systems
    std::vector<std::string> notes;    ///< systems and units that were chosen
    int response_features = 1;         ///< taken together
    std::string shifted_date = {}; ///< a date of the response that is in UTC late in the day, and
                                   ///< was not moved, as it was read

    double square_metres_a_unit() const { return crs.unit().metres * crs.unit().metres; }
};

/// Reads both layers, chooses the CRS, moves and dissolves. Throws DataError as the readers do, for
/// response features with different dates, for an end before the start, and for areas that overlap.
StudyAreas read_areas(const AreaOptions& options, const PeriodEnd& start, const PeriodEnd& end);

} // namespace wdd_tool
