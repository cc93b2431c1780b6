// SPDX-License-Identifier: MIT
#include "toolkit/command/option_list.hpp"

#include <utility>

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
    case OptionType::distance:
        return "distance";
    case OptionType::number:
        return "number";
    case OptionType::integer:
        return "integer";
    case OptionType::numbers:
        return "numbers";
    case OptionType::crs:
        return "crs";
    case OptionType::choice:
        return "choice";
    case OptionType::flag:
        return "flag";
    }
    return "text";
}

void OptionList::group(std::string heading) {
    m_group = std::move(heading);
}

void OptionList::add(Option option, OptionTarget target) {
    option.group = m_group;
    m_entries.push_back({std::move(option), target});
}

} // namespace toolkit
