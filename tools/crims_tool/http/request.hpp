// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "crims_tool/http/query.hpp"
#include "crims_tool/http/reply.hpp"

namespace crims_tool {

/// A request as it came.
struct HttpRequest {
    std::string method;
    std::string path;  ///< without the query, percent signs resolved
    std::string query; ///< as it was sent
    HeaderFields fields = {};
    std::string body = {};

    /// A header field's first value; empty if there is none. Letter case does not count.
    std::string_view field(std::string_view name) const;

    /// How often it is there.
    std::size_t count(std::string_view name) const;
};

} // namespace crims_tool
