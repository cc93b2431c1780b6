// SPDX-License-Identifier: MIT
#include "toolkit/command/recorded_texts.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "toolkit/layers/layer.hpp"
#include "toolkit/text/errors.hpp"

namespace toolkit {

namespace {

bool is_named(const Option& option, const std::string& name) {
    return option.name == name ||
           std::find(option.aliases.begin(), option.aliases.end(), name) != option.aliases.end();
}

std::string parameter_name(const Option& option) {
    std::string name = option.name.substr(option.name.find_first_not_of('-'));
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
}

} // namespace

RecordedTexts::RecordedTexts(const std::vector<std::string>& texts,
                             const std::vector<Option>& known) {
    for (const std::string& text : texts) {
        const std::size_t equals = text.find('=');
        if (equals == std::string::npos) {
            throw UsageError(fmt::format(
                "--record-as '{}': expected an option and a text, --response=Patrols say", text));
        }
        const auto option = std::find_if(known.begin(), known.end(), [&](const Option& each) {
            return is_named(each, text.substr(0, equals));
        });
        if (option == known.end()) {
            throw UsageError(fmt::format("--record-as '{}': there is no option {}", text,
                                         text.substr(0, equals)));
        }
        m_texts.emplace_back(parameter_name(*option), without_password(text.substr(equals + 1)));
    }
}

void RecordedTexts::put_into(nlohmann::ordered_json& parameters) const {
    for (const auto& [name, text] : m_texts) {
        parameters[name] = text;
    }
}

} // namespace toolkit
