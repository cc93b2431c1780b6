// SPDX-License-Identifier: MIT
#include "toolkit/files/named_output.hpp"

#include <fmt/format.h>

#include "toolkit/files/output_file.hpp"
#include "toolkit/text/errors.hpp"

namespace toolkit {

void require_outputs_apart(const std::vector<NamedOutput>& outputs,
                           const std::vector<std::string>& inputs) {
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        const auto& [option, path] = outputs[i];
        if (path.empty() || OutputFile::is_device(path)) {
            continue;
        }
        for (std::size_t j = 0; j < i; ++j) {
            if (path == outputs[j].path ||
                (path != "-" && outputs[j].path != "-" && !outputs[j].path.empty() &&
                 is_same_file(path, outputs[j].path))) {
                throw UsageError(
                    fmt::format("⟨{}⟩ and ⟨{}⟩ both name '{}'; two outputs need two names",
                                outputs[j].option, option, path));
            }
        }
        for (const std::string& input : inputs) {
            if (path != "-" && !input.empty() && holds_content(path) && is_same_file(path, input)) {
                throw UsageError(fmt::format(
                    "⟨{}⟩ '{}' is an input: the result would overwrite an input", option, path));
            }
        }
    }
}

} // namespace toolkit
