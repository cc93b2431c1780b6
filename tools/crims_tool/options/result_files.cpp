// SPDX-License-Identifier: MIT
#include "crims_tool/options/result_files.hpp"

#include <optional>

#include <nlohmann/json.hpp>

#include "toolkit/files/output_file.hpp"
#include "toolkit/text/option_mentions.hpp"

namespace crims_tool {

void declare_result_files(toolkit::OptionList& options, ResultFiles& files) {
    options.add({.name = "--json",
                 .type = toolkit::OptionType::output_file,
                 .value = "FILE",
                 .help = "The result for programs as JSON; - for standard output.",
                 .endings = {"json"},
                 .advanced = true},
                &files.json);
    options.add({.name = "--overwrite",
                 .type = toolkit::OptionType::flag,
                 .help = "Replaces existing outputs.",
                 .advanced = true,
                 .recorded = false},
                &files.overwrite);
}

void require_writable(const ResultFiles& files) {
    if (!files.json.empty()) {
        toolkit::OutputFile::require_writable(files.json, files.overwrite);
    }
}

void publish_result(const ResultFiles& files, nlohmann::ordered_json json,
                    const std::function<void()>& publish_other) {
    std::optional<toolkit::OutputFile> file;
    if (!files.json.empty()) {
        json["version"] = CRIMEKIT_VERSION;
        constexpr int indent = 2;
        file.emplace(files.json,
                     toolkit::as_typed(
                         json.dump(indent, ' ', false, nlohmann::json::error_handler_t::replace)) +
                         "\n",
                     files.overwrite);
    }
    // What may still fail comes first.
    if (file && file->is_stream()) {
        file->publish();
    }
    publish_other();
    if (file && !file->is_stream()) {
        file->publish();
    }
}

} // namespace crims_tool
