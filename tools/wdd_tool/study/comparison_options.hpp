// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "toolkit/command/option_list.hpp"
#include "wdd_tool/study/comparison_places.hpp"

namespace wdd_tool {

/// Which areas to compare with.
struct ComparisonOptions {
    toolkit::Given<toolkit::LayerReference> areas = {};
    std::string where = {};
};

void declare_comparison(toolkit::OptionList& options, ComparisonOptions& o);

/// Throws UsageError.
void check_comparison(const ComparisonOptions& o);

ComparisonLayerChoice comparison_choice(const ComparisonOptions& o);

} // namespace wdd_tool
