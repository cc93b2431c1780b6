// SPDX-License-Identifier: MIT
#include "crims_tool/service.hpp"

namespace crims_tool {

void add_service(toolkit::Tool& tool) {
    tool.absent.emplace(
        "serve",
        "'crims serve' does not run on Windows; run it on Linux, or in the Windows Subsystem for Linux");
}

} // namespace crims_tool
