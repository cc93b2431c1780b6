// SPDX-License-Identifier: MIT
#include "toolkit/layers/remote.hpp"

#include <algorithm>
#include <array>
#include <string>

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_http.h>
#include <cpl_string.h>

#include "toolkit/text/blanks.hpp"
#include "toolkit/text/lower_case.hpp"

namespace toolkit {

namespace {

constexpr std::array<std::string_view, 3> local_file_systems{"vsizip", "vsigzip", "vsitar"};

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '+' || c == '.';
}

/// Each `vsi...` in it, for they nest: /vsizip/vsicurl/..., /vsizip/{/vsis3/...}.
bool names_other_file_system(std::string_view path) {
    constexpr std::string_view prefix = "vsi";
    for (std::size_t at = path.find(prefix); at != std::string_view::npos;
         at = path.find(prefix, at + 1)) {
        const std::string_view rest = path.substr(at);
        const auto* const end = std::find_if_not(rest.begin(), rest.end(), is_name_character);
        const std::string_view name(rest.begin(), end);
        const bool begins = at == 0 || path[at - 1] == '/' || path[at - 1] == '{';
        const bool is_folder = end != rest.end() && (*end == '/' || *end == '?');
        if (begins && is_folder &&
            std::find(local_file_systems.begin(), local_file_systems.end(), name) ==
                local_file_systems.end()) {
            return true;
        }
    }
    return false;
}

/// "PG:", "WFS:", "https:": letters before a colon. A single one is a drive of Windows.
bool has_scheme(std::string_view path) {
    const auto* const end = std::find_if_not(path.begin(), path.end(), is_name_character);
    return end != path.end() && *end == ':' && end - path.begin() > 1;
}

CPLHTTPResult* refuse_to_fetch(const char* /*address*/, CSLConstList /*options*/,
                               GDALProgressFunc /*progress*/, void* /*progress_data*/,
                               CPLHTTPFetchWriteFunc /*write*/, void* /*write_data*/,
                               void* /*nothing*/) {
    constexpr const char* reason = "it refers to an address on the network";
    CPLError(CE_Failure, CPLE_HttpResponse, "%s", reason);
    // An answer, if an empty one: after none GDAL would fetch by itself.
    auto* const answer = static_cast<CPLHTTPResult*>(CPLCalloc(1, sizeof(CPLHTTPResult)));
    answer->nStatus = 1;
    answer->pszErrBuf = CPLStrdup(reason);
    return answer;
}

} // namespace

bool is_remote(std::string_view path) {
    const std::string text = lower_case(trimmed(path));
    if (text.empty()) {
        return false;
    }
    const bool is_description = text.front() == '<' || text.front() == '{';
    return is_description || text.starts_with("//") || text.starts_with("\\\\") ||
           text.find("://") != std::string::npos || has_scheme(text) ||
           names_other_file_system(text);
}

bool reaches_out(std::string_view condition) {
    const std::string text = lower_case(condition);
    constexpr std::array<std::string_view, 4> functions{"ogr_geocode", "ogr_datasource_load_layers",
                                                        "load_extension", "gdal_"};
    return std::any_of(functions.begin(), functions.end(), [&text](std::string_view name) {
        return text.find(name) != std::string::npos;
    });
}

const char* const* local_drivers() {
    // GML, LIBKML, OGR_VRT, PDF and others may refer to what lies elsewhere.
    static constexpr std::array<const char*, 11> drivers{
        "GPKG",         "ESRI Shapefile", "GeoJSON", "FlatGeobuf", "SQLite", "CSV",
        "MapInfo File", "OpenFileGDB",    "KML",     "GPX",        nullptr};
    return drivers.data();
}

NoFetching::NoFetching() {
    CPLHTTPPushFetchCallback(refuse_to_fetch, nullptr);
}

NoFetching::~NoFetching() {
    CPLHTTPPopFetchCallback();
}

} // namespace toolkit
