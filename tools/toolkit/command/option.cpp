// SPDX-License-Identifier: MIT
#include "toolkit/command/option.hpp"

#include <fmt/format.h>

namespace toolkit {

std::string_view option_type_name(OptionType type) {
    switch (type) {
    case OptionType::text:
        return "text";
    case OptionType::layer:
        return "layer";
    case OptionType::output_layer:
        return "output_layer";
    case OptionType::file:
        return "file";
    case OptionType::output_file:
        return "output_file";
    case OptionType::field:
        return "field";
    case OptionType::sql:
        return "sql";
    case OptionType::date:
        return "date";
    case OptionType::month:
        return "month";
    case OptionType::time_zone:
        return "time_zone";
    case OptionType::distance:
        return "distance";
    case OptionType::number:
        return "number";
    case OptionType::integer:
        return "integer";
    case OptionType::crs:
        return "crs";
    case OptionType::choice:
        return "choice";
    case OptionType::flag:
        return "flag";
    }
    return "text";
}

std::string_view geometry_name(LayerGeometry geometry) {
    switch (geometry) {
    case LayerGeometry::points:
        return "points";
    case LayerGeometry::polygons:
        return "polygons";
    case LayerGeometry::incidents:
        return "incidents";
    case LayerGeometry::any:
        break;
    }
    return "any";
}

bool NumberRange::contains(double number) const {
    const bool inside = !(least && number < *least) && !(most && number > *most);
    const bool on_bound = (least && number == *least) || (most && number == *most);
    return number == number && inside && !(open && on_bound);
}

std::string NumberRange::text() const {
    if (least && most) {
        return open ? fmt::format(" between {} and {}", *least, *most)
                    : fmt::format(" from {} to {}", *least, *most);
    }
    if (least) {
        return open ? fmt::format(" above {}", *least) : fmt::format(" of {} or more", *least);
    }
    if (most) {
        return open ? fmt::format(" below {}", *most) : fmt::format(" of {} or less", *most);
    }
    return "";
}

std::string NumberRange::mistaken_share(double number) const {
    constexpr double hundred = 100;
    // What is multiplied is a decimal fraction, and is told as one.
    if (least_percent && number > 0 && number < *least_percent) {
        return fmt::format(" in percent: {:.6g}, not {:.6g}", number * hundred, number);
    }
    if (most == 1.0 && number >= 2 && number <= hundred) {
        return fmt::format("{}: {:.6g}, not {:.6g}", text(), number / hundred, number);
    }
    return "";
}

} // namespace toolkit
