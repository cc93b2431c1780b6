// SPDX-License-Identifier: MIT
#include "toolkit/command/usage_text.hpp"

#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "toolkit/text/option_mentions.hpp"

namespace toolkit {

namespace {

constexpr std::size_t line_width = 88;
constexpr std::size_t help_indent = 8;

std::string wrapped(const std::string& text, std::size_t indent) {
    std::istringstream words(as_typed(text));
    const std::string margin(indent, ' ');
    std::string result;
    std::string line = margin;
    for (std::string word; words >> word;) {
        if (line.size() > indent && line.size() + 1 + word.size() > line_width) {
            result += line + "\n";
            line = margin;
        }
        line += (line.size() > indent ? " " : "") + word;
    }
    return result + line + "\n";
}

std::string signature(const Option& option) {
    const std::string value = option.value.empty() ? "" : " " + option.value;
    return option.name + value + (option.negation.empty() ? "" : " / " + option.negation);
}

/// What may stand on the command line without its option's name: " FORCE FROM TO".
std::string positional_values(const std::vector<Option>& options) {
    std::string values;
    for (const Option& option : options) {
        values += option.positional ? " " + option.value : "";
    }
    return values;
}

std::vector<std::string> other_names(const Option& option) {
    std::vector<std::string> names = option.aliases;
    if (!option.value_alias.empty()) {
        names.push_back(fmt::format("{} {}", option.value_alias, fmt::join(option.choices, "|")));
    }
    return names;
}

/// The help with what goes with every option: choices, default, other names.
std::string full_help(const Option& option) {
    std::string text = option.help;
    if (!option.choices.empty() && option.value_alias.empty()) {
        text += fmt::format(" One of: {}.", fmt::join(option.choices, ", "));
    }
    if (const std::string otherwise = option.default_text + option.default_words;
        !otherwise.empty()) {
        text += fmt::format(" Default: {}.", otherwise);
    }
    if (option.required) {
        text += " Required.";
    }
    if (option.positional) {
        text += fmt::format(" May be given without the name, as {} above.", option.value);
    }
    if (const auto names = other_names(option); !names.empty()) {
        text += fmt::format(" Also: {}.", fmt::join(names, ", "));
    }
    return text;
}

std::vector<Option> declared(Command& command) {
    OptionList list;
    command.declare(list);
    std::vector<Option> options;
    for (const OptionList::Entry& entry : list.entries()) {
        options.push_back(entry.option);
    }
    return options;
}

/// What an option takes and goes with; what it does not have is left out.
void add_constraints(nlohmann::ordered_json& json, const Option& option) {
    const auto add = [&json](const char* key, const auto& value) {
        if (!value.empty()) {
            json[key] = value;
        }
    };
    add("choices", option.choices);
    add("parent", option.parent);
    add("negation", option.negation);
    add("value_alias", option.value_alias);
    add("default_words", option.default_words);
    add("endings", option.endings);
    add("layer", option.layer);
    add("unit", option.unit);
    add("goes_with", option.goes_with);
    add("excludes", option.excludes);
    if (option.type == OptionType::layer) {
        json["geometry"] = geometry_name(option.geometry);
    }
    if (option.holds_date) {
        json["holds"] = "date";
    }
    if (option.positional) {
        json["positional"] = true;
    }
    if (option.list) {
        json["list"] = true;
    }
    if (option.repeatable) {
        json["repeatable"] = true;
    }
    if (option.range.least) {
        json["least"] = *option.range.least;
    }
    if (option.range.most) {
        json["most"] = *option.range.most;
    }
    if (option.range.open) {
        json["bounds_excluded"] = true;
    }
}

nlohmann::ordered_json option_json(const Option& option) {
    nlohmann::ordered_json json{{"name", option.name},
                                {"aliases", option.aliases},
                                {"type", option_type_name(option.type)},
                                {"value", option.value},
                                {"group", option.group},
                                {"help", option.help},
                                {"required", option.required},
                                {"default", nullptr},
                                {"advanced", option.advanced}};
    if (!option.default_text.empty()) {
        json["default"] = option.default_text;
    }
    add_constraints(json, option);
    return json;
}

nlohmann::ordered_json command_json(Command& command) {
    const CommandDescription description = command.description();
    nlohmann::ordered_json options = nlohmann::ordered_json::array();
    for (const Option& option : declared(command)) {
        options.push_back(option_json(option));
    }
    nlohmann::ordered_json statuses = nlohmann::ordered_json::array();
    for (const ExitStatus& status : description.exit_statuses) {
        statuses.push_back({{"status", status.status}, {"meaning", status.meaning}});
    }
    return {{"name", description.name},
            {"summary", description.summary},
            {"description", description.description},
            {"options", options},
            {"exit_statuses", statuses},
            {"examples", description.examples}};
}

std::string troff(const std::string& text) {
    std::string escaped = text.starts_with('.') || text.starts_with('\'') ? "\\&" : "";
    for (const char c : as_typed(text)) {
        switch (c) {
        case '\\':
            escaped += "\\e";
            break;
        case '-':
            escaped += "\\-";
            break;
        default:
            escaped += c;
        }
    }
    return escaped;
}

std::string troff_header(const Tool& tool, const std::string& page, const std::string& summary) {
    return fmt::format(".TH {} 1 \"\" \"crimekit {}\" \"crimekit manual\"\n.SH NAME\n{} \\- {}\n",
                       page, tool.version, troff(page), troff(summary));
}

} // namespace

std::string help_text(const Tool& tool, Command& command) {
    const CommandDescription about = command.description();
    const std::vector<Option> options = declared(command);
    std::string text =
        fmt::format("{} {} - {}\n\nUsage: {} {}{} OPTIONS\n", tool.name, about.name, about.summary,
                    tool.name, about.name, positional_values(options));
    for (const std::string& paragraph : about.description) {
        text += "\n" + wrapped(paragraph, 0);
    }
    std::string heading;
    for (const Option& option : options) {
        if (option.group != heading) {
            heading = option.group;
            text += "\n" + heading + "\n";
        }
        text += "  " + signature(option) + "\n" + wrapped(full_help(option), help_indent);
    }
    text += "\nExit status\n";
    for (const ExitStatus& status : about.exit_statuses) {
        text += fmt::format("  {}     {}\n", status.status, status.meaning);
    }
    text += "\nExample\n";
    for (const std::string& example : about.examples) {
        text += "  " + example + "\n";
    }
    return text;
}

std::string help_text(const Tool& tool) {
    std::string text = fmt::format("{} {} - {}\n\nUsage: {} COMMAND OPTIONS\n\nCommands\n",
                                   tool.name, tool.version, tool.summary, tool.name);
    for (const auto& make : tool.commands) {
        const CommandDescription about = make()->description();
        text += fmt::format("  {:<12}{}\n", about.name, about.summary);
    }
    return text +
           fmt::format("\n  {} COMMAND --help      the options of a command, with an example\n"
                       "  {} --version           the version\n"
                       "  {} --json-usage        all commands and options, for programs\n"
                       "  {} --bash-completion   a completion script for bash\n",
                       tool.name, tool.name, tool.name, tool.name);
}

std::string json_usage(const Tool& tool, Command& command) {
    nlohmann::ordered_json json{{"tool", tool.name}, {"version", tool.version}};
    json.update(command_json(command));
    return json.dump(2) + "\n";
}

std::string json_usage(const Tool& tool) {
    nlohmann::ordered_json commands = nlohmann::ordered_json::array();
    for (const auto& make : tool.commands) {
        commands.push_back(command_json(*make()));
    }
    const nlohmann::ordered_json json{{"tool", tool.name},
                                      {"version", tool.version},
                                      {"summary", tool.summary},
                                      {"commands", commands}};
    return json.dump(2) + "\n";
}

std::string manual_page(const Tool& tool) {
    std::string text =
        troff_header(tool, tool.name, tool.summary) +
        fmt::format(".SH SYNOPSIS\n.B {}\n.I COMMAND OPTIONS\n.SH COMMANDS\n", tool.name);
    for (const auto& make : tool.commands) {
        const CommandDescription about = make()->description();
        text += fmt::format(".TP\n.B {}\n{}; see {}\\-{}(1)\n", about.name, troff(about.summary),
                            tool.name, about.name);
    }
    return text;
}

std::string manual_page(const Tool& tool, Command& command) {
    const CommandDescription about = command.description();
    const std::vector<Option> options = declared(command);
    std::string text = troff_header(tool, tool.name + "-" + about.name, about.summary) +
                       fmt::format(".SH SYNOPSIS\n.B {} {}\n.I{} OPTIONS\n.SH DESCRIPTION\n",
                                   tool.name, about.name, troff(positional_values(options)));
    for (const std::string& paragraph : about.description) {
        text += troff(paragraph) + "\n.PP\n";
    }
    std::string heading;
    text += ".SH OPTIONS\n";
    for (const Option& option : options) {
        if (option.group != heading) {
            heading = option.group;
            text += ".SS " + troff(heading) + "\n";
        }
        text += ".TP\n.B " + troff(signature(option)) + "\n" + troff(full_help(option)) + "\n";
    }
    text += ".SH EXIT STATUS\n";
    for (const ExitStatus& status : about.exit_statuses) {
        text += fmt::format(".TP\n.B {}\n{}\n", status.status, troff(status.meaning));
    }
    text +=
        ".SH DIAGNOSTICS\nAn error is one line on standard error that names the file, layer, field or value and the way out. Warnings go to standard error and into the message.\n"
        ".SH EXAMPLES\n.nf\n";
    for (const std::string& example : about.examples) {
        text += troff(example) + "\n";
    }
    return text + ".fi\n";
}

std::string bash_completion(const Tool& tool) {
    std::string commands;
    std::string cases;
    for (const auto& make : tool.commands) {
        const auto command = make();
        std::vector<std::string> names;
        std::string values;
        for (const Option& option : declared(*command)) {
            names.push_back(option.name);
            if (!option.negation.empty()) {
                names.push_back(option.negation);
            }
            if (!option.choices.empty() && option.type != OptionType::flag) {
                values += fmt::format(
                    "            {}) COMPREPLY=($(compgen -W '{}' -- \"$word\")); return;;\n",
                    option.name, fmt::join(option.choices, " "));
            }
        }
        const std::string name = command->description().name;
        commands += (commands.empty() ? "" : " ") + name;
        cases += fmt::format(
            "    {})\n        case $before in\n{}        esac\n        options='{} --help'\n"
            "        ;;\n",
            name, values, fmt::join(names, " "));
    }
    return fmt::format(
        R"(# bash completion for {0}; source it, or put it into bash-completion's folder
_{0}() {{
    local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} options
    COMPREPLY=()
    if [ "$COMP_CWORD" -eq 1 ]; then
        COMPREPLY=($(compgen -W '{1} --help --version --json-usage' -- "$word"))
        return
    fi
    case ${{COMP_WORDS[1]}} in
{2}    esac
    case $word in
    -*) COMPREPLY=($(compgen -W "$options" -- "$word")) ;;
    *) COMPREPLY=($(compgen -f -- "$word")) ;;
    esac
}}
complete -o filenames -o bashdefault -F _{0} {0}
)",
        tool.name, commands, cases);
}

} // namespace toolkit
