// SPDX-License-Identifier: MIT
#include "toolkit/command/launcher.hpp"

#include <array>
#include <chrono>
#include <string_view>
#include <thread>

#include <fmt/format.h>

#include "toolkit/system/process.hpp"
#include "toolkit/text/errors.hpp"
#include "toolkit/text/number.hpp"

namespace toolkit {

namespace {

std::optional<double> from_environment(const char* name) {
    const std::string text = environment_variable(name);
    return text.empty() ? std::nullopt : read_number(text);
}

struct Launcher {
    const char* size;
    const char* number;
};

/// Open MPI; MPICH, Intel's and others; Slurm's srun. What starts the process itself comes first:
/// an mpirun may have been started by srun. (SLURM_NTASKS is not asked: it also stands in the
/// environment of a batch script, which runs once.)
constexpr std::array launchers = {Launcher{"OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_RANK"},
                                  Launcher{"PMI_SIZE", "PMI_RANK"},
                                  Launcher{"SLURM_STEP_NUM_TASKS", "SLURM_PROCID"}};

} // namespace

std::optional<Launch> started_together() {
    for (const Launcher& launcher : launchers) {
        if (const auto size = from_environment(launcher.size)) {
            if (!(*size > 1)) {
                return std::nullopt;
            }
            return Launch{.told_by = launcher.size,
                          .processes = fmt::format("{} processes", *size),
                          .is_speaker = from_environment(launcher.number).value_or(0) == 0};
        }
    }
    // A number without the size: the first may be alone, so it is the second that speaks.
    constexpr const char* number_only = "PMIX_RANK";
    if (const auto number = from_environment(number_only); number && *number > 0) {
        return Launch{
            .told_by = number_only, .processes = "several processes", .is_speaker = *number == 1};
    }
    return std::nullopt;
}

void refuse_together(const Launch& launch, const std::string& why) {
    constexpr int wrong_command_line = 2;
    if (!launch.is_speaker) {
        std::this_thread::sleep_for(std::chrono::seconds(1));
        throw Refusal("", wrong_command_line);
    }
    throw Refusal(fmt::format("{} were started together ({} says so), and {}", launch.processes,
                              launch.told_by, why),
                  wrong_command_line);
}

} // namespace toolkit
