// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <tbb/global_control.h>

#include "crims/simulator.hpp"
#include "toolkit/command/option_list.hpp"

namespace crims_tool {

/// How crimes are drawn from a model, as it is written: what the commands that simulate share.
struct ProcessOptions {
    std::string replicates = "1";
    std::string seed = "1";
    std::string loading = {};
    std::string placement = "observed"; ///< or uniform, or none
    bool dispersion = true;
    bool near_repeat = false;
    crims::NearRepeat near_repeats = {}; ///< what they are like, if there are any
    std::string threads = "0";
};

// Each declares some of them; `help` is the command's own. Defaults are what `o` holds already.

/// --replicates.
void declare_replicates(toolkit::OptionList& options, ProcessOptions& o, const std::string& help);

/// --seed.
void declare_seed(toolkit::OptionList& options, ProcessOptions& o, const std::string& help);

/// --loading.
void declare_loading(toolkit::OptionList& options, ProcessOptions& o, const std::string& help);

/// --placement. `own` holds the help and the choices.
void declare_placement(toolkit::OptionList& options, ProcessOptions& o, toolkit::Option own);

/// --dispersion.
void declare_dispersion(toolkit::OptionList& options, ProcessOptions& o, const std::string& help);

/// --near-repeat with its ratio and days.
void declare_near_repeat(toolkit::OptionList& options, ProcessOptions& o, const std::string& help);

/// --near-repeat-spread, where places count.
void declare_near_repeat_spread(toolkit::OptionList& options, ProcessOptions& o);

/// --threads.
void declare_threads(toolkit::OptionList& options, ProcessOptions& o);

/// Seed, placement, dispersion and near repeats. Throws toolkit::UsageError.
crims::SimulationOptions simulated_process(const ProcessOptions& o);

/// Throws toolkit::UsageError below `least` and above `most`.
std::uint32_t replicates_of(const ProcessOptions& o, std::uint32_t least, std::uint32_t most);

/// 0: one a core. Throws toolkit::UsageError.
std::size_t threads_of(const ProcessOptions& o);

/// As long as it lives there are no more threads; 0: no limit.
std::optional<tbb::global_control> thread_limit(std::size_t threads);

} // namespace crims_tool
