// SPDX-License-Identifier: MIT
#include "result_files.hpp"

#include <optional>

#include <fmt/format.h>

#include "common/errors.hpp"
#include "common/output_file.hpp"

namespace crims_tool {

void declare_result_files(toolkit::OptionList& options, ResultFiles& files) {
    options.add({.name = "--json",
                 .type = toolkit::OptionType::output_file,
                 .value = "FILE",
                 .help = "The result for programs as JSON; - for standard output.",
                 .advanced = true},
                &files.json);
    options.add({.name = "--overwrite",
                 .type = toolkit::OptionType::flag,
                 .help = "Replaces outputs that exist already.",
                 .advanced = true},
                &files.overwrite);
}

void require_outputs_apart(const std::vector<NamedOutput>& outputs,
                           const std::vector<std::string>& inputs) {
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        const auto& [option, path] = outputs[i];
        if (path.empty() || toolkit::OutputFile::is_device(path)) {
            continue;
        }
        for (std::size_t j = 0; j < i; ++j) {
            if (path == outputs[j].path ||
                (path != "-" && outputs[j].path != "-" && !outputs[j].path.empty() &&
                 toolkit::is_same_file(path, outputs[j].path))) {
                throw toolkit::UsageError(
                    fmt::format("{} and {} both name '{}'", outputs[j].option, option, path));
            }
        }
        for (const std::string& input : inputs) {
            if (path != "-" && !input.empty() && toolkit::holds_content(path) &&
                toolkit::is_same_file(path, input)) {
                throw toolkit::UsageError(
                    fmt::format("{} '{}' would overwrite an input", option, path));
            }
        }
    }
}

void publish_result(const ResultFiles& files, nlohmann::ordered_json json,
                    const std::function<void()>& publish_other) {
    std::optional<toolkit::OutputFile> file;
    if (!files.json.empty()) {
        json["version"] = CRIMEKIT_VERSION;
        constexpr int indent = 2;
        file.emplace(files.json,
                     json.dump(indent, ' ', false, nlohmann::json::error_handler_t::replace) +
                         "\n");
    }
    // What goes to a stream cannot be taken back, so it goes last.
    if (file && !file->is_stream()) {
        file->publish();
    }
    publish_other();
    if (file && file->is_stream()) {
        file->publish();
    }
}

} // namespace crims_tool
