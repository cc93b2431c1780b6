// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "toolkit/command/option.hpp"
#include "toolkit/command/option_value.hpp"

namespace toolkit {

/// A name that a choice option takes, and what it means.
template<class Value>
using Choice = std::pair<std::string, Value>;

/// The options of a command, bound to where their values go.
class OptionList {
  public:
    struct Entry {
        Option option;
        std::function<void(const std::string&)> read; ///< from text into the target
        std::vector<std::string> given = {};          ///< as written; "on" or "off" for a flag
    };

    /// Options declared after this stand under its heading.
    void group(std::string heading);

    /// The target's type says how the text is read: see option_value.hpp.
    template<class Value>
    void add(const Option& option, Value* target) {
        add_reader(option, [target, option](const std::string& text) {
            read_option(option, text, *target);
        });
    }

    /// An option with a form of its own: `parse` makes its value, or throws UsageError.
    template<class Value, class Parse>
    void add(const Option& option, Value* target, Parse parse) {
        add_reader(option, [target, parse = std::move(parse)](const std::string& text) {
            *target = parse(text);
        });
    }

    /// An option with a value of its own for each choice.
    template<class Value>
    void add_choice(Option option, std::vector<Choice<Value>> choices, Value* target) {
        option.type = OptionType::choice;
        for (const auto& [name, value] : choices) {
            option.choices.push_back(name);
        }
        add_reader(std::move(option),
                   [target, choices = std::move(choices)](const std::string& text) {
                       for (const auto& [name, value] : choices) {
                           if (name == text) {
                               *target = value;
                           }
                       }
                   });
    }

    const std::vector<Entry>& entries() const { return m_entries; }

    std::vector<Entry>& entries() { return m_entries; }

    /// Whether the command line gave it a value.
    bool is_given(std::string_view name) const;

  private:
    void add_reader(Option option, std::function<void(const std::string&)> read);

    std::string m_group;
    std::vector<Entry> m_entries;
};

} // namespace toolkit
