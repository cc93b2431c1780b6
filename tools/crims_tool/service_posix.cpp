// SPDX-License-Identifier: MIT
#include "crims_tool/service.hpp"

#include <algorithm>

#include "crims_tool/serve/command.hpp"

namespace crims_tool {

void add_service(toolkit::Tool& tool) {
    // after the command that steps a simulator, which it offers too
    const auto place =
        std::find_if(tool.commands.begin(), tool.commands.end(),
                     [](const auto& make) { return make()->description().name == "validate"; });
    tool.commands.insert(place, [] { return std::make_unique<ServeCommand>(); });
}

} // namespace crims_tool
