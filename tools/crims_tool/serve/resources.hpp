// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "crims_tool/http/body.hpp"
#include "crims_tool/options/input_options.hpp"
#include "crims_tool/serve/body_cache.hpp"
#include "crims_tool/serve/force_maps.hpp"
#include "crims_tool/serve/models.hpp"
#include "crims_tool/serve/simulators.hpp"

namespace crims_tool {

/// What all requests share.
struct Resources {
    std::shared_ptr<BodyMemory> memory = std::make_shared<BodyMemory>();
    std::unique_ptr<BodyCache> cache = {};
    std::unique_ptr<ModelFolder> models = {};
    std::unique_ptr<ForceMaps> maps = {};
    std::unique_ptr<SimulatorPool> simulators = {};
    std::size_t most_memory = 0; ///< bytes of answers
    std::uint64_t most_crimes = 0;
};

/// Throws HttpError 503 where the answers that are being sent leave no memory for another one.
void require_memory(Resources& resources);

} // namespace crims_tool
