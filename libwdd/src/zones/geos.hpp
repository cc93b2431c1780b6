// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <geos_c.h>

#include "wdd/area.hpp"
#include "wdd/point.hpp"

namespace wdd {

/// A reentrant GEOS context that keeps the last error, so that it can be thrown.
class GeosContext {
  public:
    GeosContext();
    ~GeosContext();
    GeosContext(const GeosContext&) = delete;
    GeosContext(GeosContext&&) = delete;
    GeosContext& operator=(const GeosContext&) = delete;
    GeosContext& operator=(GeosContext&&) = delete;

    GEOSContextHandle_t handle() const { return m_handle; }

    /// Throws GeometryError with what GEOS said last.
    [[noreturn]] void fail(const std::string& what) const;

  private:
    GEOSContextHandle_t m_handle;
    std::string m_last_error;
};

/// A GEOS geometry with the context it was made in.
class GeosGeometry {
  public:
    GeosGeometry(std::shared_ptr<const GeosContext> context, GEOSGeometry* owned)
        : m_context(std::move(context)), m_geometry(owned, Destroy{m_context.get()}) {}

    const GeosContext& context() const { return *m_context; }

    const std::shared_ptr<const GeosContext>& shared_context() const { return m_context; }

    GEOSContextHandle_t handle() const { return m_context->handle(); }

    GEOSGeometry* get() const { return m_geometry.get(); }

    GEOSGeometry* release() { return m_geometry.release(); }

    explicit operator bool() const { return m_geometry != nullptr; }

  private:
    struct Destroy {
        const GeosContext* context;
        void operator()(GEOSGeometry* geometry) const;
    };

    std::shared_ptr<const GeosContext> m_context;
    std::unique_ptr<GEOSGeometry, Destroy> m_geometry;
};

/// Takes what a GEOS function made; throws GeometryError if it made nothing.
GeosGeometry take(const std::shared_ptr<const GeosContext>& context, GEOSGeometry* made,
                  const std::string& what);

/// The geometry, repaired if it is invalid. Repairs by ring structure: what a ring surrounds is
/// inside, as people who draw expect.
GeosGeometry valid(GeosGeometry geometry);

/// The vertices of a ring, the first again as the last.
std::vector<Point> ring_points(const GeosContext& context, const GEOSGeometry* ring);

/// The polygons of a geometry as one multipolygon (possibly empty); lines and points are dropped.
GeosGeometry polygonal_part(GeosGeometry geometry);

} // namespace wdd
