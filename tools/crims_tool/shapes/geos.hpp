// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <span>
#include <stdexcept>
#include <string>

#include <geos_c.h>

namespace crims_tool {

/// A reentrant GEOS context that keeps the last error. For one thread.
class GeosContext {
  public:
    GeosContext();
    ~GeosContext();
    GeosContext(const GeosContext&) = delete;
    GeosContext(GeosContext&&) = delete;
    GeosContext& operator=(const GeosContext&) = delete;
    GeosContext& operator=(GeosContext&&) = delete;

    GEOSContextHandle_t handle() const { return m_handle; }

    const std::string& last_error() const { return m_last_error; }

  private:
    GEOSContextHandle_t m_handle;
    std::string m_last_error;
};

/// Hands what GEOS has made back to the context it was made in, which must outlive it.
struct GeosDestroy {
    GEOSContextHandle_t handle = nullptr;

    void operator()(GEOSGeometry* geometry) const { GEOSGeom_destroy_r(handle, geometry); }
};

using GeosGeometry = std::unique_ptr<GEOSGeometry, GeosDestroy>;

/// Takes what a GEOS function made. Throws std::runtime_error with what GEOS said if it made
/// nothing.
template<class Handle>
std::unique_ptr<Handle, GeosDestroy> taken(const GeosContext& context, Handle* made) {
    if (made == nullptr) {
        throw std::runtime_error(context.last_error().empty() ? "GEOS fails"
                                                              : context.last_error());
    }
    return {made, GeosDestroy{context.handle()}};
}

/// Throws std::runtime_error for WKB that cannot be read.
GeosGeometry geometry_from_wkb(const GeosContext& context, std::span<const std::byte> wkb);

} // namespace crims_tool
