// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace toolkit {

/// True for what GDAL would open as more than a file of this machine: an address, a connection to a
/// database or a service (`PG:`, `WFS:`), a file system of a network or of a program (`/vsicurl/`,
/// `/vsis3/`, `/vsistdin/`), a description in place of a name (`<OGRVRTDataSource>`). Archives
/// (`/vsizip/`, `/vsigzip/`, `/vsitar/`) are of this machine if what they hold is.
bool is_remote(std::string_view path);

/// True for a condition that calls functions of GDAL's that reach files or the network.
bool reaches_out(std::string_view condition);

/// The drivers that open plain files and follow no address in them; ends in null.
const char* const* local_drivers();

/// While it lives, GDAL fetches nothing by HTTP on this thread. (A GeoJSON file may name its
/// coordinate system by an address.)
class NoFetching {
  public:
    NoFetching();
    ~NoFetching();
    NoFetching(const NoFetching&) = delete;
    NoFetching(NoFetching&&) = delete;
    NoFetching& operator=(const NoFetching&) = delete;
    NoFetching& operator=(NoFetching&&) = delete;
};

} // namespace toolkit
