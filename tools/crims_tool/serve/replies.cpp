// SPDX-License-Identifier: MIT
#include "crims_tool/serve/replies.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "crims_tool/serve/endpoint.hpp"
#include "toolkit/files/sha256.hpp"
#include "toolkit/text/blanks.hpp"
#include "toolkit/text/parts.hpp"

namespace crims_tool {

Reply text_reply(std::string text, std::string_view type,
                 const std::shared_ptr<BodyMemory>& memory) {
    return {.type = std::string(type), .body = std::make_shared<Body>(std::move(text), memory)};
}

Reply json_reply(const nlohmann::ordered_json& json, const std::shared_ptr<BodyMemory>& memory) {
    return text_reply(json.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) +
                          "\n",
                      "application/json", memory);
}

std::string etag_of(std::string_view content) {
    constexpr std::size_t half = 32;
    return fmt::format("\"{}\"", toolkit::sha256_of(content).substr(0, half));
}

bool has_already(const HttpRequest& request, std::string_view etag) {
    const auto strong = [](std::string_view tag) {
        tag = toolkit::trimmed(tag);
        tag.remove_prefix(tag.starts_with("W/") ? 2 : 0);
        return tag;
    };
    return std::ranges::any_of(
        toolkit::parts_of(request.field("if-none-match"), ','), [&](std::string_view given) {
            return strong(given) == strong(etag) || toolkit::trimmed(given) == "*";
        });
}

Reply not_modified(const std::string& etag) {
    return {.status = http_status::not_modified, .fields = {{"ETag", etag}}};
}

} // namespace crims_tool
