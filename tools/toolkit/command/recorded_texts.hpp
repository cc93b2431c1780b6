// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "toolkit/command/option_list.hpp"

namespace toolkit {

/// What a run records in place of its options' values: a program that runs a command knows better
/// than the command what its user has chosen.
class RecordedTexts {
  public:
    RecordedTexts() = default;

    /// From texts such as "--response=Patrols (selected features)". Throws UsageError for a text of
    /// another form and for an option that is not among `known`.
    RecordedTexts(const std::vector<std::string>& texts, const std::vector<Option>& known);

    /// A list of names ("date_field" for --date-field) and values, with the texts in place of the
    /// values; those of names that are not there stand at the end.
    template<class Parameter>
    std::vector<Parameter> over(std::vector<Parameter> parameters) const {
        for (const auto& [recorded, text] : m_texts) {
            const auto found = std::find_if(parameters.begin(), parameters.end(),
                                            [&wanted = recorded](const Parameter& each) {
                                                const auto& [name, value] = each;
                                                return name == wanted;
                                            });
            if (found == parameters.end()) {
                parameters.push_back({recorded, text});
            } else {
                auto& [name, value] = *found;
                value = text;
            }
        }
        return parameters;
    }

    /// Puts them into the object `parameters` of a result for programs.
    void put_into(nlohmann::ordered_json& parameters) const;

  private:
    std::vector<std::pair<std::string, std::string>> m_texts; ///< by the parameter's name
};

} // namespace toolkit
