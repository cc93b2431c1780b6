// SPDX-License-Identifier: MIT
#pragma once

// What the readers of incidents share, whatever their source.

#include <optional>
#include <utility>

#include "toolkit/incidents/incident_reader.hpp"
#include "toolkit/text/errors.hpp"

namespace toolkit {

/// Collects incidents and hands them on, a batch at a time.
class Batcher {
  public:
    Batcher(const IncidentHandler& handle, const ReadingProgress& progress)
        : m_handle(handle), m_progress(progress) {}

    /// `total`: how many there are, as far as it is known.
    void add(double x, double y, const FieldDate& date, std::int64_t id, std::int64_t total);

    /// Of the incident that is added next.
    void add_key(std::string text) { m_batch.add_key(std::move(text)); }

    void add_type(std::string text) { m_batch.add_type(std::move(text)); }

    /// Hands on the rest.
    void finish() { m_handle(m_batch); }

  private:
    const IncidentHandler& m_handle;
    const ReadingProgress& m_progress;
    IncidentBatch m_batch;
    std::int64_t m_handled = 0;
};

/// The point that a geometry is, or that it holds as its only one; null if it is something else.
const OGRPoint* single_point(const OGRGeometry& geometry);

/// The error for an incident that is not a point.
DataError not_a_point(const Layer& layer, std::int64_t id, const std::string& geometry);

/// Widens what dates a layer is known to hold.
void widen(std::optional<wdd::Period>& dates, const FieldDate& date);

} // namespace toolkit
