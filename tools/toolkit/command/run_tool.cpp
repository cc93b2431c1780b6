// SPDX-License-Identifier: MIT
#include <algorithm>
#include <exception>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gdal.h>

#include "toolkit/command/cancel_watch.hpp"
#include "toolkit/command/command.hpp"
#include "toolkit/command/usage_text.hpp"
#include "toolkit/files/output_file.hpp"
#include "toolkit/geopackage/time_of_change.hpp"
#include "toolkit/text/cancel.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/visible.hpp"

namespace toolkit {

namespace {

constexpr int done = 0;
constexpr int failed = 1;
constexpr int wrong_command_line = 2;

/// Options that every command has.
struct CommonOptions {
    bool quiet = false;
    std::string progress = "auto";
    std::vector<std::string> record_as = {};
};

void add_to_parser(CLI::App& parser, const Option& option, bool* target) {
    const std::string negation = option.negation.empty() ? "" : ",!" + option.negation;
    parser.add_flag(option.name + negation, *target);
    if (!option.value_alias.empty()) {
        parser.add_option_function<std::string>(
            option.value_alias, [target, option](const std::string& value) {
                const auto choice = std::find(option.choices.begin(), option.choices.end(), value);
                if (choice == option.choices.end()) {
                    throw CLI::ValidationError(
                        option.value_alias,
                        fmt::format("'{}' is none of {}", value, fmt::join(option.choices, ", ")));
                }
                *target = choice == option.choices.begin();
            });
    }
}

template<class Value>
void add_to_parser(CLI::App& parser, const Option& option, Value* target) {
    std::string names = option.name;
    for (const std::string& alias : option.aliases) {
        names += "," + alias;
    }
    CLI::Option* added = parser.add_option(names, *target);
    if constexpr (std::is_same_v<Value, std::vector<std::string>>) {
        added->allow_extra_args(false); // one value each time
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

/// The parser speaks of numbers that are required and received.
void refuse_repeated(const CLI::App& parser) {
    for (const CLI::Option* option : parser.get_options()) {
        const int most = option->get_items_expected_max();
        if (most > 0 && option->count() > static_cast<std::size_t>(most)) {
            throw UsageError(fmt::format(
                "{} is given {}; give it once", option->get_name(),
                option->count() == 2 ? "twice" : fmt::format("{} times", option->count())));
        }
    }
}

void parse_into(OptionList& options, std::vector<std::string> arguments) {
    CLI::App parser;
    parser.set_help_flag();
    for (const auto& [option, target] : options.entries()) {
        std::visit(
            [&, &described = option](auto* value) { add_to_parser(parser, described, value); },
            target);
    }
    std::reverse(arguments.begin(), arguments.end()); // as CLI11 wants them
    try {
        parser.parse(std::move(arguments));
    } catch (const CLI::ParseError& error) {
        refuse_repeated(parser);
        throw UsageError(error.what());
    }
}

void declare_common(OptionList& options, CommonOptions& common) {
    options.group("Running");
    options.add({.name = "--quiet",
                 .type = OptionType::flag,
                 .help = "No warnings and no progress on standard error; errors still.",
                 .advanced = true},
                &common.quiet);
    options.add(
        {.name = "--progress",
         .type = OptionType::choice,
         .value = "STYLE",
         .help = "Progress on standard error: a bar, lines 'progress PERCENT' for programs, none, "
                 "or auto (a bar on a terminal).",
         .choices = {"auto", "bar", "lines", "none"},
         .default_text = "auto",
         .advanced = true},
        &common.progress);
    options.add(
        {.name = "--record-as",
         .type = OptionType::text,
         .value = "OPTION=TEXT",
         .help =
             "What the result records as an option's value (among the parameters, in RUN_ "
             "fields), for programs that hand over a copy of what their user chose: "
             "\"--record-as=--response=Patrols (selected features)\". May be given several times.",
         .advanced = true},
        &common.record_as);
}

ProgressStyle progress_style(const std::string& name) {
    if (name == "bar") {
        return ProgressStyle::bar;
    }
    if (name == "lines") {
        return ProgressStyle::lines;
    }
    return name == "none" ? ProgressStyle::none : ProgressStyle::automatic;
}

/// A command whose options include the common ones, for everything that is said about it.
class WithCommonOptions : public Command {
  public:
    explicit WithCommonOptions(std::unique_ptr<Command> command) : m_command(std::move(command)) {}

    CommandDescription description() const override { return m_command->description(); }

    void declare(OptionList& options) override {
        m_command->declare(options);
        m_own_options.clear();
        for (const auto& entry : options.entries()) {
            m_own_options.push_back(entry.option);
        }
        declare_common(options, m_common);
    }

    void check() override {
        m_command->record(RecordedTexts(m_common.record_as, m_own_options));
        m_command->check();
    }

    int run(Console& console) override { return m_command->run(console); }

    const CommonOptions& common() const { return m_common; }

  private:
    std::unique_ptr<Command> m_command;
    std::vector<Option> m_own_options; ///< the common ones are not recorded
    CommonOptions m_common;
};

Tool with_common_options(const Tool& tool) {
    Tool whole = tool;
    whole.commands.clear();
    for (const auto& make : tool.commands) {
        whole.commands.emplace_back([make] { return std::make_unique<WithCommonOptions>(make()); });
    }
    return whole;
}

bool asks(const std::vector<std::string>& arguments, std::string_view for_what) {
    return std::find(arguments.begin(), arguments.end(), for_what) != arguments.end();
}

int run_command(const Tool& tool, std::unique_ptr<Command> bare,
                const std::vector<std::string>& arguments) {
    WithCommonOptions command(std::move(bare));
    if (asks(arguments, "--help") || asks(arguments, "-h")) {
        write_standard_output(help_text(tool, command));
        return done;
    }
    if (asks(arguments, "--json-usage")) {
        write_standard_output(json_usage(tool, command));
        return done;
    }
    if (asks(arguments, "--manual-page")) {
        write_standard_output(manual_page(tool, command));
        return done;
    }
    parse(command, arguments);
    Console console(tool.name, command.common().quiet, progress_style(command.common().progress));
    return command.run(console);
}

/// What a tool says of itself; no value if the argument asks nothing of the kind.
std::optional<std::string> about_tool(const Tool& tool, const std::string& argument) {
    if (argument == "--help" || argument == "-h") {
        return help_text(tool);
    }
    if (argument == "--version") {
        return fmt::format("{} {}\n", tool.name, tool.version);
    }
    const Tool whole = with_common_options(tool);
    if (argument == "--json-usage") {
        return json_usage(whole);
    }
    if (argument == "--manual-page") {
        return manual_page(whole);
    }
    if (argument == "--bash-completion") {
        return bash_completion(whole);
    }
    return std::nullopt;
}

int dispatch(const Tool& tool, const std::vector<std::string>& arguments) {
    std::vector<std::string> names;
    for (const auto& make : tool.commands) {
        names.push_back(make()->description().name);
    }
    if (arguments.empty()) {
        throw UsageError(fmt::format("a command is missing; one of: {}", fmt::join(names, ", ")));
    }
    if (const auto about = about_tool(tool, arguments.front())) {
        write_standard_output(*about);
        return done;
    }
    const auto found = std::find(names.begin(), names.end(), arguments.front());
    if (found == names.end()) {
        throw UsageError(fmt::format("there is no command '{}'; one of: {}", arguments.front(),
                                     fmt::join(names, ", ")));
    }
    return run_command(tool, tool.commands.at(static_cast<std::size_t>(found - names.begin()))(),
                       {arguments.begin() + 1, arguments.end()});
}

/// One line on standard error.
int report(const Tool& tool, const std::string& what, int status) {
    constexpr std::size_t longest = 400;
    write_standard_error(fmt::format("{}: error: {}\n", tool.name, visible_line(what, longest)));
    return status;
}

} // namespace

void parse(Command& command, std::vector<std::string> arguments) {
    OptionList options;
    command.declare(options);
    parse_into(options, std::move(arguments));
    command.check();
}

int run_tool(const Tool& tool, int argc, const char* const* argv) {
    try {
        fill_closed_streams();
        turn_write_signals_into_errors();
        const CancelWatch watch(tool.name);
        keep_gdal_quiet();
        GDALAllRegister();
        use_source_date();
        return dispatch(tool, {argv + 1, argv + argc});
    } catch (const UsageError& error) {
        return report(tool,
                      fmt::format("{} (see {} {}--help)", error.what(), tool.name,
                                  argc > 1 && argv[1][0] != '-' ? std::string(argv[1]) + " " : ""),
                      wrong_command_line);
    } catch (const Refusal& refusal) {
        return report(tool, refusal.what(), refusal.status());
    } catch (const std::bad_alloc&) {
        return report(tool, "out of memory", failed);
    } catch (const std::exception& error) {
        // What an interrupted library says is no reason that the user does not know.
        return report(tool, cancel_requested() ? Cancelled().what() : error.what(), failed);
    }
}

} // namespace toolkit
