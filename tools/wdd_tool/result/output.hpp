// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "toolkit/command/option_list.hpp"
#include "toolkit/features/feature_target.hpp"
#include "toolkit/files/named_output.hpp"
#include "wdd/message.hpp"

namespace wdd_tool {

/// Where the result for programs and the message go, empty: nowhere; and what stands above them.
struct MessageFiles {
    std::string json = {};
    std::string message = {};
    std::string html = {};
    std::string summary = {};
    std::string xlsx = {};
    std::string png = {};
    std::string title = {};
    bool overwrite = false;

    bool any() const {
        return !json.empty() || !message.empty() || !html.empty() || !summary.empty() ||
               !xlsx.empty() || !png.empty() || !title.empty();
    }
};

/// The confidence of the interval that a result gives.
toolkit::Option confidence_option();

void declare_message_files(toolkit::OptionList& options, MessageFiles& files);

/// The formats that a result can have, for the option that names it.
std::vector<std::string> result_endings();

/// How that option's help says so.
std::string result_formats_help();

/// Throws as toolkit::feature_target.
toolkit::FeatureTarget result_target(const std::string& reference, bool overwrite,
                                     const std::string& option);

/// For commands with a verdict: its summary, and the result as a workbook.
void declare_summary(toolkit::OptionList& options, MessageFiles& files);
void declare_workbook(toolkit::OptionList& options, MessageFiles& files);

/// For commands with areas: a map of them.
void declare_map(toolkit::OptionList& options, MessageFiles& files);

/// Throws UsageError for a name with an ending that programs would not open.
void check_endings(const MessageFiles& files);

/// The files with the options that name them.
std::vector<toolkit::NamedOutput> named_outputs(const MessageFiles& files);

/// Refuses, before any work, files that could not be written. Throws DataError.
void require_writable(const MessageFiles& files);

/// What is written with the message and the JSON: the verdict in a sentence or two, in the JSON too
/// if it is not empty, a workbook, if it was asked for, and a layer, first safely, then visibly.
struct FurtherOutputs {
    std::string summary = {};
    std::function<std::string()> workbook = {};
    std::function<std::string()> map = {};
    std::function<void()> finish = [] {};
    std::function<void()> publish = [] {};
    bool is_streamed = false; ///< some of it goes to standard output
};

/// Gives the message its title and says on its page when it was made (SOURCE_DATE_EPOCH fixes that
/// day), completes the JSON with title, version and message and writes all files. The message goes
/// to standard output unless another output does or it has a file. All outputs are safely
/// on the disk before the first is visible (but a layer of an existing file, which one transaction
/// both writes and shows).
void publish(wdd::Message message, nlohmann::ordered_json json, const MessageFiles& files,
             const FurtherOutputs& further = {});

} // namespace wdd_tool
