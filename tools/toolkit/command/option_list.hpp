// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace toolkit {

/// What kind of value an option takes; front ends choose their widget by it.
enum class OptionType {
    text,
    layer,        ///< an input layer reference
    output_layer, ///< a feature class to be written
    file,         ///< an input file
    output_file,  ///< a file to be written, `-` for standard output
    field,        ///< a field of the layer that `parent` names
    sql,          ///< a condition on the layer that `parent` names
    date,
    month, ///< YYYY-MM
    distance,
    number,
    integer, ///< a whole number
    numbers, ///< several numbers with commas between
    crs,
    choice,
    flag
};

std::string_view option_type_name(OptionType type);

/// A list takes an option that may be given several times.
using OptionTarget = std::variant<std::string*, std::optional<std::string>*, double*, bool*,
                                  std::vector<std::string>*>;

/// One option of a command.
struct Option {
    std::string name = {};                 ///< "--response"
    std::vector<std::string> aliases = {}; ///< other names, ArcGIS's among them
    OptionType type = OptionType::text;
    std::string value = {};  ///< placeholder in the help: "LAYER"
    std::string group = {};  ///< heading in the help
    std::string help = {};   ///< what it means, with unit
    std::string parent = {}; ///< for fields and conditions: the option that names their layer
    std::vector<std::string> choices = {};
    std::string default_text = {}; ///< shown; the target holds it already
    bool required = false;
    bool advanced = false;        ///< not in ArcGIS's dialog
    std::string negation = {};    ///< for flags: "--no-test-suitability"
    std::string value_alias = {}; ///< for flags: a second name that takes `choices`, first means on
};

/// The options of a command, bound to where their values go.
class OptionList {
  public:
    struct Entry {
        Option option;
        OptionTarget target;
    };

    /// Options declared after this stand under its heading.
    void group(std::string heading);
    void add(Option option, OptionTarget target);

    const std::vector<Entry>& entries() const { return m_entries; }

  private:
    std::string m_group;
    std::vector<Entry> m_entries;
};

} // namespace toolkit
