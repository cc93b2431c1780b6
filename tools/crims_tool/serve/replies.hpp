// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "crims_tool/http/reply.hpp"
#include "crims_tool/http/request.hpp"

namespace crims_tool {

/// An answer whose whole body is a text.
Reply text_reply(std::string text, std::string_view type,
                 const std::shared_ptr<BodyMemory>& memory);

/// An answer as JSON, indented for people.
Reply json_reply(const nlohmann::ordered_json& json, const std::shared_ptr<BodyMemory>& memory);

/// A short name of a content, as an ETag has it: the first half of its SHA-256.
std::string etag_of(std::string_view content);

/// Whether the client has the answer of this ETag already.
bool has_already(const HttpRequest& request, std::string_view etag);

/// The answer to such a client.
Reply not_modified(const std::string& etag);

} // namespace crims_tool
