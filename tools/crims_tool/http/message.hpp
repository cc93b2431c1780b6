// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>

#include "crims_tool/http/reply.hpp"
#include "crims_tool/http/request.hpp"

namespace crims_tool {

/// What answers requests. Several threads may ask at once. Whatever it throws is answered with 500,
/// and no word of it is told.
using RequestHandler = std::function<Reply(const HttpRequest&)>;

/// An error for programs: {"error": "..."}.
Reply error_reply(int status, const std::string& what, const std::shared_ptr<BodyMemory>& memory);

/// An answer that is ready to be sent.
struct Answer {
    std::string head; ///< status line and header fields
    Reply reply;
    bool sends_body = true; ///< false: HEAD, 304
    bool in_chunks = false; ///< its pieces are sent as HTTP's chunks
    bool keep_alive = false;
};

/// Reads a whole request, head and body, with cpp-httplib, has it answered, and writes the head of
/// the answer.
Answer answer_request(const std::string& bytes, std::size_t head_size,
                      const RequestHandler& handler, bool may_keep_alive,
                      const std::shared_ptr<BodyMemory>& memory);

/// The same for a reply to what was no request.
Answer refusal(Reply reply);

} // namespace crims_tool
