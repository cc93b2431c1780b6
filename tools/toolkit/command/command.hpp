// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "toolkit/command/console.hpp"
#include "toolkit/command/option_list.hpp"
#include "toolkit/command/recorded_parameters.hpp"

namespace toolkit {

struct ExitStatus {
    int status = 0;
    std::string meaning;
};

/// What a command is, for help, manual page, completion and front ends.
struct CommandDescription {
    std::string name;
    std::string summary;                  ///< one line
    std::vector<std::string> description; ///< paragraphs
    std::vector<ExitStatus> exit_statuses;
    std::vector<std::string> examples; ///< command lines that work on samples/, run in the tests
};

/// What several processes of a command do that mpirun has started together.
enum class Processes : std::uint8_t {
    repeat,      ///< all of the work, each of them
    share,       ///< the work
    would_share, ///< the work, had there been MPI when the command was built
};

/// One command of a tool: describe, declare the options, check them, run.
class Command {
  public:
    Command() = default;
    virtual ~Command() = default;
    Command(const Command&) = delete;
    Command(Command&&) = delete;
    Command& operator=(const Command&) = delete;
    Command& operator=(Command&&) = delete;

    virtual CommandDescription description() const = 0;

    /// Binds the options to the command's members.
    virtual void declare(OptionList& options) = 0;

    /// After parsing: what the options say together. Touches no file. Throws UsageError.
    virtual void check() = 0;

    /// Returns the exit status.
    virtual int run(Console& console) = 0;

    virtual Processes processes() const { return Processes::repeat; }

    /// Once the options have their values: keeps what the result is to record of them.
    virtual void remember(const OptionList& options) { record(recorded_parameters(options)); }

    void record(RecordedParameters parameters) { m_recorded = std::move(parameters); }

  protected:
    /// The options that shape the result, for the result to keep.
    const RecordedParameters& recorded() const { return m_recorded; }

  private:
    RecordedParameters m_recorded;
};

struct Tool {
    std::string name;
    std::string summary;
    std::string version;
    std::vector<std::function<std::unique_ptr<Command>()>> commands;
    /// Commands that it has on another system only, and what to do instead.
    std::map<std::string, std::string> absent = {};
};

/// The whole of a tool's main: finds the command, parses, runs, and turns a failure into one line
/// on standard error and an exit status (2 for a wrong command line, a Refusal's own, 1 for
/// anything else).
int run_tool(const Tool& tool, int argc, const char* const* argv);

/// Parses arguments (without the tool's and the command's name) into a command.
/// Throws UsageError.
void parse(Command& command, std::vector<std::string> arguments);

} // namespace toolkit
