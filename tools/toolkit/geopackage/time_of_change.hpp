// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace toolkit {

/// The environment's SOURCE_DATE_EPOCH, if it is set, becomes the time that GeoPackages say they
/// were changed, so that two runs give the same bytes (reproducible-builds.org). Throws UsageError
/// if it is not a number of seconds.
void use_source_date();

/// As gpkg_contents wants it: "2026-11-27T23:00:00.000Z".
std::string time_of_change();

} // namespace toolkit
