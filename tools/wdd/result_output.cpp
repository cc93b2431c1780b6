// SPDX-License-Identifier: MIT
#include "result_output.hpp"

#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "common/errors.hpp"
#include "common/output_file.hpp"
#include "result_json.hpp"
#include "wdd/message.hpp"

namespace wdd_tool {

using toolkit::OptionType;
using toolkit::OutputFile;

void declare_message_files(toolkit::OptionList& options, MessageFiles& files) {
    options.add({.name = "--json",
                 .type = OptionType::output_file,
                 .value = "FILE",
                 .help = "Writes the result for programs; - for standard output.",
                 .advanced = true},
                &files.json);
    options.add({.name = "--message",
                 .type = OptionType::output_file,
                 .value = "FILE",
                 .help = "Writes the message as text; - for standard output, where it goes anyway "
                         "unless --json takes it.",
                 .advanced = true},
                &files.message);
    options.add({.name = "--html",
                 .type = OptionType::output_file,
                 .value = "FILE",
                 .help = "Writes the message as a web page.",
                 .advanced = true},
                &files.html);
    options.add({.name = "--overwrite",
                 .type = OptionType::flag,
                 .help = "Replaces existing files and an existing result layer.",
                 .advanced = true},
                &files.overwrite);
}

void require_distinct(const MessageFiles& files, const std::string& other) {
    std::set<std::string> seen;
    for (const std::string& file : {files.json, files.message, files.html, other}) {
        if (!file.empty() && !seen.insert(file).second) {
            throw toolkit::UsageError(fmt::format("'{}' is named for two outputs", file));
        }
    }
}

void require_writable(const MessageFiles& files) {
    for (const std::string& file : {files.json, files.message, files.html}) {
        if (!file.empty()) {
            OutputFile::require_writable(file, files.overwrite);
        }
    }
}

void publish(const wdd::Evaluation& evaluation, nlohmann::ordered_json json,
             const MessageFiles& files, const std::function<void()>& write_layer) {
    const wdd::Message message = wdd::describe(evaluation);
    const std::string text = to_text(message);
    json["version"] = CRIMEKIT_VERSION;
    json["message"] = text;
    const bool message_to_screen = files.message.empty() && files.json != "-";
    std::vector<OutputFile> outputs;
    for (const auto& [path, content] : {std::pair{files.json, json_text(json)},
                                        std::pair{message_to_screen ? "-" : files.message, text},
                                        std::pair{files.html, to_html(message)}}) {
        if (!path.empty()) {
            outputs.emplace_back(path, content);
        }
    }
    write_layer();
    for (OutputFile& output : outputs) {
        output.publish();
    }
}

} // namespace wdd_tool
