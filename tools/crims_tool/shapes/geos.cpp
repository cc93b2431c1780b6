// SPDX-License-Identifier: MIT
#include "crims_tool/shapes/geos.hpp"

namespace crims_tool {

GeosContext::GeosContext() : m_handle(GEOS_init_r()) {
    GEOSContext_setErrorMessageHandler_r(
        m_handle,
        [](const char* message, void* last) { *static_cast<std::string*>(last) = message; },
        &m_last_error);
}

GeosContext::~GeosContext() {
    GEOS_finish_r(m_handle);
}

namespace {

struct DestroyReader {
    GEOSContextHandle_t handle;

    void operator()(GEOSWKBReader* reader) const { GEOSWKBReader_destroy_r(handle, reader); }
};

} // namespace

GeosGeometry geometry_from_wkb(const GeosContext& context, std::span<const std::byte> wkb) {
    const std::unique_ptr<GEOSWKBReader, DestroyReader> reader(
        GEOSWKBReader_create_r(context.handle()), DestroyReader{context.handle()});
    return taken(context, GEOSWKBReader_read_r(context.handle(), reader.get(),
                                               reinterpret_cast<const unsigned char*>(wkb.data()),
                                               wkb.size()));
}

} // namespace crims_tool
