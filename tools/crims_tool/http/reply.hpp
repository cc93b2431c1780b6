// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "crims_tool/http/body.hpp"

namespace crims_tool {

/// Names and values of HTTP's header fields, in the order in which they are sent.
using HeaderFields = std::vector<std::pair<std::string, std::string>>;

/// Makes the next piece of an answer that is not in memory as a whole; nothing at its end. It is
/// called by one thread at a time, once what it gave before has been sent. What it throws cuts the
/// answer off.
using PieceSource = std::function<BodyPointer()>;

/// An answer to a request.
struct Reply {
    int status = 200;
    std::string type = {}; ///< "application/json"; empty: there is no body
    HeaderFields fields = {};
    BodyPointer body = {};    ///< all of it, or its first piece if there are `further` ones
    PieceSource further = {}; ///< none: the body is whole
    bool close = false;       ///< the connection, once the answer has been sent
};

} // namespace crims_tool
