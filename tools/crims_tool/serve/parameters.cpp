// SPDX-License-Identifier: MIT
#include "crims_tool/serve/parameters.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "toolkit/text/errors.hpp"
#include "toolkit/text/nearest.hpp"
#include "toolkit/text/option_mentions.hpp"

namespace crims_tool {

namespace {

using toolkit::OptionList;
using toolkit::OptionType;
using toolkit::UsageError;
using Entry = OptionList::Entry;

Entry* find_entry(OptionList& parameters, const std::string& name) {
    auto& entries = parameters.entries();
    const auto found = std::find_if(entries.begin(), entries.end(), [&name](const Entry& entry) {
        return parameter_name(entry.option.name) == name;
    });
    return found == entries.end() ? nullptr : &*found;
}

[[noreturn]] void refuse_name(const OptionList& parameters, const std::string& name) {
    std::vector<std::string> names;
    for (const Entry& entry : parameters.entries()) {
        names.push_back(parameter_name(entry.option.name));
    }
    throw UsageError(
        names.empty()
            ? fmt::format("there is no parameter '{}', and none at all here", name)
            : fmt::format("there is no parameter '{}'; the nearest is {}, and all are: {}", name,
                          toolkit::nearest(name, names), fmt::join(names, ", ")));
}

/// A flag's value as the reader of options knows it.
std::string on_or_off(const Entry& entry, const std::string& value) {
    for (const char* yes : {"on", "true", "1", "yes"}) {
        if (value == yes) {
            return "on";
        }
    }
    for (const char* no : {"off", "false", "0", "no"}) {
        if (value == no) {
            return "off";
        }
    }
    throw UsageError(fmt::format("⟨{}⟩ '{}': expected true or false", entry.option.name, value));
}

std::string checked_value(const Entry& entry, const std::string& value) {
    const toolkit::Option& option = entry.option;
    if (value.empty()) {
        throw UsageError(fmt::format("⟨{}⟩: a value is missing", option.name));
    }
    if (option.type == OptionType::flag) {
        return on_or_off(entry, value);
    }
    if (!option.choices.empty() &&
        std::find(option.choices.begin(), option.choices.end(), value) == option.choices.end()) {
        throw UsageError(fmt::format("⟨{}⟩ '{}': expected one of {}", option.name, value,
                                     fmt::join(option.choices, ", ")));
    }
    return value;
}

void check_companions(const OptionList& parameters, const Entry& entry) {
    for (const std::string& name : entry.option.excludes) {
        if (parameters.is_given(name)) {
            throw UsageError(fmt::format("⟨{}⟩ and ⟨{}⟩ have the same meaning; give one of them",
                                         entry.option.name, name));
        }
    }
    for (const std::string& name : entry.option.goes_with) {
        if (!parameters.is_given(name)) {
            throw UsageError(fmt::format("⟨{}⟩ and ⟨{}⟩ go together", entry.option.name, name));
        }
    }
}

} // namespace

std::string parameter_name(std::string_view option) {
    option.remove_prefix(option.starts_with("--") ? 2 : 0);
    std::string name(option);
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
}

void declare_force(toolkit::OptionList& parameters, std::string& force) {
    parameters.add({.name = "--force",
                    .value = "FORCE",
                    .help = "the force, by any name that people use, such as Durham.",
                    .required = true},
                   &force);
}

void read_parameters(OptionList& parameters, const QueryParameters& query) {
    for (const auto& [name, value] : query) {
        Entry* const entry = find_entry(parameters, name);
        if (entry == nullptr) {
            refuse_name(parameters, name);
        }
        if (!entry->given.empty()) {
            throw UsageError(fmt::format("⟨{}⟩ is given twice; give it once", entry->option.name));
        }
        entry->given.push_back(checked_value(*entry, value));
    }
    for (Entry& entry : parameters.entries()) {
        if (!entry.given.empty()) {
            entry.read(entry.given.front());
            check_companions(parameters, entry);
        } else if (entry.option.required) {
            throw UsageError(
                fmt::format("⟨{}⟩ is missing: {}", entry.option.name, entry.option.help));
        } else if (!entry.option.default_text.empty()) {
            entry.read(entry.option.default_text);
        }
    }
}

std::string in_parameter_words(std::string_view text) {
    constexpr std::string_view opening = "⟨--";
    toolkit::OptionNames names;
    for (std::size_t at = text.find(opening); at != std::string_view::npos;
         at = text.find(opening, at + 1)) {
        const std::size_t begin = at + opening.size() - 2;
        const std::size_t end = std::min(text.find_first_of(" \xE2", begin), text.size());
        const std::string_view option = text.substr(begin, end - begin);
        names.emplace(std::string(option), parameter_name(option));
    }
    return toolkit::with_names(text, names);
}

} // namespace crims_tool
