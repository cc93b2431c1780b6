// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "toolkit/layers/date_field.hpp"
#include "toolkit/layers/layer.hpp"
#include "wdd_tool/study/incident_source.hpp"

namespace wdd_tool {

/// A layer of incidents, open, with the field of its dates and the system of its places.
class LayerIncidents : public IncidentSource {
  public:
    explicit LayerIncidents(const toolkit::IncidentLayer& incidents);

    std::string text() const override { return m_layer.text(); }

    const toolkit::Crs& crs() const override { return m_crs; }

    std::string condition() const override { return m_layer.condition(); }

    std::string date_name() const override { return m_date.name(); }

    bool has_coordinate_options() const override { return m_coordinates.has_value(); }

    /// A GeoPackage writes Z behind every moment, whatever its zone, and with a time zone they have
    /// been moved.
    bool dates_may_be_local() const override {
        return !m_date.has_time_zone() && (m_date.is_text() || m_layer.driver() != "GPKG");
    }

    const toolkit::Layer* layer() const override { return &m_layer; }

    std::string written_date(std::int64_t id) const override;

    toolkit::IncidentSummary read(const SourceRequest& request,
                                  const toolkit::IncidentHandler& handle,
                                  const toolkit::ReadingProgress& progress) const override;

    void read_dates(const toolkit::DateHandler& handle) const override;

  private:
    toolkit::Layer m_layer;
    std::optional<toolkit::CoordinateFields> m_coordinates;
    toolkit::DateField m_date;
    toolkit::Crs m_crs;
    std::string m_id_field;   ///< as the layer writes it; empty if incidents need none
    std::string m_type_field; ///< likewise
};

} // namespace wdd_tool
