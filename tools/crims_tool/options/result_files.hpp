// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "toolkit/command/option_list.hpp"

namespace crims_tool {

/// Where a command's result for programs goes.
struct ResultFiles {
    std::string json = {}; ///< empty: nowhere
    bool overwrite = false;
};

/// Declares --json and --overwrite.
void declare_result_files(toolkit::OptionList& options, ResultFiles& files);

/// Refuses, before any work, a file that could not be written. Throws toolkit::DataError.
void require_writable(const ResultFiles& files);

/// Completes the JSON with the version and writes it, null for what is not a finite number;
/// `publish_other` makes the command's other, finished output visible. All is safely on the disk
/// before anything is seen.
void publish_result(
    const ResultFiles& files, nlohmann::ordered_json json,
    const std::function<void()>& publish_other = [] {});

} // namespace crims_tool
