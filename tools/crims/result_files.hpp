// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "common/option_list.hpp"

namespace crims_tool {

/// Where a command's result for programs goes.
struct ResultFiles {
    std::string json = {}; ///< empty: nowhere
    bool overwrite = false;
};

/// Declares --json and --overwrite.
void declare_result_files(toolkit::OptionList& options, ResultFiles& files);

/// An output and the option that names it; empty: there is none.
struct NamedOutput {
    std::string option;
    std::string path;
};

/// Throws toolkit::UsageError if two outputs are one file, or one is an input. Devices and pipes
/// may be named twice, standard output not.
void require_outputs_apart(const std::vector<NamedOutput>& outputs,
                           const std::vector<std::string>& inputs);

/// Completes the JSON with the version and writes it; `publish_other` makes the command's other,
/// finished output visible. Both are safely on the disk before either is seen.
void publish_result(const ResultFiles& files, nlohmann::ordered_json json,
                    const std::function<void()>& publish_other);

} // namespace crims_tool
