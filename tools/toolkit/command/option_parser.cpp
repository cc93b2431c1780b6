// SPDX-License-Identifier: MIT
#include "toolkit/command/option_parser.hpp"

#include <algorithm>
#include <deque>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "toolkit/system/file_system.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/nearest.hpp"
#include "toolkit/text/number.hpp"

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

std::vector<std::string> option_names(const OptionList& options) {
    std::vector<std::string> names{"--help"};
    for (const OptionList::Entry& entry : options.entries()) {
        const Option& option = entry.option;
        names.push_back(option.name);
        names.insert(names.end(), option.aliases.begin(), option.aliases.end());
        for (const std::string& other : {option.negation, option.value_alias}) {
            if (!other.empty()) {
                names.push_back(other);
            }
        }
    }
    return names;
}

/// An option that is nearly called so; empty if there is none.
std::string nearest_option(const OptionList& options, const std::string& name) {
    constexpr std::size_t letters_per_edit = 3;
    std::string found = nearest(name, option_names(options));
    return edits(name, found) <= name.size() / letters_per_edit ? found : std::string();
}

bool looks_like_option(const std::string& argument) {
    return argument.size() > 1 && argument.starts_with('-') && !read_number(argument);
}

/// Before all else: a misspelt option is also one that is missing, and its value belongs nowhere.
void refuse_unknown(const OptionList& options, const std::vector<std::string>& unknown) {
    if (unknown.empty()) {
        return;
    }
    const auto found = std::find_if(unknown.begin(), unknown.end(), looks_like_option);
    if (found == unknown.end()) {
        throw UsageError(fmt::format(
            "'{}' does not belong to an option; put a value with blanks in quotation marks",
            unknown.front()));
    }
    const std::string name = found->substr(0, found->find('='));
    const std::string near = nearest_option(options, name);
    throw UsageError(near.empty()
                         ? fmt::format("there is no option {}", name)
                         : fmt::format("there is no option {}; the nearest is ⟨{}⟩", name, near));
}

/// What was given to which option, as it is written.
void split(OptionList& options, std::vector<std::string> arguments) {
    CLI::App parser;
    parser.set_help_flag();
    parser.allow_extras();
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
        refuse_unknown(options, parser.remaining());
        refuse_repeated(parser);
        throw UsageError(with_option_marked(parser, error.what()));
    }
    refuse_unknown(options, parser.remaining());
    for (const Flag& flag : flags) {
        if (flag.parsed->count() > 0 && flag.entry.given.empty()) {
            flag.entry.given.emplace_back(flag.on ? "on" : "off");
        }
    }
}

/// A geodatabase is a folder too, and may hold a table.
void refuse_folder(const Option& option, const std::string& text) {
    if (option.type == OptionType::file && !option.may_be_folder && !text.ends_with(".gdb") &&
        !text.ends_with(".gdb/") && is_folder(text)) {
        throw UsageError(
            fmt::format("⟨{}⟩ '{}': this is a folder; name a file in it", option.name, text));
    }
}

void read_values(OptionList& options) {
    for (OptionList::Entry& entry : options.entries()) {
        auto& given = entry.given;
        given.erase(std::remove(given.begin(), given.end(), ""), given.end());
        for (const std::string& text : given) {
            refuse_folder(entry.option, text);
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
