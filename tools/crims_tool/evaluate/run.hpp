// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

#include "crims_tool/evaluate/checkpoint.hpp"
#include "crims_tool/evaluate/engine/draw.hpp"
#include "crims_tool/ranks/ranks.hpp"

namespace crims_tool {

/// How far the work is; called by the thread that runs it. May throw to end it.
using ReportProgress = std::function<void(std::int64_t done, std::int64_t total)>;

/// Who shares the work, and what is done already.
struct EvaluationWork {
    const Ranks& ranks;
    EvaluationCheckpoint* checkpoint = nullptr; ///< null: none; number 0's only
    ReportProgress progress = {};
};

/// Fills a table: all its replicates, in blocks that are shared among the processes and done by all
/// threads of the calling thread's oneTBB arena. It is the same whoever did what; on processes
/// other than number 0 it is empty.
ReplicateTable run_replicates(const ReplicateRoute& route, ReplicateTable table,
                              const EvaluationWork& work);

} // namespace crims_tool
