// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>

#include "crims_tool/http/body.hpp"

namespace crims_tool {

/// What all requests share.
struct Resources {
    std::shared_ptr<BodyMemory> memory = std::make_shared<BodyMemory>();
};

} // namespace crims_tool
