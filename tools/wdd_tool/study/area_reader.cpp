// SPDX-License-Identifier: MIT
#include "wdd_tool/study/area_reader.hpp"

#include "wdd_tool/study/area_parts.hpp"

namespace wdd_tool {

using toolkit::Layer;

StudyAreas read_areas(const AreaOptions& options, const PeriodEnd& start, const PeriodEnd& end) {
    const Layer response = Layer::open(options.response, options.where);
    const Layer control = Layer::open(options.control, options.control_where);
    const toolkit::PolygonFeatures response_polygons = read_polygons(response);
    const toolkit::PolygonFeatures control_polygons = read_polygons(control);
    const ReadTreatment treatment =
        TreatmentReader(response, options, start, end).read(response_polygons);
    const StudySystem system =
        study_system(options, response, response_polygons.box(), control, control_polygons.box());
    const toolkit::Crs& computing = system.chosen.computing;
    StudyAreas areas =
        study_areas(system, made_area(response, response_polygons, system.response, computing),
                    made_area(control, control_polygons, system.control, computing), treatment);
    areas.name = area_name(response, response_polygons, options.name_field);
    areas.layer_name = response.name();
    areas.open_end = end.is_open();
    areas.response_features = static_cast<int>(response_polygons.features.size());
    return areas;
}

} // namespace wdd_tool
