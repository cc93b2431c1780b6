// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>

#include "crims_tool/records/month_range.hpp"

namespace crims_tool {

/// "2018-01 to 2018-12" of a model's metadata; no value if it says nothing of the kind.
std::optional<MonthRange> calibration_months(const std::string& text);

/// The lookup that a model was made with.
struct RecordedLookup {
    std::string path;    ///< empty: there was none, or it is not what it was
    std::string warning; ///< that it is gone or has changed
};

RecordedLookup recorded_lookup(const std::map<std::string, std::string>& metadata,
                               bool has_polygons);

} // namespace crims_tool
