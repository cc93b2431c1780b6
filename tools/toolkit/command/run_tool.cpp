// SPDX-License-Identifier: MIT
#include <algorithm>
#include <exception>
#include <new>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gdal.h>

#include "toolkit/command/cancel_watch.hpp"
#include "toolkit/command/command.hpp"
#include "toolkit/command/launcher.hpp"
#include "toolkit/command/option_parser.hpp"
#include "toolkit/command/usage_text.hpp"
#include "toolkit/files/output_file.hpp"
#include "toolkit/geopackage/time_of_change.hpp"
#include "toolkit/system/descriptor.hpp"
#include "toolkit/system/process.hpp"
#include "toolkit/system/program_data.hpp"
#include "toolkit/text/cancel.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/option_mentions.hpp"
#include "toolkit/text/visible.hpp"

namespace toolkit {

namespace {

constexpr int done = 0;
constexpr int failed = 1;
constexpr int wrong_command_line = 2;

/// Options that every command has.
struct CommonOptions {
    bool quiet = false;
    ProgressStyle progress = ProgressStyle::automatic;
    std::vector<std::string> record_as = {};
};

void declare_common(OptionList& options, CommonOptions& common) {
    options.group("Running");
    options.add({.name = "--quiet",
                 .type = OptionType::flag,
                 .help = "No warnings and no progress on standard error. Errors are still shown.",
                 .advanced = true,
                 .recorded = false},
                &common.quiet);
    options.add_choice<ProgressStyle>(
        {.name = "--progress",
         .value = "STYLE",
         .help =
             "Progress on standard error: a bar, lines 'progress PERCENT' for programs, none, or auto (a bar on a terminal).",
         .default_text = "auto",
         .advanced = true,
         .recorded = false},
        {{"auto", ProgressStyle::automatic},
         {"bar", ProgressStyle::bar},
         {"lines", ProgressStyle::lines},
         {"none", ProgressStyle::none}},
        &common.progress);
    options.add(
        {.name = "--record-as",
         .type = OptionType::text,
         .repeatable = true,
         .value = "OPTION=TEXT",
         .help =
             "What the result records as an option's value (among the parameters, in RUN_ fields), for programs that hand over a copy of what their user chose: \"--record-as=--response=Patrols (selected features)\". May be given several times.",
         .advanced = true,
         .recorded = false},
        &common.record_as);
}

/// A command whose options include the common ones, for everything that is said about it.
class WithCommonOptions : public Command {
  public:
    explicit WithCommonOptions(std::unique_ptr<Command> command) : m_command(std::move(command)) {}

    CommandDescription description() const override { return m_command->description(); }

    void declare(OptionList& options) override {
        m_command->declare(options);
        declare_common(options, m_common);
    }

    void remember(const OptionList& options) override {
        RecordedParameters parameters = recorded_parameters(options);
        record_as(parameters, options, m_common.record_as);
        m_command->record(std::move(parameters));
    }

    void check() override { m_command->check(); }

    int run(Console& console) override { return m_command->run(console); }

    Processes processes() const override { return m_command->processes(); }

    const CommonOptions& common() const { return m_common; }

  private:
    std::unique_ptr<Command> m_command;
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

/// What a front end is told keeps its marks: it has names of its own.
void write_usage(const std::string& json) {
    OutputStream("-", true).write(json);
}

/// Several processes that do the same work give it once at best, and one of them may find the
/// other's output in its way.
void require_shared_work(const Tool& tool, const Command& command) {
    const auto launch = started_together();
    if (!launch || command.processes() == Processes::share) {
        return;
    }
    const std::string line = tool.name + " " + command.description().name;
    refuse_together(
        *launch,
        command.processes() == Processes::would_share
            ? fmt::format(
                  "this {} was built without MPI, so each would do all of the work; start '{}' without mpirun or srun, or build it where MPI is installed",
                  tool.name, line)
            : fmt::format(
                  "each would do all of the work, since '{}' does not share it; start it without mpirun or srun",
                  line));
}

int run_command(const Tool& tool, std::unique_ptr<Command> bare,
                const std::vector<std::string>& arguments) {
    WithCommonOptions command(std::move(bare));
    if (asks(arguments, "--help") || asks(arguments, "-h")) {
        write_standard_output(help_text(tool, command));
        return done;
    }
    if (asks(arguments, "--json-usage")) {
        write_usage(json_usage(tool, command));
        return done;
    }
    if (asks(arguments, "--manual-page")) {
        write_standard_output(manual_page(tool, command));
        return done;
    }
    require_shared_work(tool, command);
    parse(command, arguments);
    Console console(tool.name, command.common().quiet, command.common().progress);
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
    if (arguments.front() == "--json-usage") {
        write_usage(json_usage(with_common_options(tool)));
        return done;
    }
    if (const auto about = about_tool(tool, arguments.front())) {
        write_standard_output(*about);
        return done;
    }
    const auto found = std::find(names.begin(), names.end(), arguments.front());
    if (const auto absent = tool.absent.find(arguments.front()); absent != tool.absent.end()) {
        throw Refusal(absent->second, wrong_command_line);
    }
    if (found == names.end()) {
        throw UsageError(fmt::format("there is no command '{}'; one of: {}", arguments.front(),
                                     fmt::join(names, ", ")));
    }
    return run_command(tool, tool.commands.at(static_cast<std::size_t>(found - names.begin()))(),
                       {arguments.begin() + 1, arguments.end()});
}

/// One line on standard error; none if another process says it. What files contain may be in it, so
/// it has a limit.
int report(const Tool& tool, const std::string& what, int status,
           std::size_t longest = longest_shown) {
    if (!what.empty()) {
        write_standard_error(fmt::format("{}: error: {}\n", tool.name, shown_line(what, longest)));
    }
    return status;
}

/// Runs, and says what went wrong; what it cannot say for want of memory is thrown.
int run_and_report(const Tool& tool, const std::vector<std::string>& arguments) {
    try {
        prepare_standard_streams();
        turn_write_signals_into_errors();
        const CancelWatch watch(tool.name);
        keep_gdal_quiet();
        use_data_of_program();
        GDALAllRegister();
        use_source_date();
        return dispatch(tool, arguments);
    } catch (const UsageError& error) {
        const bool is_of_command = !arguments.empty() && !arguments.front().starts_with('-');
        const std::string command = is_of_command ? arguments.front() + " " : "";
        return report(tool,
                      has_own_option_names()
                          ? std::string(error.what())
                          : fmt::format("{} (see {} {}--help)", error.what(), tool.name, command),
                      wrong_command_line);
    } catch (const Refusal& refusal) {
        // The tool speaks of its own checks and their numbers, and each of them counts.
        constexpr std::size_t longest = 4000;
        return report(tool, refusal.what(), refusal.status(), longest);
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& error) {
        // The user, who stopped it, knows why better than an interrupted library.
        return report(tool, cancel_requested() ? Cancelled().what() : error.what(), failed);
    }
}

/// Needs no memory of its own: a line that had to be put together would end the process instead.
int report_out_of_memory(const Tool& tool) noexcept {
    for (const std::string_view part :
         {std::string_view(tool.name), std::string_view(": error: out of memory\n")}) {
        write_some(standard_error, part);
    }
    return failed;
}

} // namespace

void parse(Command& command, std::vector<std::string> arguments) {
    OptionList options;
    command.declare(options);
    parse_options(options, std::move(arguments));
    command.remember(options);
    command.check();
}

int run_tool(const Tool& tool, int argc, const char* const* argv) {
    try {
        return run_and_report(tool, arguments_of(argc, argv));
    } catch (const std::bad_alloc&) {
        return report_out_of_memory(tool);
    }
}

} // namespace toolkit
