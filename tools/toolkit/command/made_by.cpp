// SPDX-License-Identifier: MIT
#include "toolkit/command/made_by.hpp"

#include <utility>

#include <fmt/format.h>

namespace toolkit {

LayerDescription made_by(std::string title, std::string_view maker,
                         const RecordedParameters& parameters) {
    std::string text = fmt::format("Made by {} with these options:", maker);
    for (const RecordedParameter& parameter : parameters) {
        const std::string value = recorded_text(parameter.value);
        if (!value.empty() && parameter.name != "version") { // the maker has it
            text += fmt::format("\n{}: {}", parameter.name, value);
        }
    }
    return {.title = std::move(title), .text = std::move(text)};
}

} // namespace toolkit
