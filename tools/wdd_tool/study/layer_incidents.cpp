// SPDX-License-Identifier: MIT
#include "wdd_tool/study/layer_incidents.hpp"

#include <ogrsf_frmts.h>

namespace wdd_tool {

namespace {

toolkit::Layer open_points(const toolkit::IncidentLayer& incidents) {
    toolkit::Layer layer = toolkit::Layer::open(incidents.layer, incidents.where);
    toolkit::require_points(layer, incidents.coordinates.has_value());
    return layer;
}

} // namespace

LayerIncidents::LayerIncidents(const toolkit::IncidentLayer& incidents)
    : m_layer(open_points(incidents)), m_coordinates(incidents.coordinates),
      m_date(m_layer, incidents.date_field, "--date-field", incidents.time_zone,
             incidents.date_format),
      m_crs(incidents.points_crs ? *incidents.points_crs : m_layer.crs(incidents.assumed_crs)) {
    if (!incidents.id_field.empty()) {
        m_id_field =
            m_layer.field(m_layer.field_index(incidents.id_field, "--id-field")).GetNameRef();
    }
    if (!incidents.type_field.empty()) {
        m_type_field =
            m_layer.field(m_layer.field_index(incidents.type_field, "--type-field")).GetNameRef();
    }
}

std::string LayerIncidents::written_date(std::int64_t id) const {
    const OGRFeatureUniquePtr feature(m_layer.ogr().GetFeature(id));
    return feature ? m_date.written(*feature) : "";
}

toolkit::IncidentSummary LayerIncidents::read(const SourceRequest& request,
                                              const toolkit::IncidentHandler& handle,
                                              const toolkit::ReadingProgress& progress) const {
    return toolkit::read_incidents(m_layer,
                                   {.date = m_date,
                                    .coordinates = m_coordinates,
                                    .box = request.box,
                                    .window = request.window,
                                    .id_field = m_id_field,
                                    .type_field = m_type_field,
                                    .placeless = true},
                                   handle, progress);
}

void LayerIncidents::read_dates(const toolkit::DateHandler& handle) const {
    toolkit::read_dates(m_layer, m_date, handle);
}

} // namespace wdd_tool
