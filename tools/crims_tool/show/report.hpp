// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "crims_tool/show/contents.hpp"

namespace crims_tool {

/// For people. `path` is what the model's file is called.
std::string contents_text(const ModelContents& contents, const StoredModel& stored,
                          const std::string& path);

/// For programs.
nlohmann::ordered_json contents_json(const ModelContents& contents, const StoredModel& stored);

} // namespace crims_tool
