// SPDX-License-Identifier: MIT
#include "wdd_tool/study/comparison_options.hpp"

#include "toolkit/text/errors.hpp"

namespace wdd_tool {

using toolkit::OptionType;

void declare_comparison(toolkit::OptionList& options, ComparisonOptions& o) {
    options.add(
        {.name = "--comparison-areas",
         .aliases = {"--candidates"},
         .type = OptionType::layer,
         .value = "LAYER",
         .help =
             "Zones where nothing was done, such as beats or MSOAs of the whole force; small neighbouring ones are merged. Default: copies of the response area, wherever there are incidents."},
        &o.areas);
    options.add({.name = "--comparison-where",
                 .aliases = {"--candidates-where"},
                 .type = OptionType::sql,
                 .value = "SQL",
                 .help = "Condition that selects in the layer of comparison areas.",
                 .parent = "--comparison-areas",
                 .advanced = true},
                &o.where);
}

void check_comparison(const ComparisonOptions& o) {
    if (o.areas.empty() && !o.where.empty()) {
        throw toolkit::UsageError(
            "⟨--comparison-where⟩ selects in ⟨--comparison-areas⟩, which is missing");
    }
}

ComparisonLayerChoice comparison_choice(const ComparisonOptions& o) {
    if (o.areas.empty()) {
        return {.layer = std::nullopt, .where = ""};
    }
    return {.layer = o.areas.value(), .where = o.where};
}

} // namespace wdd_tool
