// SPDX-License-Identifier: MIT
#include "toolkit/command/recorded_parameters.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "toolkit/layers/layer.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/number.hpp"

namespace toolkit {

namespace {

bool is_named(const Option& option, const std::string& name) {
    return option.name == name ||
           std::find(option.aliases.begin(), option.aliases.end(), name) != option.aliases.end();
}

bool shapes_the_result(const Option& option) {
    return option.recorded && option.type != OptionType::output_layer &&
           option.type != OptionType::output_file;
}

std::string parameter_name(const Option& option) {
    std::string name = option.name.substr(option.name.find_first_not_of('-'));
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
}

OptionType recorded_type(const Option& option) {
    const bool is_kept = option.type == OptionType::flag || option.type == OptionType::number ||
                         option.type == OptionType::integer;
    return is_kept && !option.list ? option.type : OptionType::text;
}

RecordedValue value_of(const Option& option, const std::string& text) {
    if (option.type == OptionType::flag) {
        return text == "on";
    }
    if (text.empty()) {
        return std::monostate();
    }
    switch (recorded_type(option)) {
    case OptionType::number:
        return option_value<double>(option, text);
    case OptionType::integer:
        return option_value<std::uint64_t>(option, text);
    default:
        return option.type == OptionType::layer || option.type == OptionType::file
                   ? without_password(text)
                   : text;
    }
}

/// What an option was given that may be repeated.
RecordedValue all_of(const Option& option, const std::vector<std::string>& given) {
    if (given.empty()) {
        return std::monostate();
    }
    std::vector<std::string> texts;
    texts.reserve(given.size());
    for (const std::string& text : given) {
        texts.push_back(recorded_text(value_of(option, text)));
    }
    return fmt::format("{}", fmt::join(texts, "; "));
}

nlohmann::ordered_json value_json(const RecordedValue& value) {
    return std::visit(
        [](const auto& held) {
            if constexpr (std::is_same_v<std::decay_t<decltype(held)>, std::monostate>) {
                return nlohmann::ordered_json(nullptr);
            } else {
                return nlohmann::ordered_json(held);
            }
        },
        value);
}

} // namespace

RecordedParameters recorded_parameters(const OptionList& options) {
    RecordedParameters parameters;
    for (const auto& [option, read, given] : options.entries()) {
        if (shapes_the_result(option)) {
            parameters.push_back(
                {parameter_name(option),
                 option.repeatable
                     ? all_of(option, given)
                     : value_of(option, given.empty() ? option.default_text : given.back()),
                 recorded_type(option)});
        }
    }
    return parameters;
}

void record_as(RecordedParameters& parameters, const OptionList& options,
               const std::vector<std::string>& texts) {
    for (const std::string& text : texts) {
        const std::size_t equals = text.find('=');
        if (equals == std::string::npos) {
            throw UsageError(fmt::format(
                "--record-as '{}': expected an option and a text, such as --response=Patrols",
                text));
        }
        const auto entry =
            std::find_if(options.entries().begin(), options.entries().end(), [&](const auto& each) {
                return shapes_the_result(each.option) &&
                       is_named(each.option, text.substr(0, equals));
            });
        if (entry == options.entries().end()) {
            throw UsageError(fmt::format("--record-as '{}': there is no option {}", text,
                                         text.substr(0, equals)));
        }
        const std::string name = parameter_name(entry->option);
        for (RecordedParameter& parameter : parameters) {
            if (parameter.name == name) {
                parameter = {name, without_password(text.substr(equals + 1))};
            }
        }
    }
}

std::string recorded_text(const RecordedValue& value) {
    if (const auto* text = std::get_if<std::string>(&value)) {
        return *text;
    }
    return std::holds_alternative<std::monostate>(value) ? "" : value_json(value).dump();
}

nlohmann::ordered_json parameters_json(const RecordedParameters& parameters) {
    nlohmann::ordered_json json = nlohmann::ordered_json::object();
    for (const RecordedParameter& parameter : parameters) {
        json[parameter.name] = value_json(parameter.value);
    }
    return json;
}

} // namespace toolkit
