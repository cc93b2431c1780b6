// SPDX-License-Identifier: MIT
#include "toolkit/command/option_list.hpp"

namespace toolkit {

void OptionList::group(std::string heading) {
    m_group = std::move(heading);
}

bool OptionList::is_given(std::string_view name) const {
    const auto found = std::find_if(m_entries.begin(), m_entries.end(), [name](const Entry& entry) {
        return entry.option.name == name;
    });
    return found != m_entries.end() && !found->given.empty();
}

void OptionList::add_reader(Option option, std::function<void(const std::string&)> read) {
    option.group = m_group;
    m_entries.push_back({.option = std::move(option), .read = std::move(read)});
}

} // namespace toolkit
