// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <tbb/global_control.h>

#include "crims/simulator.hpp"
#include "toolkit/command/option_list.hpp"

namespace crims_tool {

/// So many histories of a seed can be told apart, and drawn at once.
inline constexpr std::uint32_t most_replicates = 1'000'000;

/// How crimes are drawn from a model: what the commands that simulate share.
struct ProcessOptions {
    std::uint32_t replicates = 1;
    std::uint64_t seed = 1;
    std::string loading = {};
    crims::Placement placement = crims::Placement::observed;
    bool dispersion = true;
    bool near_repeat = false;
    crims::NearRepeatChoice near_repeats = {}; ///< what they are like, if there are any
    std::size_t threads = 0;                   ///< 0: one per core
};

// Each declares some of them; `help` is the command's own. Defaults are what `o` holds already.

/// --replicates, from `least` to `most`.
void declare_replicates(toolkit::OptionList& options, ProcessOptions& o, const std::string& help,
                        double least, double most);

/// --replicate, which of a seed's histories: from 0 to `most_replicates`.
void declare_replicate(toolkit::OptionList& options, std::uint32_t& replicate,
                       const std::string& help, bool advanced = false);

/// --seed.
void declare_seed(toolkit::OptionList& options, ProcessOptions& o, const std::string& help);

/// --loading.
void declare_loading(toolkit::OptionList& options, ProcessOptions& o, const std::string& help);

/// --placement. `own` holds the help and the choices, of observed, uniform and none.
void declare_placement(toolkit::OptionList& options, ProcessOptions& o, toolkit::Option own);

/// --dispersion.
void declare_dispersion(toolkit::OptionList& options, ProcessOptions& o, const std::string& help);

/// --placement and --dispersion of commands whose result is the crimes themselves.
void declare_places_and_variation(toolkit::OptionList& options, ProcessOptions& o);

/// --near-repeat with its ratio and days.
void declare_near_repeat(toolkit::OptionList& options, ProcessOptions& o, const std::string& help);

/// --near-repeat-spread and --near-repeat-same-place, where places count.
void declare_near_repeat_spread(toolkit::OptionList& options, ProcessOptions& o);

/// --threads.
void declare_threads(toolkit::OptionList& options, ProcessOptions& o);

/// Seed, placement, dispersion and near repeats. Throws toolkit::UsageError.
crims::SimulationOptions simulated_process(const ProcessOptions& o);

/// As long as it lives there are no more threads; 0: no limit.
std::optional<tbb::global_control> thread_limit(std::size_t threads);

} // namespace crims_tool
