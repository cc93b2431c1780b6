// SPDX-License-Identifier: MIT
#include <cstdlib>
#include <string>

#include "crims_tool/http/framing.hpp"
#include "crims_tool/http/query.hpp"

namespace {

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

/// What was read is written and reads back the same.
void check_query(std::string_view text) {
    try {
        const crims_tool::QueryParameters read = crims_tool::parse_query(text);
        require(read.size() <= crims_tool::most_parameters);
        require(crims_tool::parse_query(crims_tool::query_text(read)) == read);
    } catch (const crims_tool::BadQuery&) {
        return;
    }
}

/// What is complete stays so, whatever follows, and no part of it is.
void check_frame(std::string_view text) {
    const crims_tool::RequestLimits limits{.line = 100, .head = 400, .body = 100};
    const crims_tool::RequestFrame frame = crims_tool::frame_of(text, limits);
    if (frame.state != crims_tool::Framing::complete) {
        return;
    }
    const std::size_t size = frame.head + frame.body;
    require(size <= text.size() && frame.body <= limits.body);
    const auto alone = crims_tool::frame_of(text.substr(0, size), limits);
    require(alone.state == crims_tool::Framing::complete && alone.head == frame.head);
    require(crims_tool::frame_of(text.substr(0, size - 1), limits).state ==
            crims_tool::Framing::incomplete);
}

} // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer gives the name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    check_query(text);
    check_frame(text);
    return 0;
}
