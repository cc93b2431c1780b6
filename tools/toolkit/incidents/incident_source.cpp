// SPDX-License-Identifier: MIT
#include "toolkit/incidents/incident_source.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <ogr_geometry.h>

namespace toolkit {

void Batcher::add(double x, double y, const FieldDate& date, std::int64_t id, std::int64_t total) {
    m_batch.add(x, y, date, id);
    if (m_batch.size() == incidents_a_batch) {
        m_handled += static_cast<std::int64_t>(m_batch.size());
        m_handle(m_batch); // which may take what is in it
        m_progress(m_handled, total);
        m_batch.clear();
    }
}

const OGRPoint* single_point(const OGRGeometry& geometry) {
    const OGRGeometry* point = &geometry;
    if (wkbFlatten(geometry.getGeometryType()) == wkbMultiPoint) {
        const OGRMultiPoint* points = geometry.toMultiPoint();
        point = points->getNumGeometries() == 1 ? points->getGeometryRef(0) : point;
    }
    return wkbFlatten(point->getGeometryType()) == wkbPoint ? point->toPoint() : nullptr;
}

void widen(std::optional<wdd::Period>& dates, const FieldDate& date) {
    if (!date.is_dated()) {
        return;
    }
    const auto last = date.state == DateState::month ? wdd::last_day_of_month(date.day) : date.day;
    dates = dates ? wdd::Period{std::min(dates->start, date.day), std::max(dates->end, last)}
                  : wdd::Period{date.day, last};
}

DataError not_a_point(const Layer& layer, std::int64_t id, const std::string& geometry) {
    return DataError(
        fmt::format("{}: feature {} is {}, but incidents are points", layer.text(), id, geometry));
}

} // namespace toolkit
