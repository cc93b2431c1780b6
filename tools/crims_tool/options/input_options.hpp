// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "crims_tool/records/month_range.hpp"
#include "toolkit/command/option_list.hpp"

namespace crims_tool {

/// A layer of zones, and the field with their codes.
struct ZoneOptions {
    std::optional<toolkit::LayerReference> layer = {};
    std::string field = {};
};

/// --model.
void declare_model(toolkit::OptionList& options, std::string& model);

/// --from and --to. `require_ordered` checks them.
void declare_months(toolkit::OptionList& options, MonthRange& months);

/// --holidays.
void declare_holidays(toolkit::OptionList& options,
                      toolkit::Given<toolkit::LayerReference>& holidays);

/// --zones and --zone-field, which go together. `zones` and `field` hold the help, and whether
/// they are required.
void declare_zones(toolkit::OptionList& options, ZoneOptions& o, toolkit::Option zones,
                   toolkit::Option field);

/// The file or database of a layer, to compare with outputs; empty where none is given.
std::string path_of(const std::optional<toolkit::LayerReference>& layer);
std::string path_of(const toolkit::Given<toolkit::LayerReference>& layer);

} // namespace crims_tool
