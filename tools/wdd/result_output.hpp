// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>

#include <nlohmann/json.hpp>

#include "common/option_list.hpp"
#include "wdd/evaluation.hpp"

namespace wdd_tool {

/// Where the result for programs and the message go; empty: nowhere.
struct MessageFiles {
    std::string json = {};
    std::string message = {};
    std::string html = {};
    bool overwrite = false;

    bool any() const { return !json.empty() || !message.empty() || !html.empty(); }
};

void declare_message_files(toolkit::OptionList& options, MessageFiles& files);

/// Throws UsageError if two of the outputs, or one of them and `other`, are the same.
void require_distinct(const MessageFiles& files, const std::string& other);

/// Refuses, before any work, files that could not be written. Throws DataError.
void require_writable(const MessageFiles& files);

/// Completes the JSON with version and message and writes all files. The message goes to standard
/// output unless the JSON does or it has a file. `write_layer` is called once all files are safely
/// on the disk and before any is visible, so that all outputs appear or none.
void publish(const wdd::Evaluation& evaluation, nlohmann::ordered_json json,
             const MessageFiles& files, const std::function<void()>& write_layer);

} // namespace wdd_tool
