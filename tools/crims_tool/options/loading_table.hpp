// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "crims/loading.hpp"

namespace crims_tool {

/// What --loading says: nothing, a factor, or a table with a column `loading` (or `factor`) and any
/// of zone (or MSOA, or `zone_field`, what crimes call their zone), crime_type (or category), code,
/// description (or type), month. An empty cell means all; a month is YYYY-MM, or 1 to 12 for that
/// month of each year from `first` to `last`. Names are compared without regard to case. An offence
/// that the model lacks, as one without any recorded crime, and months outside are warnings. Throws
/// toolkit::DataError that names the row and what is wrong with it, or a column that is none of
/// these, and toolkit::UsageError for a factor that is none.
crims::Loading read_loading(const std::string& text, const crims::Model& model,
                            const std::string& zone_field, crims::Month first, crims::Month last,
                            std::vector<std::string>& warnings);

} // namespace crims_tool
