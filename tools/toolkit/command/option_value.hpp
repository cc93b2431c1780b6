// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <chrono>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "toolkit/command/given.hpp"
#include "toolkit/command/option.hpp"
#include "toolkit/layers/crs.hpp"
#include "toolkit/layers/distance.hpp"
#include "toolkit/layers/layer_reference.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/time/date_format.hpp"
#include "toolkit/time/time_zone.hpp"

namespace toolkit {

/// An option's text as a value of a type, once and for all. Throws UsageError that names option and
/// value. Each type that an option can have is a specialization.
template<class Value>
Value option_value(const Option& option, const std::string& text);

template<>
std::string option_value(const Option& option, const std::string& text);
template<>
bool option_value(const Option& option, const std::string& text); ///< "on" or "off"
template<>
double option_value(const Option& option, const std::string& text);
template<>
std::uint64_t option_value(const Option& option, const std::string& text);
template<>
std::uint32_t option_value(const Option& option, const std::string& text);
template<>
int option_value(const Option& option, const std::string& text);
template<>
std::chrono::sys_days option_value(const Option& option, const std::string& text);
template<>
std::chrono::year_month option_value(const Option& option, const std::string& text);
template<>
TimeZone option_value(const Option& option, const std::string& text);
template<>
Distance option_value(const Option& option, const std::string& text);
template<>
LayerReference option_value(const Option& option, const std::string& text);
template<>
DateFormat option_value(const Option& option, const std::string& text);
template<>
Crs option_value(const Option& option, const std::string& text);

/// A value that stands twice in a list whose values are distinct.
UsageError given_twice(const Option& option, const std::string& text, const std::string& part);

/// The parts between the commas. Throws UsageError for an empty one.
std::vector<std::string> option_parts(const Option& option, const std::string& text);

template<class Value>
void read_option(const Option& option, const std::string& text, Value& target) {
    target = option_value<Value>(option, text);
}

/// Nothing, as long as the option is not given.
template<class Value>
void read_option(const Option& option, const std::string& text, std::optional<Value>& target) {
    target = option_value<Value>(option, text);
}

/// The value with its text.
template<class Value>
void read_option(const Option& option, const std::string& text, Given<Value>& target) {
    target = Given<Value>(text, option_value<Value>(option, text));
}

/// What an option that may be repeated was given, with its texts.
template<class Value>
void read_option(const Option& option, const std::string& text, std::vector<Given<Value>>& target) {
    target.push_back(Given<Value>(text, option_value<Value>(option, text)));
}

/// A list, or what an option that may be repeated was given.
template<class Value>
void read_option(const Option& option, const std::string& text, std::vector<Value>& target) {
    if (option.repeatable) {
        target.push_back(option_value<Value>(option, text));
        return;
    }
    std::vector<Value> values;
    for (const std::string& part : option_parts(option, text)) {
        Value value = option_value<Value>(option, part);
        if constexpr (std::equality_comparable<Value>) {
            if (option.distinct && std::ranges::find(values, value) != values.end()) {
                throw given_twice(option, text, part);
            }
        }
        values.push_back(std::move(value));
    }
    target = std::move(values);
}

} // namespace toolkit
