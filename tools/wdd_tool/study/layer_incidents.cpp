// SPDX-License-Identifier: MIT
#include "wdd_tool/study/layer_incidents.hpp"

#include <ogrsf_frmts.h>

namespace wdd_tool {

namespace {

toolkit::Layer open_points(const toolkit::LayerReference& reference,
                           const IncidentOptions& options) {
    toolkit::Layer layer = toolkit::Layer::open(reference, options.where);
    toolkit::require_points(layer, options.coordinates.has_value());
    return layer;
}

} // namespace

LayerIncidents::LayerIncidents(const toolkit::LayerReference& reference,
                               const IncidentOptions& options,
                               const std::optional<toolkit::Crs>& assumed)
    : m_layer(open_points(reference, options)), m_coordinates(options.coordinates),
      m_date(m_layer, options.date_field, "--date-field", options.time_zone, options.date_format),
      m_crs(options.points_crs ? *options.points_crs : m_layer.crs(assumed)) {
    if (!options.id_field.empty()) {
        m_id_field =
            m_layer.field(m_layer.field_index(options.id_field, "--id-field")).GetNameRef();
    }
    if (!options.type_field.empty()) {
        m_type_field =
            m_layer.field(m_layer.field_index(options.type_field, "--type-field")).GetNameRef();
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
