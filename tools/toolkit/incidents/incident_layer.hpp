// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "toolkit/incidents/place_reader.hpp"
#include "toolkit/layers/crs.hpp"
#include "toolkit/layers/layer_reference.hpp"
#include "toolkit/time/date_format.hpp"
#include "toolkit/time/time_zone.hpp"

namespace toolkit {

/// A layer of incidents, and how it is read.
struct IncidentLayer {
    LayerReference layer = {};
    std::string where = {};
    std::string date_field = {};
    std::string type_field = {}; ///< empty: one crime type
    std::string id_field = {};   ///< incidents of one id count once; empty: each counts
    std::optional<CoordinateFields> coordinates = {}; ///< none: the geometry tells the place
    std::optional<Crs> points_crs = {};               ///< of `coordinates`
    std::optional<Crs> assumed_crs = {};              ///< of a layer that has none
    std::optional<TimeZone> time_zone = {};           ///< of dates with UTC or an offset
    std::optional<DateFormat> date_format = {};       ///< none: as the texts show
    bool skip_bad_dates = false;
};

} // namespace toolkit
