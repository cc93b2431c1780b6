// SPDX-License-Identifier: MIT
#include "wdd_tool/study/layer_options.hpp"

namespace wdd_tool {

using toolkit::Option;
using toolkit::OptionType;

Option response_option() {
    return {.name = "--response",
            .aliases = {"--in_response_feature"},
            .type = OptionType::layer,
            .value = "LAYER",
            .help = "Response area: polygons, taken together as one area.",
            .geometry = toolkit::LayerGeometry::polygons,
            .required = true};
}

Option where_option() {
    return {.name = "--where",
            .aliases = {"--where_clause"},
            .type = OptionType::sql,
            .value = "SQL",
            .help = "Condition that selects in the response layer, such as \"NAME='North'\".",
            .parent = "--response"};
}

Option control_option() {
    return {.name = "--control",
            .aliases = {"--in_control_feature"},
            .type = OptionType::layer,
            .value = "LAYER",
            .help = "Control area: polygons, taken together as one area.",
            .geometry = toolkit::LayerGeometry::polygons,
            .required = true};
}

Option control_where_option() {
    return {.name = "--control-where",
            .type = OptionType::sql,
            .value = "SQL",
            .help = "Condition that selects in the control layer.",
            .parent = "--control",
            .advanced = true};
}

Option incidents_option() {
    return {
        .name = "--incidents",
        .aliases = {"--in_features"},
        .type = OptionType::layer,
        .repeatable = true,
        .value = "LAYER",
        .help =
            "Incident points; a table needs ⟨--x⟩, ⟨--y⟩ and ⟨--points-crs⟩. Also a download of data.police.uk: its archive .zip, its address, or a folder with its files. Given several times, all of them count. This or ⟨--crimes⟩ is needed.",
        .geometry = toolkit::LayerGeometry::incidents};
}

Option crime_types_option() {
    return {
        .name = "--crime-types",
        .type = OptionType::text,
        .list = true,
        .value = "TYPE[,TYPE..]",
        .help =
            "Crime types of a download of data.police.uk that count, such as \"burglary,robbery\".",
        .default_words = "all",
        .advanced = true};
}

Option displacement_option() {
    return {
        .name = "--displacement",
        .aliases = {"--displacement_distance"},
        .type = OptionType::distance,
        .value = "DISTANCE",
        .help =
            "Width of the displacement areas (rings) around both areas: \"300 m\", \"0.25 Miles\", \"500 ft\"; a bare number is in the unit of the coordinate system; 0 for no displacement areas.",
        .required = true};
}

Option planned(Option option, const std::string& help) {
    option.aliases = {};
    option.help = help;
    option.required = false;
    option.goes_with = {"--incidents"};
    return option;
}

} // namespace wdd_tool
