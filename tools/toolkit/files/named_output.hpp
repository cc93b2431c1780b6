// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace toolkit {

/// An output and the option that names it; empty: there is none.
struct NamedOutput {
    std::string option;
    std::string path;
};

/// Throws UsageError if two outputs are one file, or one is an input. Devices and pipes may be
/// named twice, standard output not.
void require_outputs_apart(const std::vector<NamedOutput>& outputs,
                           const std::vector<std::string>& inputs);

} // namespace toolkit
