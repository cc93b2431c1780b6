// SPDX-License-Identifier: MIT
#include "toolkit/command/option_parser.hpp"

#include <algorithm>
#include <deque>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "toolkit/text/errors.hpp"

namespace toolkit {

namespace {

/// A flag as the parser sees it.
struct Flag {
    OptionList::Entry& entry;
    CLI::Option* parsed = nullptr;
    bool on = false;
};

void add_flag(CLI::App& parser, Flag& flag) {
    const Option& option = flag.entry.option;
    const std::string negation = option.negation.empty() ? "" : ",!" + option.negation;
    flag.parsed = parser.add_flag(option.name + negation, flag.on);
    if (option.value_alias.empty()) {
        return;
    }
    parser.add_option_function<std::string>(
        option.value_alias, [&entry = flag.entry](const std::string& value) {
            const std::vector<std::string>& choices = entry.option.choices;
            const auto choice = std::find(choices.begin(), choices.end(), value);
            if (choice == choices.end()) {
                throw CLI::ValidationError(
                    entry.option.value_alias,
                    fmt::format("'{}' is none of {}", value, fmt::join(choices, ", ")));
            }
            entry.given.emplace_back(choice == choices.begin() ? "on" : "off");
        });
}

void add_value(CLI::App& parser, OptionList::Entry& entry) {
    const Option& option = entry.option;
    std::string names = option.name;
    for (const std::string& alias : option.aliases) {
        names += "," + alias;
    }
    if (option.positional) {
        names += "," + option.name.substr(option.name.find_first_not_of('-'));
    }
    CLI::Option* added = nullptr;
    if (option.repeatable) {
        added = parser.add_option(names, entry.given);
        added->allow_extra_args(false); // one value each time
    } else {
        added = parser.add_option_function<std::string>(
            names, [&entry](const std::string& value) { entry.given = {value}; });
    }
    added->required(option.required);
    if (option.type != OptionType::sql) { // an empty condition selects all
        added->check([](const std::string& value) {
            return value.empty() ? std::string("a value is missing") : std::string();
        });
    }
    if (!option.choices.empty()) {
        added->check(CLI::IsMember(option.choices));
    }
}

/// The parser begins with the option that its error is about.
std::string with_option_marked(const CLI::App& parser, const std::string& error) {
    const std::string option = error.substr(0, error.find_first_of(": "));
    return option.starts_with("--") && parser.get_option_no_throw(option) != nullptr
               ? fmt::format("⟨{}⟩{}", option, error.substr(option.size()))
               : error;
}

/// The parser speaks of numbers that are required and received.
void refuse_repeated(const CLI::App& parser) {
    for (const CLI::Option* option : parser.get_options()) {
        const int most = option->get_items_expected_max();
        if (most > 0 && option->count() > static_cast<std::size_t>(most)) {
            throw UsageError(fmt::format(
                "⟨{}⟩ is given {}; give it once", option->get_name(),
                option->count() == 2 ? "twice" : fmt::format("{} times", option->count())));
        }
    }
}

/// What was given to which option, as it is written.
void split(OptionList& options, std::vector<std::string> arguments) {
    CLI::App parser;
    parser.set_help_flag();
    std::deque<Flag> flags;
    for (OptionList::Entry& entry : options.entries()) {
        if (entry.option.type == OptionType::flag) {
            add_flag(parser, flags.emplace_back(Flag{entry}));
        } else {
            add_value(parser, entry);
        }
    }
    std::reverse(arguments.begin(), arguments.end()); // as CLI11 wants them
    try {
        parser.parse(std::move(arguments));
    } catch (const CLI::ParseError& error) {
        refuse_repeated(parser);
        throw UsageError(with_option_marked(parser, error.what()));
    }
    for (const Flag& flag : flags) {
        if (flag.parsed->count() > 0 && flag.entry.given.empty()) {
            flag.entry.given.emplace_back(flag.on ? "on" : "off");
        }
    }
}

void read_values(OptionList& options) {
    for (OptionList::Entry& entry : options.entries()) {
        auto& given = entry.given;
        given.erase(std::remove(given.begin(), given.end(), ""), given.end());
        for (const std::string& text : given) {
            entry.read(text);
        }
        if (given.empty() && !entry.option.default_text.empty()) {
            entry.read(entry.option.default_text);
        }
    }
}

bool names(const std::vector<std::string>& options, const std::string& name) {
    return std::find(options.begin(), options.end(), name) != options.end();
}

void check_companions(const OptionList& options, const Option& option) {
    for (const std::string& name : option.goes_with) {
        if (options.is_given(name)) {
            continue;
        }
        const auto other =
            std::find_if(options.entries().begin(), options.entries().end(),
                         [&name](const auto& entry) { return entry.option.name == name; });
        const bool both_ways =
            other != options.entries().end() && names(other->option.goes_with, option.name);
        throw UsageError(
            fmt::format("⟨{}⟩ {} ⟨{}⟩", option.name, both_ways ? "and" : "goes with", name) +
            (both_ways ? " go together" : ""));
    }
    for (const std::string& name : option.excludes) {
        if (options.is_given(name)) {
            throw UsageError(fmt::format("⟨{}⟩ and ⟨{}⟩ have the same meaning; give one of them",
                                         option.name, name));
        }
    }
}

} // namespace

void parse_options(OptionList& options, std::vector<std::string> arguments) {
    split(options, std::move(arguments));
    read_values(options);
    for (const OptionList::Entry& entry : options.entries()) {
        if (!entry.given.empty()) {
            check_companions(options, entry.option);
        }
    }
}

} // namespace toolkit
